"""The writers' queue: first come, first served, and nobody waits for ever."""

import threading
from collections.abc import Callable

import pytest

from app.core.db.fair_lock import FairLock
from app.core.errors import Conflict

PATIENCE_S = 60


def waiting(lock: FairLock) -> int:
    with lock._state:
        return len(lock._waiting)


def until(condition: Callable[[], bool]) -> None:
    """Waits for what another thread is about to do, at most PATIENCE_S."""
    deadline = threading.Event()
    timer = threading.Timer(PATIENCE_S, deadline.set)
    timer.daemon = True
    timer.start()
    while not condition():
        assert not deadline.is_set(), "it never came"
    timer.cancel()


def test_threads_enter_in_the_order_they_came() -> None:
    lock, entered = FairLock(PATIENCE_S), list[int]()

    def enter(number: int) -> None:
        with lock:
            entered.append(number)

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(20)]
    with lock:
        for queued, thread in enumerate(threads, start=1):
            thread.start()
            until(lambda queued=queued: waiting(lock) == queued)  # type: ignore[misc]  # bound now
        assert entered == []
    for thread in threads:
        thread.join(PATIENCE_S)
    assert entered == list(range(20))


def test_only_one_is_inside_at_a_time() -> None:
    lock, inside, most = FairLock(PATIENCE_S), 0, 0
    start = threading.Barrier(8)

    def work() -> None:
        nonlocal inside, most
        start.wait(PATIENCE_S)
        for _ in range(300):
            with lock:
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert (inside, most) == (0, 1)


def test_who_waits_too_long_is_told_and_leaves_the_queue() -> None:
    lock = FairLock(timeout_seconds=0.01)
    told: list[str] = []

    def enter() -> None:
        try:
            with lock:
                told.append("entered")
        except Conflict as busy:
            told.append(busy.code)

    with lock:
        thread = threading.Thread(target=enter)
        thread.start()
        thread.join(PATIENCE_S)
        assert waiting(lock) == 0
    assert told == ["database_busy"]
    with lock:
        told.append("entered after all")
    assert told[-1] == "entered after all"


def test_an_error_inside_hands_the_turn_on() -> None:
    lock = FairLock(PATIENCE_S)
    with pytest.raises(ValueError, match="spilled"), lock:
        raise ValueError("spilled")
    with lock:
        assert waiting(lock) == 0
