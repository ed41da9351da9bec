"""How long a login holds, and what ends it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.auth import sessions
from app.auth.accounts import AccountData, account, change_account, set_active, set_password, set_pin
from app.auth.models import WebSession
from app.auth.sessions import Kind, Session
from app.auth.settings import OFFICE_HOURS, TILL_IDLE_MINUTES
from app.core.db.unit import Unit
from app.core.settings import put
from app.core.tokens import digest
from app.jobs.housekeeping import forget_logins
from app.places.pairing import pair, unpair
from tests.support.web import SETUP, WebShop


def opened(web: WebShop, kind: Kind = "till") -> str:
    with web.database.unit_of_work(SETUP) as tx:
        pairing_id, _ = pair(tx, web.till_id, "test")
        return sessions.open_session(tx, kind, web.people["Peter"], pairing_id)


def found(web: WebShop, token: str) -> Session:
    session = sessions.find(web.database, token)
    assert session is not None
    return session


def test_only_the_digest_is_stored(web: WebShop) -> None:
    token = opened(web)
    with web.database.read_unit() as tx:
        assert tx.execute(select(WebSession.token_digest)).scalars().all() == [digest(token)]
    assert token != digest(token)


def test_an_unknown_token_is_nobody_and_fills_no_memory(web: WebShop) -> None:
    kept = len(web.database.cache._values)
    assert all(sessions.find(web.database, f"guess {number}") is None for number in range(20))
    assert len(web.database.cache._values) == kept


@pytest.mark.parametrize(("kind", "minutes"), [("till", 30), ("office", 60)])
def test_an_unused_session_ends(web: WebShop, kind: Kind, minutes: int) -> None:
    token = opened(web, kind)
    web.clock.advance(timedelta(minutes=minutes, seconds=-1))
    assert sessions.find(web.database, token) is not None
    web.clock.advance(timedelta(seconds=1))
    assert sessions.find(web.database, token) is None


def test_use_keeps_a_session_until_its_last_hour(web: WebShop) -> None:
    token = opened(web, "office")
    for _ in range(12 * 2 - 1):
        web.clock.advance(timedelta(minutes=30))
        session = found(web, token)
        with web.database.unit_of_work(SETUP) as tx:
            sessions.write_seen(tx, session)
    web.clock.advance(timedelta(minutes=30))
    assert sessions.find(web.database, token) is None


def test_the_last_use_is_written_once_a_minute(web: WebShop) -> None:
    session = found(web, opened(web))
    assert not session.is_seen_long_ago(web.clock.now() + timedelta(seconds=59))
    assert session.is_seen_long_ago(web.clock.now() + timedelta(seconds=60))


def test_the_owner_sets_how_long(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        put(tx, TILL_IDLE_MINUTES, 5)
        put(tx, OFFICE_HOURS, 1)
    till, office = opened(web), opened(web, "office")
    assert found(web, till).idle == timedelta(minutes=5)
    assert found(web, office).expires_at == web.clock.now() + timedelta(hours=1)


def test_log_out_ends_one_session_at_once(web: WebShop) -> None:
    first, second = opened(web), opened(web)
    session = found(web, first)
    with web.database.unit_of_work(SETUP) as tx:
        sessions.end(tx, session.digest)
    assert sessions.find(web.database, first) is None
    assert sessions.find(web.database, second) is not None


def test_a_change_of_the_account_reaches_its_sessions_at_once(web: WebShop) -> None:
    token = opened(web)
    assert "sales.view" not in found(web, token).rights
    with web.database.unit_of_work(SETUP) as tx:
        peter = account(tx, web.people["Peter"])
        roles = frozenset({web.roles["senior"]})
        change_account(tx, peter.id, AccountData("Pete", None, None, "ru", roles))
    session = found(web, token)
    assert (session.name, session.language) == ("Pete", "ru")
    assert "sales.view" in session.rights


def test_shutting_out_and_new_secrets_end_every_session(web: WebShop) -> None:
    acts: tuple[Callable[[Unit], None], ...] = (
        lambda tx: set_pin(tx, web.people["Peter"], "x"),
        lambda tx: set_password(tx, web.people["Peter"], "x"),
        lambda tx: set_active(tx, web.people["Peter"], active=False),
    )
    for act in acts:
        tokens = [opened(web), opened(web, "office")]
        assert all(sessions.find(web.database, token) for token in tokens)
        with web.database.unit_of_work(SETUP) as tx:
            act(tx)
        assert not any(sessions.find(web.database, token) for token in tokens)


def test_an_unpaired_till_ends_its_pin_logins_and_takes_the_till_from_the_others(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        pairing_id, _ = pair(tx, web.till_id, "test")
        till = sessions.open_session(tx, "till", web.people["Peter"], pairing_id)
        office = sessions.open_session(tx, "office", web.people["Peter"], pairing_id)
    assert found(web, till).till_id == found(web, office).till_id == web.till_id
    with web.database.unit_of_work(SETUP) as tx:
        unpair(tx, pairing_id)
        sessions.end_paired(tx, pairing_id)
    assert sessions.find(web.database, till) is None
    assert found(web, office).till_id is None


def test_what_ended_long_ago_is_dropped_and_what_holds_stays(web: WebShop) -> None:
    old = opened(web)
    web.clock.advance(timedelta(days=31))
    holding = opened(web)
    with web.database.unit_of_work(SETUP) as tx:
        sessions.end(tx, digest(opened_late := sessions.open_session(tx, "office", web.people["Anna"], None)))
    forget_logins(web.database)
    with web.database.read_unit() as tx:
        kept = set(tx.execute(select(WebSession.token_digest)).scalars())
    assert kept == {digest(holding), digest(opened_late)}
    assert digest(old) not in kept
    assert sessions.find(web.database, holding) is not None
