"""Forgot the password: an owner comes back in by the recovery code, once; nobody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.auth.models import Account
from app.auth.recovery import hashed, new_code, set_recovery
from app.core.journal import JournalEntry
from tests.support.web import PASSWORD, SETUP, Browser, WebShop

NEW = "an even longer one"


def give_code(web: WebShop, name: str = "Olga") -> str:
    code = new_code()
    recovery_hash = hashed(code)
    with web.database.unit_of_work(SETUP) as tx:
        set_recovery(tx, web.people[name], recovery_hash)
    return code


def form(code: str, **other: str) -> dict[str, str]:
    return {"login": "Olga", "code": code, "password": NEW, "again": NEW, **other}


def opened(web: WebShop) -> Browser:
    browser = web.browser()
    browser.get("/auth/recover")
    return browser


def test_the_code_sets_a_password_once_and_gives_the_next_code(web: WebShop) -> None:
    code, office = give_code(web), web.office()
    browser = opened(web)
    answer = browser.post("/auth/recover", form(f" {code.lower().replace('-', ' ')} "))
    assert answer.status_code == 200
    assert "Your new recovery code" in answer.text
    assert office.get("/office/").status_code == 303, "the sessions of the account end"
    login = web.browser()
    login.get("/auth/office")
    assert login.post("/auth/office", {"login": "olga", "password": PASSWORD}).status_code == 422
    assert login.post("/auth/office", {"login": "olga", "password": NEW}).status_code == 303
    assert browser.post("/auth/recover", form(code)).status_code == 422
    with web.database.read_unit() as tx:
        stored = tx.execute(select(Account.recovery_hash).where(Account.id == web.people["Olga"])).scalar_one()
        kinds = list(tx.execute(select(JournalEntry.kind)).scalars())
    assert stored is not None
    assert stored.startswith("$argon2")
    assert kinds.count("account.recovered") == 1


@pytest.mark.parametrize(
    "wrong", [{"login": "peter"}, {"login": "nobody"}, {"code": "0000-0000-0000-0000-0000"}, {"code": ""}]
)
def test_whatever_is_wrong_the_answer_is_the_same(web_on_sqlite: WebShop, wrong: dict[str, str]) -> None:
    code = give_code(web_on_sqlite)
    answer = opened(web_on_sqlite).post("/auth/recover", {**form(code), **wrong})
    assert answer.status_code == 422
    assert "The login or the recovery code is not right" in answer.text


@pytest.mark.parametrize(
    ("wrong", "words"), [({"password": "x", "again": "x"}, "8 characters"), ({"again": "x"}, "differ")]
)
def test_a_password_that_will_not_do_does_not_use_the_code_up(
    web_on_sqlite: WebShop, wrong: dict[str, str], words: str
) -> None:
    code, browser = give_code(web_on_sqlite), opened(web_on_sqlite)
    refused = browser.post("/auth/recover", {**form(code), **wrong})
    assert refused.status_code == 422
    assert words in refused.text
    assert browser.post("/auth/recover", form(code)).status_code == 200


def test_guessing_is_slowed_down_and_a_recovery_ends_the_wait_of_the_login(web: WebShop) -> None:
    code, browser = give_code(web), opened(web)
    browser.get("/auth/office")
    for _ in range(5):
        browser.post("/auth/office", {"login": "olga", "password": "x"})
    statuses = [browser.post("/auth/recover", form(new_code())).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert browser.post("/auth/recover", form(code)).status_code == 429
    web.clock.advance(timedelta(seconds=31))
    assert browser.post("/auth/recover", form(code)).status_code == 200
    assert browser.post("/auth/office", {"login": "olga", "password": NEW}).status_code == 303


def test_somebody_who_is_no_owner_any_more_is_not_let_in(web_on_sqlite: WebShop) -> None:
    shop = web_on_sqlite
    code = give_code(shop)
    office = shop.office()
    keeper = {"name": "Anna", "login": "anna", "language": "en", "roles": [shop.roles["owner"]]}
    assert office.post(f"/office/staff/{shop.people['Anna']}", keeper).status_code == 303
    demoted = {"name": "Olga", "login": "olga", "language": "en", "roles": [shop.roles["senior"]]}
    assert office.post(f"/office/staff/{shop.people['Olga']}", demoted).status_code == 303
    assert opened(shop).post("/auth/recover", form(code)).status_code == 422


def test_an_owner_gets_a_new_code_for_the_password(web_on_sqlite: WebShop) -> None:
    office = web_on_sqlite.office()
    assert "Get a new recovery code" in office.get("/auth/mine").text
    office.get("/auth/recovery-code")
    assert office.post("/auth/recovery-code", {"password": "wrong"}).status_code == 422
    answer = office.post("/auth/recovery-code", {"password": PASSWORD})
    assert answer.status_code == 200
    code = answer.text.partition('id="recovery-code">')[2].partition("<")[0]
    assert opened(web_on_sqlite).post("/auth/recover", form(code)).status_code == 200


def test_nobody_else_has_a_code(web_on_sqlite: WebShop) -> None:
    office = web_on_sqlite.office("anna")
    assert "Get a new recovery code" not in office.get("/auth/mine").text
    office.get("/auth/recovery-code")
    assert office.post("/auth/recovery-code", {"password": PASSWORD}).status_code == 409
