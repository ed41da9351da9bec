"""Badges: issued with a code of their own, replaced, blocked; an ended one opens nothing and is never given again."""

import re

import pytest

from app.auth.accounts import AccountData, account, change_account
from app.auth.badges import block_badge, issue_badge, past_badges, replace_badge
from app.auth.login import Who, login_by_pin
from app.core.actor import Actor
from app.core.errors import BadInput, Conflict, Forbidden
from pos.scan import ScannedBadge, ScannedNothing, what_is
from tests.support.web import SETUP, WebShop


def gives(web: WebShop, name: str, badge: str) -> None:
    """Somebody scans a badge into the field of a person."""
    with web.database.read_unit() as tx:
        person = account(tx, web.people[name])
    data = AccountData(person.name, person.login, badge, person.language, person.role_ids)
    web.database.transact(SETUP, lambda tx: change_account(tx, person.id, data))


def test_a_badge_is_issued_found_and_replaced(web: WebShop) -> None:
    anna = web.people["Anna"]
    first = web.database.transact(SETUP, lambda tx: issue_badge(tx, anna))
    assert re.fullmatch(r"B\d{9}", first)
    with web.database.read_unit() as tx:
        assert what_is(tx, first) == ScannedBadge(anna, "Anna")
    with pytest.raises(Conflict, match="has_badge"):
        web.database.transact(SETUP, lambda tx: issue_badge(tx, anna))
    second = web.database.transact(SETUP, lambda tx: replace_badge(tx, anna, first, "lost"))
    assert second != first
    with web.database.read_unit() as tx:
        assert what_is(tx, first) == ScannedNothing(first)
        assert what_is(tx, second) == ScannedBadge(anna, "Anna")
        (past,) = past_badges(tx, anna)
    assert (past.code, past.reason, past.ended_at) == (first, "lost", web.clock.now())


def test_a_blocked_badge_logs_nobody_in(web: WebShop) -> None:
    peter = web.people["Peter"]
    web.database.transact(SETUP, lambda tx: block_badge(tx, peter, "B-003", "stolen"))
    with pytest.raises(BadInput, match="wrong_pin"):
        login_by_pin(web.database, Who(badge="B-003"), "3333", pairing_id=1, address="127.0.0.1")
    with pytest.raises(Conflict, match="badge_changed"):
        web.database.transact(SETUP, lambda tx: block_badge(tx, peter, "B-003", "stolen"))
    with pytest.raises(Conflict, match="badge_changed"):
        web.database.transact(SETUP, lambda tx: replace_badge(tx, peter, "B-003", "stolen"))


def test_an_ended_badge_is_given_to_nobody_again(web: WebShop) -> None:
    peter = web.people["Peter"]
    gives(web, "Peter", "B-004")
    with web.database.read_unit() as tx:
        assert [(one.code, one.reason) for one in past_badges(tx, peter)] == [("B-003", "changed")]
    for name in ("Peter", "Anna"):
        with pytest.raises(BadInput, match="badge_ended"):
            gives(web, name, "B-003")


def test_it_needs_the_right_and_a_reason(web: WebShop) -> None:
    peter = web.people["Peter"]
    with pytest.raises(BadInput, match="badge_reason_unknown"):
        web.database.transact(SETUP, lambda tx: block_badge(tx, peter, "B-003", "because"))
    with pytest.raises(Forbidden):
        web.database.transact(Actor("Anna"), lambda tx: issue_badge(tx, peter))
    with pytest.raises(Forbidden):
        web.database.transact(Actor("Anna"), lambda tx: block_badge(tx, peter, "B-003", "lost"))
