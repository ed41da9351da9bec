"""The unit of work: one transaction, kept whole or not at all."""

import threading
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from app.core import feed, io_guard
from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.db import cache
from app.core.db.once import few_pages_kept
from app.core.db.series import NumberSeries, next_number
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.errors import BadInput, ConfigError, Conflict, ShopError
from app.core.events import EventBus
from app.core.feed import FeedEvent, announce
from devices.fakes import FakeReceiptPrinter
from tests.factories.fixtures import OpenDatabase
from tests.factories.together import PATIENCE_S, together
from tests.support.postgres import PostgresServer

ANNA = Actor("Anna")


def count(tx: ReadUnit) -> int:
    counted: int = tx.execute(select(func.count()).select_from(FeedEvent)).scalar_one()
    return counted


def rows(database: Database) -> int:
    with database.read_unit() as tx:
        return count(tx)


def fail(database: Database) -> None:
    with database.unit_of_work(ANNA) as tx:
        announce(tx, "noted")
        raise ZeroDivisionError


def test_leaving_a_unit_keeps_what_it_wrote(database: Database, clock: SetClock) -> None:
    with database.unit_of_work(ANNA) as tx:
        assert (tx.actor, tx.now) == (ANNA, clock.now())
        announce(tx, "noted")
    assert rows(database) == 1


def test_an_error_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        fail(database)
    assert rows(database) == 0


@pytest.mark.parametrize("outer", ["unit", "read"])
@pytest.mark.parametrize("inner", ["unit", "read"])
def test_units_do_not_nest(opened: OpenDatabase, sqlite_url: str, outer: str, inner: str) -> None:
    database = opened(sqlite_url)

    def enter(kind: str) -> AbstractContextManager[ReadUnit]:
        return database.unit_of_work(ANNA) if kind == "unit" else database.read_unit()

    with enter(outer), pytest.raises(RuntimeError, match="inside a unit"):
        enter(inner).__enter__()
    with enter(inner):
        pass


def test_a_reading_unit_cannot_write(database: Database) -> None:
    with pytest.raises((DBAPIError, ShopError)), database.read_unit() as tx:
        tx.execute(insert(NumberSeries), {"till_id": 1, "kind": "sale", "last": 1})
    with database.read_unit() as tx:
        assert tx.execute(select(func.count()).select_from(NumberSeries)).scalar_one() == 0


def test_a_reading_unit_sees_one_state(database: Database) -> None:
    with database.read_unit() as tx:
        before = count(tx)
        together([lambda: database.transact(ANNA, lambda writing: announce(writing, "noted"))])
        assert count(tx) == before
    assert rows(database) == before + 1


def test_devices_are_out_of_reach_inside_a_unit(database: Database) -> None:
    printer = FakeReceiptPrinter()
    with database.unit_of_work(ANNA), pytest.raises(RuntimeError, match="inside a unit of work"):
        printer.open_drawer()
    with database.read_unit(), pytest.raises(RuntimeError, match="inside a unit of work"):
        printer.status()
    assert not io_guard.unit_is_open()
    printer.open_drawer()
    assert printer.kicks == 1


def test_the_flag_of_one_thread_says_nothing_of_another(database: Database) -> None:
    with database.read_unit():
        assert together([io_guard.unit_is_open]) == [False]


def test_who_waits_is_woken_by_what_is_kept_only(database: Database) -> None:
    seen = database.wake_ups.seen(feed.WAKE)
    with pytest.raises(ZeroDivisionError):
        fail(database)
    assert database.wake_ups.seen(feed.WAKE) == seen
    with database.unit_of_work(ANNA) as tx:
        announce(tx, "noted")
        assert database.wake_ups.seen(feed.WAKE) == seen
    assert database.wake_ups.seen(feed.WAKE) == seen + 1


def test_a_handler_that_fails_undoes_the_whole_use_case(opened: OpenDatabase, database_url: str) -> None:
    events = EventBus()
    database = opened(database_url, events=events)

    def refuse(tx: Unit, event: str) -> None:
        announce(tx, event)
        raise Conflict("not_today")

    def sell(tx: Unit) -> None:
        announce(tx, "before")
        tx.publish("SaleCompleted")

    events.subscribe(str, refuse)
    with pytest.raises(Conflict, match="not_today"):
        database.transact(ANNA, sell)
    assert rows(database) == 0


def test_what_a_unit_changes_is_never_read_from_memory(database: Database) -> None:
    with database.read_unit() as tx:
        assert tx.cached("answer", lambda _: "old") == "old"

    def change_and_fail(tx: Unit) -> None:
        assert tx.cached("answer", lambda _: "new") == "old"
        tx.outdate("answer")
        assert tx.cached("answer", lambda _: "new") == "new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.transact(ANNA, change_and_fail)
    with database.read_unit() as tx:
        assert tx.cached("answer", lambda _: "newer") == "old"
    with database.unit_of_work(ANNA) as writing:
        writing.outdate("answer")
    with database.read_unit() as tx:
        assert tx.cached("answer", lambda _: "newer") == "newer"


def test_a_reader_that_began_before_a_change_does_not_bring_the_old_back(database: Database) -> None:
    def change(tx: Unit) -> None:
        announce(tx, "noted")
        tx.outdate("count")

    with database.read_unit() as tx:
        assert count(tx) == 0
        together([lambda: database.transact(ANNA, change)])
        assert tx.cached("count", count) == 0
    with database.read_unit() as tx:
        assert tx.cached("count", count) == 1


def test_what_memory_holds_is_read_again_once_another_program_wrote(
    opened: OpenDatabase, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, elsewhere = opened(database_url), opened(database_url)
    monkeypatch.setattr(cache, "FRESH_SECONDS", 0.0)  # whatever is in memory was read long ago
    read: list[int] = []

    def known(database: Database) -> int:
        def load(tx: ReadUnit) -> int:
            read.append(count(tx))
            return read[-1]

        with database.unit_of_work(ANNA) as tx:
            return tx.cached("count", load)

    assert [known(here), known(here)] == [0, 0]
    assert len(read) == (1 if here.is_sqlite else 2)
    with elsewhere.unit_of_work(ANNA) as tx:
        announce(tx, "noted")
    assert known(here) == 1
    monkeypatch.setattr(cache, "LONGEST_SECONDS", 0.0)
    read.clear()
    assert (known(here), len(read)) == (1, 1)


def test_counters_lose_nothing_however_many_count(database: Database) -> None:
    def take_many() -> None:
        for _ in range(25):
            database.transact(ANNA, lambda tx: next_number(tx, 1, "sale"))

    assert together([take_many] * 4) == [None] * 4
    assert database.transact(ANNA, lambda tx: next_number(tx, 1, "sale")) == 101


def test_a_deadlock_is_solved_by_trying_again(opened: OpenDatabase, postgresql_url: str) -> None:
    database = opened(postgresql_url)
    for kind in ("a", "b"):
        database.transact(ANNA, lambda tx, kind=kind: next_number(tx, 1, kind))  # type: ignore[misc]  # bound now
    both_hold_one = threading.Barrier(2)
    tries: list[str] = []

    def take(first: str, second: str) -> tuple[int, int]:
        def use_case(tx: Unit) -> tuple[int, int]:
            tries.append(first)
            one = next_number(tx, 1, first)
            if len(tries) <= 2:
                both_hold_one.wait(PATIENCE_S)
            return one, next_number(tx, 1, second)

        return database.transact(ANNA, use_case)

    taken = together([lambda: take("a", "b"), lambda: take("b", "a")])
    assert sorted(map(str, taken)) == ["(2, 2)", "(3, 3)"]
    assert len(tries) == 3


def test_two_that_write_the_same_first_row_both_succeed(opened: OpenDatabase, postgresql_url: str) -> None:
    """Whoever is second finds the key taken, begins anew and goes on from the row that is there now."""
    database = opened(postgresql_url)
    both_looked = threading.Barrier(2)
    tries: list[int] = []

    def use_case(tx: Unit) -> int:
        tries.append(1)
        tx.execute(select(NumberSeries.last)).all()
        if len(tries) <= 2:
            both_looked.wait(PATIENCE_S)
        return next_number(tx, 1, "sale")

    assert sorted(map(str, together([lambda: database.transact(ANNA, use_case)] * 2))) == ["1", "2"]


def test_an_error_of_the_use_case_is_not_tried_again(database: Database) -> None:
    tries: list[int] = []

    def use_case(tx: Unit) -> None:
        tries.append(1)
        raise Conflict("not_today")

    with pytest.raises(Conflict, match="not_today"):
        database.transact(ANNA, use_case)
    assert tries == [1]


def test_a_disk_that_is_full_is_said_plainly_and_nothing_is_half_done(opened: OpenDatabase, sqlite_url: str) -> None:
    database = opened(sqlite_url)
    database.transact(ANNA, lambda tx: announce(tx, "before"))

    def fill_the_disk(tx: Unit) -> None:
        pages = tx.execute(text("PRAGMA page_count")).scalar_one()
        tx.execute(text(f"PRAGMA max_page_count = {pages + 1}"))
        for _ in range(100):
            announce(tx, "noted", {"text": "x" * 10_000})

    with pytest.raises(ShopError) as full:
        database.transact(ANNA, fill_the_disk)
    assert full.value.code == "disk_full"
    assert rows(database) == 1


def test_data_that_cannot_be_written_is_said_plainly(opened: OpenDatabase, sqlite_url: str) -> None:
    database = opened(sqlite_url)

    def write_to_what_cannot_be_written(tx: Unit) -> None:
        tx.execute(text("PRAGMA query_only = ON"))
        announce(tx, "noted")

    with pytest.raises(ShopError) as refused:
        database.transact(ANNA, write_to_what_cannot_be_written)
    assert refused.value.code == "data_not_writable"


def test_another_program_that_holds_the_file_is_said_plainly(
    opened: OpenDatabase, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.db.engine.BUSY_TIMEOUT_MS", 1)
    holder, database = opened(sqlite_url), Database(sqlite_url)

    def write() -> None:
        with database.unit_of_work(ANNA) as tx:
            announce(tx, "noted")

    with holder.unit_of_work(ANNA) as tx:
        announce(tx, "held")
        (busy,) = together([write])
        assert isinstance(busy, Conflict)
        assert busy.code == "database_busy"
    write()
    assert rows(database) == 2


def test_a_database_that_is_away_is_said_plainly(opened: OpenDatabase, postgresql_url: str) -> None:
    gone = opened(postgresql_url.replace("regulars_", "nowhere_"))
    with pytest.raises(Conflict) as away, gone.unit_of_work(ANNA):
        pass
    assert away.value.code == "database_away"


def test_a_database_that_goes_away_in_the_middle_is_said_plainly_and_comes_back(
    postgresql_url: str, opened: OpenDatabase, postgres_server: PostgresServer
) -> None:
    database, axe = opened(postgresql_url), postgres_server

    def lose_the_server(tx: Unit) -> None:
        announce(tx, "noted")
        process = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with axe.connect() as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", [process])
        announce(tx, "noted again")

    with pytest.raises(Conflict) as away:
        database.transact(ANNA, lose_the_server)
    assert away.value.code == "database_away"
    database.transact(ANNA, lambda tx: announce(tx, "back"))
    assert rows(database) == 1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("half of a sign \ud800", "text_unprintable"),
        ("nothing \x00", "text_unprintable"),
        (2**63, "number_too_large"),
        (10**30, "number_too_large"),
    ],
)
def test_what_no_column_holds_is_said_plainly(database: Database, value: Any, code: str) -> None:
    """Whatever a page forgot to look at: no incident, and nothing half done."""

    def write(tx: Unit) -> None:
        announce(tx, "before")
        if isinstance(value, int):
            tx.execute(insert(NumberSeries), {"till_id": 1, "kind": "sale", "last": value})
        else:
            tx.execute(insert(NumberSeries), {"till_id": 1, "kind": value, "last": 1})
            if database.is_sqlite and "\x00" in value:
                raise BadInput("text_unprintable")  # SQLite keeps it

    def ask() -> None:
        column = NumberSeries.last if isinstance(value, int) else NumberSeries.kind
        with database.read_unit() as tx:
            tx.execute(select(NumberSeries.till_id).where(column == value)).all()

    with pytest.raises(BadInput) as refused:
        database.transact(ANNA, write)
    assert refused.value.code == code
    assert rows(database) == 0
    if not (database.is_sqlite and "\x00" in str(value)):
        with pytest.raises(BadInput, match=code):
            ask()


@pytest.mark.parametrize("url", ["mysql://somewhere/db", "sqlite", "", "://"])
def test_only_two_database_products_are_known(url: str) -> None:
    with pytest.raises(ConfigError, match="bad_database_url"):
        Database(url)


def test_a_walk_through_the_books_keeps_few_pages_and_then_as_many_as_before(
    opened: OpenDatabase, sqlite_url: str
) -> None:
    def pages_kib(tx: ReadUnit) -> int:
        kept: int = tx.connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
        return -kept

    with opened(sqlite_url).read_unit() as tx:
        before = pages_kib(tx)
        with few_pages_kept(tx):
            assert pages_kib(tx) < before / 10
        assert pages_kib(tx) == before
