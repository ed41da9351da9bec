"""The dispatcher: each lane in its thread, claimed, acted on and settled, whatever breaks in between."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.core import io_guard, outbox, outbox_view
from app.core.actor import program
from app.core.clock import SetClock
from app.core.db.unit import Database, Unit
from app.core.errors import BadInput, Conflict, NotFound, ShopError
from app.core.outbox import LaneHandler, Message, Outcome
from app.core.outbox_tables import OutboxMessage
from app.core.outbox_view import LaneStatus
from app.core.registry import Registry
from app.jobs.dispatcher import Dispatcher
from tests.factories.together import PATIENCE_S, until

JOB = program("test")
LANE = "printer:till-1"
DONE = Outcome("done")
Act = Callable[[Message], Outcome]


class Hands:
    """A handler that does what a test says: ``acting``, ``resolving`` and ``settling`` are asked in turn."""

    def __init__(self) -> None:
        self.acting: Act = lambda _message: DONE
        self.resolving: Act = lambda _message: Outcome("in_doubt", "may_have_printed")
        self.settling: Callable[[Message], None] = lambda _message: None
        self.acted: list[str] = []
        self.settled: list[tuple[str, str]] = []

    def act(self, message: Message) -> Outcome:
        self.acted.append(message.payload["document"])
        return self.acting(message)

    def resolve(self, message: Message) -> Outcome:
        return self.resolving(message)

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        self.settling(message)
        self.settled.append((message.payload["document"], outcome.state))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The safety net looks often, so that nobody waits for it."""
    monkeypatch.setattr("app.jobs.dispatcher.POLL_SECONDS", 0.02)


@pytest.fixture
def hands() -> Hands:
    """What the lane does."""
    return Hands()


@pytest.fixture
def dispatcher(database: Database, hands: Hands) -> Iterator[Dispatcher]:
    """A dispatcher that has not begun; it is stopped at the end."""
    registry: Registry[LaneHandler] = Registry("outbox message")
    registry.add("print", hands)
    made = Dispatcher(database, registry)
    yield made
    made.stop()


def put(database: Database, document: str, lane: str = LANE, kind: str = "print", **how: Any) -> None:
    database.transact(JOB, lambda tx: outbox.enqueue(tx, lane, kind, {"document": document}, dedup_key=document, **how))


def state_of(database: Database, document: str) -> str:
    with database.read_unit() as tx:
        state: str = tx.execute(select(OutboxMessage.state).where(OutboxMessage.dedup_key == document)).scalar_one()
        return state


def reaches(database: Database, **states: str) -> None:
    until(lambda: {name: state_of(database, name) for name in states} == states)


def status(database: Database) -> LaneStatus:
    with database.read_unit() as tx:
        return outbox_view.lane_status(tx, LANE)


def test_messages_are_brought_about_in_order(database: Database, hands: Hands, dispatcher: Dispatcher) -> None:
    put(database, "a")
    dispatcher.start()
    put(database, "b")
    put(database, "c")
    reaches(database, a="done", b="done", c="done")
    assert hands.acted == ["a", "b", "c"]
    assert hands.settled == [("a", "done"), ("b", "done"), ("c", "done")]


def test_no_unit_is_open_while_it_acts(database: Database, hands: Hands, dispatcher: Dispatcher) -> None:
    seen: list[bool] = []

    def act(_message: Message) -> Outcome:
        seen.append(io_guard.unit_is_open())
        return DONE

    hands.acting = act
    put(database, "a")
    dispatcher.start()
    reaches(database, a="done")
    assert seen == [False]


def test_a_lane_that_hangs_keeps_no_other_waiting(database: Database, hands: Hands, dispatcher: Dispatcher) -> None:
    let_go = threading.Event()

    def act(message: Message) -> Outcome:
        if message.lane == LANE:
            let_go.wait(PATIENCE_S)
        return DONE

    hands.acting = act
    put(database, "stuck")
    put(database, "free", "printer:till-2")
    dispatcher.start()
    reaches(database, free="done", stuck="sending")
    let_go.set()
    reaches(database, stuck="done")


def test_what_did_not_happen_is_tried_until_it_does(
    database: Database, clock: SetClock, hands: Hands, dispatcher: Dispatcher
) -> None:
    broken = {"paper": "out"}
    hands.acting = lambda _message: Outcome("retry", "paper_out") if broken else DONE
    put(database, "a")
    put(database, "b")
    dispatcher.start()
    until(lambda: status(database).error_code == "paper_out")
    tried = len(hands.acted)

    def another_try() -> bool:
        clock.advance(timedelta(seconds=1))
        database.wake_ups.notify(outbox.WAKE)
        return len(hands.acted) > tried

    until(another_try)
    assert set(hands.acted) == {"a"}, "b waits for a"
    broken.clear()

    def all_done() -> bool:
        clock.advance(timedelta(seconds=1))
        database.wake_ups.notify(outbox.WAKE)
        return state_of(database, "b") == "done"

    until(all_done)
    assert status(database).error_code is None


def test_pauses_between_tries_grow(database: Database, clock: SetClock, hands: Hands, dispatcher: Dispatcher) -> None:
    hands.acting = lambda _message: Outcome("retry", "paper_out")
    put(database, "a")
    dispatcher.start()
    pauses: list[float] = []

    def pause_after(tries: int) -> timedelta | None:
        with database.read_unit() as tx:
            row = tx.execute(select(OutboxMessage.attempts, OutboxMessage.state, OutboxMessage.not_before)).one()
        not_before: datetime | None = row.not_before
        if (row.attempts, row.state) != (tries, "ready") or not_before is None or not_before <= clock.now():
            return None
        return not_before - clock.now()

    for tries in range(1, 7):
        until(lambda tries=tries: pause_after(tries) is not None)  # type: ignore[misc]  # bound now
        pause = pause_after(tries) or timedelta()
        pauses.append(pause.total_seconds())
        clock.advance(pause)
        database.wake_ups.notify(outbox.WAKE)
    assert pauses == [1, 1, 2, 3, 5, 5]


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (NotFound("no_printer"), "failed", "no_printer"),
        (BadInput("address_form", "address"), "failed", "address_form"),
        (ShopError("document_unreadable", why="x"), "failed", "document_unreadable"),
        (ZeroDivisionError(), "in_doubt", "unexpected"),
        (KeyError("payload"), "in_doubt", "unexpected"),
    ],
)
def test_what_a_handler_throws_never_ends_the_lane(
    database: Database, hands: Hands, dispatcher: Dispatcher, error: Exception, state: str, code: str
) -> None:
    def act(message: Message) -> Outcome:
        if message.payload["document"] == "a":
            raise error
        return DONE

    hands.acting = act
    put(database, "a")
    put(database, "b")
    dispatcher.start()
    reaches(database, a=state, b="done")
    with database.read_unit() as tx:
        kept = tx.execute(select(OutboxMessage.error_code).where(OutboxMessage.dedup_key == "a")).scalar_one()
    assert kept == code
    assert hands.settled[0] == ("a", state)


@pytest.mark.parametrize("code", ["database_away", "database_busy"])
def test_a_database_that_is_away_before_anything_happened_costs_a_try_and_no_paper(
    database: Database, clock: SetClock, hands: Hands, dispatcher: Dispatcher, code: str
) -> None:
    def act(message: Message) -> Outcome:
        if message.attempts == 1:
            raise Conflict(code)
        return DONE

    hands.acting = act
    put(database, "a")
    dispatcher.start()

    def done() -> bool:
        clock.advance(timedelta(seconds=1))
        database.wake_ups.notify(outbox.WAKE)
        return state_of(database, "a") == "done"

    until(done)
    assert hands.acted == ["a", "a"]


@pytest.mark.parametrize("trouble", [ShopError("disk_full"), Conflict("database_away")])
def test_what_happened_is_settled_as_soon_as_the_database_takes_it(
    database: Database, hands: Hands, dispatcher: Dispatcher, trouble: ShopError
) -> None:
    """The paper came out and the disk is full: it must not be printed again, nor stay on its way for ever."""
    troubles = [trouble] * 3

    def settling(_message: Message) -> None:
        if troubles:
            raise troubles.pop()

    hands.settling = settling
    put(database, "a")
    put(database, "b")
    dispatcher.start()
    reaches(database, a="done", b="done")
    assert hands.acted == ["a", "b"]


def test_a_handler_that_cannot_settle_leaves_a_doubt_and_the_lane_goes_on(
    database: Database, hands: Hands, dispatcher: Dispatcher
) -> None:
    def settling(message: Message) -> None:
        if message.payload["document"] == "a":
            raise ZeroDivisionError

    hands.settling = settling
    put(database, "a")
    put(database, "b")
    dispatcher.start()
    reaches(database, a="in_doubt", b="done")
    assert hands.acted == ["a", "b"]


def test_a_kind_nobody_knows_fails_and_says_so(database: Database, hands: Hands, dispatcher: Dispatcher) -> None:
    put(database, "a", kind="telegram")
    put(database, "b")
    dispatcher.start()
    reaches(database, a="failed", b="done")
    assert hands.acted == ["b"]


def interrupted(database: Database, document: str) -> None:
    """A message that was on its way when the power went."""
    put(database, document)
    with database.unit_of_work(JOB) as tx:
        tx.execute(update(OutboxMessage).where(OutboxMessage.dedup_key == document).values(state="sending", attempts=1))


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Outcome("done"), "done"),
        (Outcome("in_doubt", "may_have_printed"), "in_doubt"),
        (Outcome("failed", "x"), "failed"),
    ],
)
def test_a_start_asks_after_what_was_on_its_way(
    database: Database, hands: Hands, dispatcher: Dispatcher, answer: Outcome, state: str
) -> None:
    interrupted(database, "a")
    put(database, "b")
    hands.resolving = lambda _message: answer
    dispatcher.start()
    reaches(database, a=state, b="done")
    assert hands.acted == ["b"], "what may have happened is not done again"
    assert hands.settled[0] == ("a", state)


def test_what_surely_did_not_happen_is_done_after_the_start(
    database: Database, hands: Hands, dispatcher: Dispatcher, clock: SetClock
) -> None:
    interrupted(database, "a")
    hands.resolving = lambda _message: Outcome("retry")
    dispatcher.start()
    clock.advance(timedelta(seconds=5))
    reaches(database, a="done")
    assert hands.acted == ["a"]


@pytest.mark.parametrize("breaks", ["resolving", "settling"])
def test_one_device_does_not_keep_the_server_from_starting(
    database: Database, hands: Hands, dispatcher: Dispatcher, breaks: str
) -> None:
    def fail(message: Message) -> Any:
        if message.payload["document"] == "a":
            raise ZeroDivisionError
        return Outcome("done")

    setattr(hands, breaks, fail)
    interrupted(database, "a")
    interrupted(database, "b")
    put(database, "c")
    dispatcher.start()
    reaches(database, a="in_doubt", c="done")
    assert state_of(database, "b") in {"done", "in_doubt"}


def test_a_stop_lets_the_message_in_hand_end_and_begins_no_other(
    database: Database, hands: Hands, dispatcher: Dispatcher
) -> None:
    begun, let_go = threading.Event(), threading.Event()

    def act(_message: Message) -> Outcome:
        begun.set()
        let_go.wait(PATIENCE_S)
        return DONE

    hands.acting = act
    put(database, "a")
    put(database, "b")
    dispatcher.start()
    assert begun.wait(PATIENCE_S)
    stopping = threading.Thread(target=dispatcher.stop)
    stopping.start()
    until(dispatcher._stopped.is_set)
    let_go.set()
    stopping.join(PATIENCE_S)
    assert not stopping.is_alive()
    assert (state_of(database, "a"), state_of(database, "b")) == ("done", "ready")
    assert hands.acted == ["a"]


def test_a_dispatcher_that_never_began_can_be_stopped(database: Database, dispatcher: Dispatcher) -> None:
    dispatcher.stop()
    put(database, "a")
    assert state_of(database, "a") == "ready"
