"""A supervisor's PIN unlocks one act, once, soon, and the journal names both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.auth import sessions
from app.auth.lending import Grant, lend_right, use_grant
from app.auth.login import Who
from app.auth.sessions import Session
from app.core import journal
from app.core.actor import Actor
from app.core.db.unit import Unit
from app.core.errors import Forbidden, ShopError
from app.core.journal import JournalEntry
from app.places.pairing import pair
from tests.support.web import SETUP, WebShop

RIGHT = "till.discount_cart"


@pytest.fixture
def session(web: WebShop) -> Session:
    """Peter's at the till."""
    return session_of(web, "Peter")


def session_of(web: WebShop, name: str) -> Session:
    with web.database.unit_of_work(SETUP) as tx:
        pairing_id, _ = pair(tx, web.till_id, "test")
        token = sessions.open_session(tx, "till", web.people[name], pairing_id)
    found = sessions.find(web.database, token)
    assert found is not None
    return found


def lent(web: WebShop, session: Session, right: str = RIGHT, name: str = "Anna", pin: str = "2222") -> Grant:
    return lend_right(web.database, session, right, Who(account_id=web.people[name]), pin, address="192.0.2.7")


def act(web: WebShop, session: Session, uid: str) -> None:
    """An act that needs the right, as a page would do it."""

    def discount(tx: Unit) -> None:
        use_grant(tx, uid, session.digest)
        tx.actor.require(RIGHT)
        journal.record(tx, "test.act")

    web.database.transact(Actor(session.name, session.account_id, session.rights), discount)


def test_the_lent_right_unlocks_one_act_and_the_journal_names_both(web: WebShop, session: Session) -> None:
    grant = lent(web, session)
    assert (grant.right, grant.supervisor) == (RIGHT, "Anna")
    act(web, session, grant.uid)
    with web.database.read_unit() as tx:
        rows = tx.execute(
            select(JournalEntry.kind, JournalEntry.actor, JournalEntry.supervisor).where(
                JournalEntry.kind.in_(("right.lent", "test.act"))
            )
        ).all()
    assert [tuple(row) for row in rows] == [("right.lent", "Peter", "Anna"), ("test.act", "Peter", "Anna")]


def test_it_is_used_once(web: WebShop, session: Session) -> None:
    grant = lent(web, session)
    act(web, session, grant.uid)
    with pytest.raises(Forbidden) as caught:
        act(web, session, grant.uid)
    assert caught.value.facts == {"right": RIGHT}


def test_of_two_acts_at_once_one_gets_it(web: WebShop, session: Session) -> None:
    grant = lent(web, session)

    def attempt(_: int) -> bool:
        try:
            act(web, session, grant.uid)
        except Forbidden:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(attempt, range(4))).count(True) == 1


def test_an_act_that_failed_has_not_used_it(web: WebShop, session: Session) -> None:
    grant = lent(web, session)

    def fail(tx: Unit) -> None:
        use_grant(tx, grant.uid, session.digest)
        raise ShopError("something_else")

    with pytest.raises(ShopError, match="something_else"):
        web.database.transact(Actor(session.name), fail)
    act(web, session, grant.uid)


def test_it_is_worth_nothing_after_a_minute(web: WebShop, session: Session) -> None:
    grant = lent(web, session)
    web.clock.advance(timedelta(seconds=60))
    with pytest.raises(Forbidden):
        act(web, session, grant.uid)


def test_it_is_worth_nothing_in_another_session_and_for_another_right(web: WebShop, session: Session) -> None:
    other_right = lent(web, session, "till.open_drawer")
    with pytest.raises(Forbidden):
        act(web, session, other_right.uid)
    grant = lent(web, session)
    with web.database.unit_of_work(SETUP) as tx:
        pairing_id, _ = pair(tx, web.till_id, "other")
        token = sessions.open_session(tx, "till", web.people["Peter"], pairing_id)
    other = sessions.find(web.database, token)
    assert other is not None
    with pytest.raises(Forbidden):
        act(web, other, grant.uid)


@pytest.mark.parametrize(
    ("right", "name", "pin", "code"),
    [
        (RIGHT, "Peter", "3333", "supervisor_lacks_right"),
        (RIGHT, "Anna", "0000", "wrong_pin"),
        ("till.everything", "Anna", "2222", "unknown_right"),
        ("*", "Olga", "1111", "unknown_right"),
    ],
)
def test_who_lacks_the_right_or_the_pin_lends_nothing(
    web: WebShop, session: Session, right: str, name: str, pin: str, code: str
) -> None:
    with pytest.raises(ShopError) as caught:
        lent(web, session, right, name, pin)
    assert caught.value.code == code


def test_what_another_must_agree_to_is_not_lent_to_oneself(web: WebShop) -> None:
    with pytest.raises(Forbidden) as caught:
        lent(web, session_of(web, "Anna"), "till.serve_self")
    assert caught.value.code == "lent_to_oneself"
    assert lent(web, session_of(web, "Peter"), "till.serve_self").supervisor == "Anna"


def test_wrong_supervisor_pins_lock_too(web: WebShop, session: Session) -> None:
    codes = []
    for _ in range(5):
        with pytest.raises(ShopError) as caught:
            lent(web, session, pin="0000")
        codes.append(caught.value.code)
    assert codes == [*["wrong_pin"] * 4, "login_locked"]
