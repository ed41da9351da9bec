"""Somebody changes his own PIN or password: the old one is asked for, tries are counted, other logins end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.auth import sessions
from app.auth.accounts import set_pin
from app.auth.login import Who, login_by_password, login_by_pin
from app.auth.models import WebSession
from app.auth.own_secrets import NewSecret, Secret, change_own, is_easy_to_guess
from app.core.errors import BadInput, Conflict, NotFound, ShopError
from app.core.journal import JournalEntry
from app.places.pairing import pair
from tests.support.web import PASSWORD, SETUP, WebShop, pin_hash

ADDRESS = "192.0.2.7"


def at_the_till(web: WebShop, name: str, pin: str, address: str = ADDRESS) -> sessions.Session:
    with web.database.unit_of_work(SETUP) as tx:
        pairing_id, _ = pair(tx, web.till_id, "test")
    token = login_by_pin(
        web.database, Who(account_id=web.people[name]), pin, pairing_id=pairing_id, address=address
    ).token
    found = sessions.find(web.database, token)
    assert found is not None
    return found


def holds(web: WebShop, session: sessions.Session) -> bool:
    with web.database.read_unit() as tx:
        row = select(WebSession.ended_at).where(WebSession.token_digest == session.digest)
        return tx.execute(row).scalar_one() is None


def refused(web: WebShop, session: sessions.Session, secret: Secret, typed: NewSecret) -> ShopError:
    with pytest.raises(ShopError) as caught:
        change_own(web.database, session, secret, typed, address=ADDRESS)
    return caught.value


def test_the_new_pin_holds_the_old_one_no_more_and_only_this_login_stays(web: WebShop) -> None:
    here, elsewhere = at_the_till(web, "Peter", "3333"), at_the_till(web, "Peter", "3333")
    change_own(web.database, here, "pin", NewSecret("3333", "70707", "70707"), address=ADDRESS)
    assert (holds(web, here), holds(web, elsewhere)) == (True, False)
    assert holds(web, at_the_till(web, "Peter", "70707"))
    with pytest.raises(BadInput, match="wrong_pin"):
        at_the_till(web, "Peter", "3333")
    with web.database.read_unit() as tx:
        kinds = select(JournalEntry.actor, JournalEntry.subject).where(JournalEntry.kind == "account.own_pin_changed")
        assert [tuple(row) for row in tx.execute(kinds)] == [("Peter", f"account:{web.people['Peter']}")]


def test_a_new_password_opens_the_office(web: WebShop) -> None:
    session = at_the_till(web, "Peter", "3333")
    change_own(
        web.database, session, "password", NewSecret(PASSWORD, "quite another", "quite another"), address=ADDRESS
    )
    assert login_by_password(web.database, "peter", "quite another", address=ADDRESS).name == "Peter"
    with pytest.raises(BadInput, match="wrong_password"):
        login_by_password(web.database, "peter", PASSWORD, address=ADDRESS)


@pytest.mark.parametrize(
    ("secret", "typed", "code", "path"),
    [
        ("pin", NewSecret("9999", "7070", "7070"), "wrong_old_pin", "pin"),
        ("pin", NewSecret("", "7070", "7070"), "wrong_old_pin", "pin"),
        ("pin", NewSecret("3333", "707", "707"), "pin_not_digits", "pin"),
        ("pin", NewSecret("3333", "7070", "7071"), "not_the_same_twice", "again"),
        ("password", NewSecret("3333", "long enough", "long enough"), "wrong_old_password", "password"),
        ("password", NewSecret(PASSWORD, "short", "short"), "password_too_short", "password"),
        ("password", NewSecret(PASSWORD, "x" * 201, "x" * 201), "password_too_long", "password"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    web: WebShop, secret: Secret, typed: NewSecret, code: str, path: str
) -> None:
    error = refused(web, at_the_till(web, "Peter", "3333"), secret, typed)
    assert isinstance(error, BadInput)
    assert (error.code, error.path) == (code, path)
    assert holds(web, at_the_till(web, "Peter", "3333"))
    assert login_by_password(web.database, "peter", PASSWORD, address=ADDRESS).name == "Peter"


def test_guessing_at_the_page_and_at_the_door_counts_together(web: WebShop) -> None:
    session = at_the_till(web, "Peter", "3333")
    typed = NewSecret("9999", "7070", "7070")
    codes = [refused(web, session, "pin", typed).code for _ in range(5)]
    assert codes == ["wrong_old_pin"] * 4 + ["login_locked"]
    with pytest.raises(Conflict, match="login_locked"):
        at_the_till(web, "Peter", "3333", address="192.0.2.8")
    web.clock.advance(timedelta(seconds=31))
    change_own(web.database, session, "pin", NewSecret("3333", "7070", "7070"), address=ADDRESS)


def test_a_first_pin_is_given_by_the_office(web: WebShop) -> None:
    session = at_the_till(web, "Peter", "3333")
    with web.database.unit_of_work(SETUP) as tx:
        set_pin(tx, web.people["Peter"], None)
    assert refused(web, session, "pin", NewSecret("", "7070", "7070")).code == "secret_not_given"


def test_a_login_that_was_ended_meanwhile_changes_nothing(web: WebShop) -> None:
    session = at_the_till(web, "Peter", "3333")
    new_hash = pin_hash("3333")
    with web.database.unit_of_work(SETUP) as tx:
        set_pin(tx, web.people["Peter"], new_hash)
    error = refused(web, session, "pin", NewSecret("3333", "7070", "7070"))
    assert (type(error), error.code) == (NotFound, "no_session")
    assert holds(web, at_the_till(web, "Peter", "3333"))


@pytest.mark.parametrize(
    ("pin", "easy"),
    [("1111", True), ("1234", True), ("9876", True), ("7890", True), ("1212", True), ("1357", False), ("2580", False)],
)
def test_what_people_try_first_is_known(pin: str, easy: bool) -> None:
    assert is_easy_to_guess(pin) is easy
