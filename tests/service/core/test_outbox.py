"""The outbox: claimed in order, acted on outside, settled once."""

import json
from datetime import timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import feed, outbox, outbox_view
from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.db.unit import Database, Unit
from app.core.errors import Conflict, NotFound
from app.core.journal import JournalEntry
from app.core.outbox import Message, Outcome
from app.core.outbox_tables import OutboxMessage
from app.core.outbox_view import LaneStatus

ANNA = Actor("Anna")
LANE = "printer:till-1"
DONE = Outcome("done")


def put(database: Database, key: str, lane: str = LANE, **how: Any) -> None:
    database.transact(ANNA, lambda tx: outbox.enqueue(tx, lane, "print", {"document": key}, dedup_key=key, **how))


def claim(database: Database, lane: str = LANE) -> Message | None:
    return database.transact(ANNA, lambda tx: outbox.claim(tx, lane))


def claimed(database: Database, lane: str = LANE) -> Message:
    message = claim(database, lane)
    assert message is not None, "nothing to claim"
    return message


def settle(database: Database, message: Message, outcome: Outcome, retry_s: float = 0) -> None:
    pause = timedelta(seconds=retry_s)
    database.transact(ANNA, lambda tx: outbox.settle(tx, message, outcome, retry_after=pause))


def states(database: Database) -> dict[str, str]:
    with database.read_unit() as tx:
        return dict(tx.execute(select(OutboxMessage.dedup_key, OutboxMessage.state).order_by(OutboxMessage.id)).all())


def status(database: Database, lane: str = LANE) -> LaneStatus:
    with database.read_unit() as tx:
        return outbox_view.lane_status(tx, lane)


def test_messages_leave_in_the_order_they_came(database: Database) -> None:
    for key in ("a", "b", "c"):
        put(database, key)
    left = []
    while (message := claim(database)) is not None:
        left.append((message.payload["document"], message.attempts, message.kind, message.version))
        settle(database, message, DONE)
    assert left == [("a", 1, "print", 1), ("b", 1, "print", 1), ("c", 1, "print", 1)]
    assert set(states(database).values()) == {"done"}


def test_lanes_do_not_wait_for_each_other(database: Database) -> None:
    put(database, "a")
    put(database, "b", "sms")
    assert claimed(database).payload == {"document": "a"}
    assert claimed(database, "sms").payload == {"document": "b"}
    assert claim(database) is None


def test_a_message_is_claimed_once(database: Database) -> None:
    put(database, "a")
    assert claimed(database).payload == {"document": "a"}
    assert claim(database) is None
    assert states(database) == {"a": "sending"}


def test_an_urgent_one_overtakes(database: Database) -> None:
    put(database, "receipt")
    put(database, "drawer", urgent=True)
    assert claimed(database).payload == {"document": "drawer"}


def test_a_key_is_used_once_for_ever(database: Database) -> None:
    put(database, "a")
    settle(database, claimed(database), DONE)
    with pytest.raises(IntegrityError), database.unit_of_work(ANNA) as tx:
        outbox.enqueue(tx, LANE, "print", {}, dedup_key="a")
    with database.read_unit() as reading:
        assert outbox.known(reading, "a")
        assert not outbox.known(reading, "b")


def test_what_was_undone_was_never_queued(database: Database) -> None:
    def queue_and_fail(tx: Unit) -> None:
        outbox.enqueue(tx, LANE, "print", {}, dedup_key="a")
        raise Conflict("not_today")

    seen = database.wake_ups.seen(outbox.WAKE)
    with pytest.raises(Conflict):
        database.transact(ANNA, queue_and_fail)
    assert (states(database), database.wake_ups.seen(outbox.WAKE)) == ({}, seen)
    put(database, "a")
    assert database.wake_ups.seen(outbox.WAKE) == seen + 1


def test_what_did_not_happen_is_tried_again_after_its_pause(database: Database, clock: SetClock) -> None:
    put(database, "a")
    put(database, "b")
    settle(database, claimed(database), Outcome("retry", "paper_out"), retry_s=3)
    assert states(database) == {"a": "ready", "b": "ready"}
    assert claim(database) is None, "the next paper waits for the one before it"
    clock.advance(timedelta(seconds=3))
    again = claimed(database)
    assert (again.payload, again.attempts) == ({"document": "a"}, 2)


def test_a_drawer_is_not_kept_by_a_paper_that_waits(database: Database) -> None:
    put(database, "receipt")
    settle(database, claimed(database), Outcome("retry", "paper_out"), retry_s=60)
    put(database, "drawer", urgent=True)
    assert claimed(database).payload == {"document": "drawer"}


def test_what_a_clock_that_was_ahead_put_off_goes_out_when_it_is_right(database: Database, clock: SetClock) -> None:
    put(database, "a")
    clock.advance(timedelta(days=365))
    settle(database, claimed(database), Outcome("retry", "paper_out"), retry_s=3)
    clock.advance(timedelta(days=-365))
    settle(database, claimed(database), Outcome("retry", "paper_out"), retry_s=3)
    assert claim(database) is None, "the pause is a pause again"
    clock.advance(timedelta(seconds=3))
    assert claim(database) is not None


def test_what_comes_too_late_is_dropped(database: Database, clock: SetClock) -> None:
    put(database, "drawer", urgent=True, expires_after=timedelta(seconds=10))
    put(database, "receipt")
    clock.advance(timedelta(seconds=10))
    assert claimed(database).payload == {"document": "receipt"}
    assert states(database) == {"drawer": "expired", "receipt": "sending"}


def test_what_is_just_in_time_is_not(database: Database, clock: SetClock) -> None:
    put(database, "drawer", urgent=True, expires_after=timedelta(seconds=10))
    clock.advance(timedelta(seconds=9, milliseconds=999))
    assert claimed(database).payload == {"document": "drawer"}


@pytest.mark.parametrize("end", ["in_doubt", "failed"])
def test_a_troubled_message_lets_the_next_go_on(database: Database, end: Literal["in_doubt", "failed"]) -> None:
    put(database, "a")
    put(database, "b")
    settle(database, claimed(database), Outcome(end, "may_have_printed"))
    assert claimed(database).payload == {"document": "b"}
    assert states(database) == {"a": end, "b": "sending"}


def test_a_result_is_kept_and_told(database: Database) -> None:
    put(database, "a")
    with database.read_unit() as tx:
        left_at = feed.present(tx)
    settle(database, claimed(database), Outcome("done", None, {"outcome": "confirmed", "words": "ё"}))
    with database.read_unit() as tx:
        result = tx.execute(select(OutboxMessage.result)).scalar_one()
        told = [json.loads(notice.payload) for _, notice in feed.read_on(tx, left_at, till_id=None)[1]]
    assert json.loads(result) == {"outcome": "confirmed", "words": "ё"}
    assert told == [{"lane": LANE, "state": "ok", "error": None}]


def test_the_light_of_a_lane(database: Database, clock: SetClock) -> None:
    assert status(database) == LaneStatus(LANE, "ok", None, 0, 0, None)
    began = clock.now()
    put(database, "a")
    clock.advance(timedelta(seconds=1))
    put(database, "b")
    assert status(database) == LaneStatus(LANE, "ok", None, 2, 0, began)
    settle(database, claimed(database), Outcome("retry", "paper_out"))
    assert status(database) == LaneStatus(LANE, "waiting", "paper_out", 2, 0, began)
    settle(database, claimed(database), Outcome("in_doubt", "may_have_printed"))
    assert status(database) == LaneStatus(LANE, "waiting", "may_have_printed", 1, 1, began)
    settle(database, claimed(database), DONE)
    assert status(database) == LaneStatus(LANE, "ok", None, 0, 1, began)


def test_what_has_expired_waits_no_more_on_the_light(database: Database, clock: SetClock) -> None:
    put(database, "drawer", urgent=True, expires_after=timedelta(seconds=10))
    assert status(database).waiting == 1
    settle(database, claimed(database), Outcome("retry", "device_unreachable"))
    clock.advance(timedelta(seconds=10))
    expired = status(database)
    assert (expired.waiting, expired.expired_at) == (0, clock.now())
    with database.read_unit() as tx:
        left_at = feed.present(tx)
    assert claim(database) is None
    with database.read_unit() as tx:
        assert len(feed.read_on(tx, left_at, till_id=None)[1]) == 1, "the tills look again"
    assert status(database).expired_at == clock.now()
    clock.advance(outbox_view.NEWS)
    assert status(database).expired_at is None


def test_a_paused_lane_keeps_everything(database: Database) -> None:
    put(database, "a")
    under_way = claimed(database)
    put(database, "b")
    for _twice in range(2):
        database.transact(ANNA, lambda tx: outbox.pause_lane(tx, LANE, "till:1", paused=True))
    database.transact(ANNA, lambda tx: outbox.settle(tx, under_way, Outcome("done")))
    with database.read_unit() as tx:
        assert outbox.lanes_with_work(tx) == []
    assert claim(database) is None
    assert status(database).state == "paused"
    database.transact(ANNA, lambda tx: outbox.pause_lane(tx, LANE, "till:1", paused=False))
    with database.read_unit() as tx:
        assert outbox.lanes_with_work(tx) == [LANE]
    assert claimed(database).payload == {"document": "b"}
    with database.read_unit() as tx:
        kept = tx.execute(select(JournalEntry.kind, JournalEntry.actor, JournalEntry.subject)).all()
    assert kept == [("outbox.paused", "Anna", "till:1"), ("outbox.resumed", "Anna", "till:1")]


def test_lanes_with_work_are_those_with_ready_messages(database: Database) -> None:
    put(database, "a")
    put(database, "b", "sms")
    claimed(database)
    with database.read_unit() as tx:
        assert outbox.lanes_with_work(tx) == ["sms"]


def test_what_was_being_sent_when_the_power_went_is_in_doubt(database: Database) -> None:
    for key in ("a", "b", "c"):
        put(database, key)
    settle(database, claimed(database), DONE)
    claimed(database)
    interrupted = database.transact(ANNA, outbox.mark_interrupted)
    assert [message.payload["document"] for message in interrupted] == ["b"]
    assert states(database) == {"a": "done", "b": "in_doubt", "c": "ready"}
    assert database.transact(ANNA, outbox.mark_interrupted) == []
    with database.read_unit() as tx:
        assert [message.payload["document"] for message in outbox.in_doubt(tx)] == ["b"]


@pytest.mark.parametrize(("verdict", "state"), [("happened", "done"), ("again", "ready"), ("skip", "skipped")])
@pytest.mark.parametrize("end", ["in_doubt", "failed"])
def test_a_person_decides_and_the_journal_says_so(
    database: Database,
    end: Literal["in_doubt", "failed"],
    verdict: Literal["happened", "again", "skip"],
    state: str,
) -> None:
    put(database, "a")
    message = claimed(database)
    settle(database, message, Outcome(end, "may_have_printed"))
    database.transact(ANNA, lambda tx: outbox.decide(tx, message.id, verdict, reason="looked"))
    assert states(database) == {"a": state}
    with database.read_unit() as tx:
        entry = tx.execute(select(JournalEntry)).one()
    assert (entry.kind, entry.actor, entry.subject) == (f"outbox.{verdict}", "Anna", f"outbox:{message.id}")
    assert json.loads(entry.body) == {"was": end, "reason": "looked"}
    assert (claim(database) is None) == (verdict != "again")


def test_a_paper_that_waits_may_be_given_up(database: Database) -> None:
    put(database, "a")
    message = claimed(database)
    settle(database, message, Outcome("retry", "paper_out"), retry_s=60)
    database.transact(ANNA, lambda tx: outbox.decide(tx, message.id, "skip"))
    assert states(database) == {"a": "skipped"}


def test_what_is_settled_or_on_its_way_is_not_open_to_decision(database: Database) -> None:
    put(database, "a")
    message = claimed(database)
    for _ in range(2):
        with pytest.raises(Conflict, match="message_settled"):
            database.transact(ANNA, lambda tx: outbox.decide(tx, message.id, "again"))
        settle(database, message, DONE)
    with pytest.raises(NotFound, match="no_message"):
        database.transact(ANNA, lambda tx: outbox.decide(tx, message.id + 1, "again"))


def test_a_message_is_found_by_its_id(database: Database) -> None:
    put(database, "a")
    message = claimed(database)
    with database.read_unit() as tx:
        assert outbox.message_of(tx, message.id) == message
        with pytest.raises(NotFound, match="no_message"):
            outbox.message_of(tx, message.id + 1)
