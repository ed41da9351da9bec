"""The page of the mail server: settings, a test, and mails somebody has to decide about."""

import re

import pytest

from app.core import outbox, outbox_view, settings
from app.core.ids import new_uid
from app.core.outbox import Outcome
from app.messaging.outgoing import LANE
from app.messaging.settings import MAIL_HOST, MAIL_SENDER
from pos.papers.mailing import mail_test
from tests.support.web import SETUP, Browser, WebShop

FORM = {
    "mail.host": "mail.oak.example",
    "mail.port": "465",
    "mail.security": "tls",
    "mail.user": "shop",
    "mail.sender": "shop@oak.example",
    "mail.sender_name": "",
}


@pytest.fixture
def owner(web_on_sqlite: WebShop) -> Browser:
    """Olga, with the page open."""
    browser = web_on_sqlite.office()
    browser.get("/office/mail")
    return browser


def waiting(shop: WebShop) -> list[outbox_view.OpenMessage]:
    with shop.database.read_unit() as tx:
        return outbox_view.open_messages(tx, LANE)


def in_doubt(shop: WebShop) -> outbox_view.OpenMessage:
    """A test mail that may have gone."""
    with shop.database.unit_of_work(SETUP) as tx:
        settings.put(tx, MAIL_HOST, "mail.oak.example")
        settings.put(tx, MAIL_SENDER, "shop@oak.example")
        mail_test(tx, "maria@example.org", new_uid())
    with shop.database.unit_of_work(SETUP) as tx:
        message = outbox.claim(tx, LANE)
        assert message is not None
        outbox.settle(tx, message, Outcome("in_doubt", "mail_may_have_gone"))
    (found,) = waiting(shop)
    return found


def test_the_server_is_set_up_and_a_test_is_queued_once(web_on_sqlite: WebShop, owner: Browser) -> None:
    page = owner.get("/office/mail").text
    assert "Not set up" in page
    assert re.search(r"<button[^>]* disabled>[^<]*<svg.*?Send a test mail", page, re.DOTALL)
    assert owner.post("/office/mail", FORM).status_code == 303
    page = owner.get("/office/mail").text
    assert 'value="mail.oak.example"' in page
    assert "REGULARS_MAIL_PASSWORD" in page
    form = {"to": "maria@example.org", "uid": new_uid()}
    for _ in range(2):
        assert owner.post("/office/mail/test", form).status_code == 303
    assert len(waiting(web_on_sqlite)) == 1
    assert "maria@example.org" in owner.get("/office/mail").text
    assert "mail.host" in owner.get("/office/journal").text


def test_what_is_wrong_is_said_and_nothing_of_it_is_kept(web_on_sqlite: WebShop, owner: Browser) -> None:
    for wrong in ({"mail.host": "http://mail"}, {"mail.port": "0"}, {"mail.sender": "shop"}, {"mail.security": "ssl"}):
        refused = owner.post("/office/mail", FORM | wrong)
        assert (refused.status_code, 'aria-invalid="true"' in refused.text) == (422, True), wrong
    with web_on_sqlite.database.read_unit() as tx:
        assert settings.get(tx, MAIL_HOST) == ""
    assert owner.post("/office/mail", FORM).status_code == 303
    refused = owner.post("/office/mail/test", {"to": "maria", "uid": new_uid()})
    assert (refused.status_code, 'value="maria"' in refused.text) == (422, True)
    assert waiting(web_on_sqlite) == []


def test_a_mail_in_doubt_is_shown_and_decided_by_a_person(web_on_sqlite: WebShop, owner: Browser) -> None:
    message = in_doubt(web_on_sqlite)
    page = owner.get("/office/mail").text
    assert "may have been sent" in page
    assert "It arrived" in page
    assert owner.post(f"/office/mail/messages/{message.id}", {"verdict": "whatever"}).status_code == 400
    assert owner.post(f"/office/mail/messages/{message.id}", {"verdict": "happened"}).status_code == 303
    assert waiting(web_on_sqlite) == []
    assert owner.post(f"/office/mail/messages/{message.id + 1}", {"verdict": "again"}).status_code == 404
    assert owner.post(f"/office/mail/messages/{message.id}", {"verdict": "again"}).status_code == 409


def test_only_who_may_change_settings_opens_it(web_on_sqlite: WebShop) -> None:
    assert web_on_sqlite.office("anna").get("/office/mail").status_code == 403
