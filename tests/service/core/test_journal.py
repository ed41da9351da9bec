"""The journal: every row carries the one before it, so that an edit or a gap shows."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.db.unit import Database, Unit
from app.core.errors import Conflict
from app.core.journal import (
    GENESIS,
    SERVER_CHAIN,
    JournalDetail,
    JournalEntry,
    JournalHead,
    canonical,
    heads,
    record,
    till_chain,
    verify,
)
from app.core.journal_clock import clock_is_behind
from tests.factories.tampering import tamper

ANNA = Actor("Anna")
TILL = till_chain(1)


def act(database: Database, kind: str = "cart.dropped", **given_values: Any) -> None:
    database.transact(ANNA, lambda tx: record(tx, kind, **given_values))


def faults(database: Database) -> list[tuple[str, int, str]]:
    with database.read_unit() as tx:
        return [(fault.chain, fault.seq, fault.fault) for fault in verify(tx)[1]]


@pytest.fixture
def journal(database: Database, clock: SetClock) -> Database:
    """Two chains of five rows, every second one with personal detail."""
    for number in range(10):
        clock.advance(timedelta(seconds=1))
        act(
            database,
            chain=(SERVER_CHAIN, TILL)[number % 2],
            subject=f"cart:{number}",
            body={"number": number},
            detail={"customer": f"Иван {number}"} if number % 4 < 2 else None,
        )
    with database.read_unit() as tx:
        assert verify(tx) == (10, [])
    return database


def test_a_row_says_who_what_when_and_why(database: Database, clock: SetClock) -> None:
    helped = ANNA.lent("till.drop_cart", "Boris")
    with database.unit_of_work(helped) as tx:
        record(tx, "cart.dropped", chain=TILL, subject="cart:7", body={"reason": "ушёл", "gross": 1990})
    with database.read_unit() as reading:
        row = reading.execute(select(JournalEntry)).one()
    assert (row.chain, row.seq, row.at, row.actor, row.supervisor) == (TILL, 1, clock.now(), "Anna", "Boris")
    assert (row.kind, row.subject) == ("cart.dropped", "cart:7")
    assert json.loads(row.body) == {"reason": "ушёл", "gross": 1990}
    assert (row.previous_hash, row.detail_digest) == (GENESIS, None)


def test_each_chain_counts_and_hashes_for_itself(journal: Database) -> None:
    with journal.read_unit() as tx:
        for chain in (SERVER_CHAIN, TILL):
            rows = tx.execute(
                select(JournalEntry.seq, JournalEntry.previous_hash, JournalEntry.hash)
                .where(JournalEntry.chain == chain)
                .order_by(JournalEntry.seq)
            ).all()
            assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
            assert [row.previous_hash for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
            assert heads(tx)[chain] == f"5:{rows[-1].hash}"


def test_what_was_undone_left_no_row_and_no_gap(journal: Database) -> None:
    def record_and_fail(tx: Unit) -> None:
        record(tx, "cart.dropped", chain=TILL)
        raise Conflict("not_today")

    with pytest.raises(Conflict):
        journal.transact(ANNA, record_and_fail)
    act(journal, chain=TILL)
    with journal.read_unit() as tx:
        assert verify(tx) == (11, [])


def test_nobody_edits_a_row_by_mistake(journal: Database) -> None:
    for statement in (
        update(JournalEntry).values(actor="Eve"),
        delete(JournalEntry),
        update(JournalDetail).values(detail="{}"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), journal.unit_of_work(ANNA) as tx:
            tx.execute(statement)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "Eve"),
        ("supervisor", "Boris"),
        ("kind", "cart.kept"),
        ("subject", "cart:99"),
        ("body", '{"number":99}'),
        ("detail_digest", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_an_edited_row_is_found(journal: Database, column: str, value: str) -> None:
    tamper(
        journal, update(JournalEntry).where(JournalEntry.chain == TILL, JournalEntry.seq == 3).values({column: value})
    )
    assert (TILL, 3, "edited") in faults(journal)
    assert {chain for chain, _, _ in faults(journal)} == {TILL}


def test_a_row_moved_in_time_is_found(journal: Database, clock: SetClock) -> None:
    moved = update(JournalEntry).where(JournalEntry.chain == TILL, JournalEntry.seq == 3)
    tamper(journal, moved.values(at=clock.now() - timedelta(hours=1)))
    assert faults(journal) == [(TILL, 3, "edited")]


def test_a_removed_row_is_found(journal: Database) -> None:
    row = select(JournalEntry.id).where(JournalEntry.chain == TILL, JournalEntry.seq == 3)
    tamper(
        journal,
        delete(JournalDetail).where(JournalDetail.entry_id == row.scalar_subquery()),
        delete(JournalEntry).where(JournalEntry.chain == TILL, JournalEntry.seq == 3),
    )
    assert faults(journal) == [(TILL, 3, "missing")]


@pytest.mark.parametrize("lost", [1, 4])
def test_rows_cut_off_at_the_end_are_found(journal: Database, lost: int) -> None:
    rows = select(JournalEntry.id).where(JournalEntry.chain == TILL, JournalEntry.seq > 5 - lost)
    tamper(
        journal,
        delete(JournalDetail).where(JournalDetail.entry_id.in_(rows)),
        delete(JournalEntry).where(JournalEntry.chain == TILL, JournalEntry.seq > 5 - lost),
    )
    assert faults(journal) == [(TILL, 6 - lost, "cut_off")]


def test_a_chain_that_is_gone_is_found_by_its_head(journal: Database) -> None:
    rows = select(JournalEntry.id).where(JournalEntry.chain == TILL)
    tamper(
        journal,
        delete(JournalDetail).where(JournalDetail.entry_id.in_(rows)),
        delete(JournalEntry).where(JournalEntry.chain == TILL),
    )
    assert faults(journal) == [(TILL, 1, "cut_off")]


def test_a_head_that_is_gone_is_found_by_its_chain(journal: Database) -> None:
    tamper(journal, delete(JournalHead).where(JournalHead.chain == TILL))
    assert faults(journal) == [(TILL, 6, "cut_off")]


def test_a_row_put_in_between_is_found(journal: Database, clock: SetClock) -> None:
    row = {
        "chain": TILL,
        "seq": 6,
        "at": clock.now(),
        "actor": "Eve",
        "kind": "cart.kept",
        "body": "{}",
        "previous_hash": "1" * 64,
        "hash": "2" * 64,
    }
    tamper(journal, insert(JournalEntry).values(row))
    assert (TILL, 6, "edited") in faults(journal)


def test_a_tail_written_anew_with_its_head_is_betrayed_by_the_heads_of_a_z_report(journal: Database) -> None:
    """The chain is whole again, so that only what left the machine can tell."""
    with journal.read_unit() as tx:
        printed = heads(tx)
        fourth = tx.execute(
            select(JournalEntry.hash).where(JournalEntry.chain == TILL, JournalEntry.seq == 4)
        ).scalar_one()
    tamper(
        journal,
        delete(JournalDetail),
        delete(JournalEntry).where(JournalEntry.chain == TILL, JournalEntry.seq == 5),
        update(JournalHead).where(JournalHead.chain == TILL).values(seq=4, hash=fourth),
    )
    act(journal, "cart.kept", chain=TILL)
    assert faults(journal) == []
    with journal.read_unit() as tx:
        assert heads(tx)[TILL] != printed[TILL]
        assert heads(tx)[SERVER_CHAIN] == printed[SERVER_CHAIN]


def test_personal_detail_is_kept_apart_and_may_be_erased(journal: Database) -> None:
    with journal.read_unit() as tx:
        assert "Иван" not in str(tx.execute(select(JournalEntry)).all())
        assert tx.execute(select(JournalDetail)).all()
    with journal.unit_of_work(ANNA) as writing:
        writing.execute(delete(JournalDetail))
    with journal.read_unit() as tx:
        assert verify(tx) == (10, [])


def test_edited_detail_is_found(journal: Database) -> None:
    tamper(journal, update(JournalDetail).values(detail='{"customer":"Пётр"}'))
    found = faults(journal)
    assert len(found) == 6
    assert {fault for _, _, fault in found} == {"detail_edited"}


def test_detail_given_to_a_row_that_had_none_is_found(journal: Database) -> None:
    with journal.unit_of_work(ANNA) as tx:
        bare = tx.execute(select(JournalEntry.id).where(JournalEntry.detail_digest.is_(None))).scalars().first()
        tx.execute(insert(JournalDetail), {"entry_id": bare, "salt": "0" * 32, "detail": "{}"})
    assert [fault for _, _, fault in faults(journal)] == ["detail_edited"]


def test_two_details_alike_have_different_digests(database: Database) -> None:
    for _ in range(2):
        act(database, detail={"customer": "Иван"})
    with database.read_unit() as tx:
        digests = set(tx.execute(select(JournalEntry.detail_digest)).scalars())
    assert len(digests) == 2


TEXTS = st.text(max_size=30)
BODIES = st.dictionaries(
    TEXTS, st.one_of(TEXTS, st.integers(), st.booleans(), st.none(), st.lists(st.integers())), max_size=4
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(BODIES, BODIES), min_size=1, max_size=4))
def test_whatever_is_said_the_chain_holds(
    database: Database, acts: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    with database.unit_of_work(ANNA) as tx:
        for body, detail in acts:
            record(tx, "tried", chain=TILL, body=body, detail=detail)
    assert faults(database) == []


def test_one_value_has_one_text() -> None:
    assert canonical({"b": 1, "a": "ё", "c": [1, None]}) == '{"a":"ё","b":1,"c":[1,null]}'
    assert canonical({"a": "ё", "c": [1, None], "b": 1}) == canonical({"b": 1, "a": "ё", "c": [1, None]})


def test_time_never_runs_backwards_in_a_chain(journal: Database, clock: SetClock) -> None:
    last = clock.now()
    clock.advance(timedelta(days=-3))
    act(journal, chain=TILL, body={"number": 10})
    clock.advance(timedelta(days=3, seconds=-1))
    act(journal, chain=TILL, body={"number": 11})
    clock.advance(timedelta(seconds=2))
    act(journal, chain=TILL, body={"number": 12})
    with journal.read_unit() as tx:
        rows = tx.execute(
            select(JournalEntry.at, JournalEntry.body).where(JournalEntry.chain == TILL).order_by(JournalEntry.seq)
        ).all()[-3:]
        assert verify(tx) == (13, [])
    assert [at for at, _ in rows] == [last, last, clock.now()]
    said = [json.loads(body).get("clock_said") for _, body in rows]
    assert said == [(last - timedelta(days=3)).isoformat(), None, None]


def test_a_clock_is_behind_by_more_than_a_small_correction(journal: Database, clock: SetClock) -> None:
    def is_behind() -> bool:
        with journal.read_unit() as tx:
            return clock_is_behind(tx)

    clock.advance(timedelta(minutes=-2))
    assert not is_behind()
    clock.advance(timedelta(seconds=-1))
    assert is_behind()
    clock.advance(timedelta(seconds=1))
    assert not is_behind()
