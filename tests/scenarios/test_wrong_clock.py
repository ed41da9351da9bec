"""A PC that forgot the time, and one that was years ahead: selling, jobs and the journal meanwhile and afterwards."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.core import journal
from app.core.db.unit import Database
from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.core.journal import JournalEntry
from app.jobs.scheduler import Job, Scheduler
from app.places.pc_clock import accept_clock
from pos.shift.wrong_clock import confirm_wrong_clock
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk

MONTH, YEARS = timedelta(days=30), timedelta(days=5 * 365)


@pytest.fixture
def saw(shop: Shop) -> Goods:
    """Sold for months: it has a price on every day the clock shows here."""
    made = shop.product("Saw", "12.50")
    shop.clock.advance(4 * MONTH)
    return made


def asked_first(till: TillDesk, saw: Goods) -> bool:
    """Sells a saw; whether the clock had to be confirmed before."""
    till.adds(saw)
    refused = None
    try:
        till.pays(cash="rest")
    except Conflict as error:
        refused = error
    if refused is None:
        return False
    assert refused.code == "clock_behind"
    assert refused.facts["clock"] == till.shop.clock.now() < refused.facts["newest_act"]
    assert till.rung_up.lines, "nothing is lost"
    till.does(confirm_wrong_clock, new_uid())
    till.pays(cash="rest")
    return True


def acts(shop: Shop, kind: str) -> list[tuple[datetime, str, dict[str, str]]]:
    """Instant, actor and facts of the acts of a kind, oldest first."""
    with shop.database.read_unit() as tx:
        rows = tx.execute(
            select(JournalEntry.at, JournalEntry.actor, JournalEntry.body)
            .where(JournalEntry.kind == kind)
            .order_by(JournalEntry.id)
        )
        return [(at, actor, json.loads(body)) for at, actor, body in rows]


def test_a_clock_that_is_behind_is_confirmed_once_in_a_shift(shop: Shop, saw: Goods) -> None:
    till, other = shop.till(), shop.till()
    assert not asked_first(till, saw)
    right = shop.clock.now()
    with pytest.raises(Conflict, match="clock_right_again"):
        till.does(confirm_wrong_clock, new_uid())

    shop.clock.advance(-MONTH)
    assert [asked_first(till, saw) for _ in range(3)] == [True, False, False]
    assert asked_first(other, saw), "each till says so for itself"
    (at, actor, facts), _ = acts(shop, "clock.confirmed")
    assert (at, actor) == (right, till.cashier.name)
    assert facts == {"clock_said": (right - MONTH).isoformat(), "newest_act": right.isoformat()}

    shop.clock.advance(-MONTH)
    assert asked_first(till, saw), "set back further"
    till.closes()
    till.opens()
    assert asked_first(till, saw), "another shift"

    shop.clock.set(right + timedelta(days=3))
    assert not asked_first(till, saw), "a shop that was closed for days asks nothing"
    shop.clock.advance(-MONTH)
    assert asked_first(till, saw), "wrong anew"
    assert shop.faults() == ([], [])


def test_a_confirmation_sent_again_does_nothing(shop: Shop, saw: Goods) -> None:
    till, uid = shop.till(), new_uid()
    till.sells(saw)
    shop.clock.advance(-MONTH)
    till.does(confirm_wrong_clock, uid)
    till.does(confirm_wrong_clock, uid)
    till.closes()
    shop.clock.advance(MONTH)
    till.does(confirm_wrong_clock, uid)
    assert len(acts(shop, "clock.confirmed")) == 1


@pytest.fixture
def night_jobs(shop: Shop) -> Callable[[], list[str]]:
    """Looks once which jobs are due; answers those that ran."""
    ran: list[str] = []

    def noting(name: str) -> Callable[[Database], None]:
        return lambda _database: ran.append(name)

    day = timedelta(days=1)
    jobs = (Job("tidy", day, noting("tidy")), Job("prove", day, noting("prove"), trusts_no_clock=True))
    scheduler = Scheduler(shop.database, jobs)

    def look() -> list[str]:
        ran.clear()
        scheduler.run_due()
        return list(ran)

    return look


def test_jobs_pause_while_the_clock_is_behind(shop: Shop, saw: Goods, night_jobs: Callable[[], list[str]]) -> None:
    till = shop.till()
    till.sells(saw)
    assert night_jobs() == ["tidy", "prove"]
    assert night_jobs() == []
    shop.clock.advance(-MONTH)
    assert night_jobs() == ["prove"]
    shop.clock.advance(timedelta(days=2))
    assert night_jobs() == ["prove"]
    shop.clock.advance(MONTH)
    assert night_jobs() == ["tidy", "prove"]


def test_after_years_ahead_the_owner_says_that_the_clock_is_right(
    shop: Shop, saw: Goods, night_jobs: Callable[[], list[str]]
) -> None:
    till, uid = shop.till(), new_uid()
    shop.clock.advance(YEARS)
    till.sells(saw)
    ahead = shop.clock.now()
    assert night_jobs() == ["tidy", "prove"]
    shop.clock.advance(-YEARS)
    assert night_jobs() == ["prove"]
    assert asked_first(till, saw)

    with pytest.raises(Forbidden, match="right_needed"):
        till.shop.database.transact(till.cashier, lambda tx: accept_clock(tx, uid, "set by mistake"))
    with pytest.raises(BadInput, match="reason_needed"):
        shop.changes(lambda tx: accept_clock(tx, uid, "  "))
    for _ in range(2):
        shop.changes(lambda tx: accept_clock(tx, uid, " the year was  typed wrong "))
    (_, _, facts) = acts(shop, "clock.accepted")[0]
    assert facts["reason"] == "the year was typed wrong"
    assert (facts["clock_said"], facts["newest_act"]) == (shop.clock.now().isoformat(), ahead.isoformat())
    with pytest.raises(Conflict, match="clock_right_again"):
        shop.changes(lambda tx: accept_clock(tx, new_uid(), "again"))

    assert night_jobs() == ["tidy"]
    shop.clock.advance(timedelta(days=1))
    assert night_jobs() == ["tidy", "prove"]
    assert not asked_first(till, saw)
    at, _, said = acts(shop, "sale.completed")[-1]
    assert (at, said["clock_said"]) == (ahead, shop.clock.now().isoformat()), "a chain never runs backwards"
    shop.clock.advance(timedelta(hours=-1))
    assert asked_first(till, saw), "the clock is watched again from the time it was believed"
    with shop.database.read_unit() as tx:
        assert journal.verify(tx)[1] == []
