"""Slows down guessing: after some failures each further one costs a longer wait, per account and per address."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from math import ceil
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.auth.models import LoginThrottle
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(hours=24)
"""Failures older than this count no more."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What failures are counted for, and how many of them cost nothing."""

    key: str
    free: int


def for_account(kind: str, who: str) -> Counter:
    """Failures of one account with one kind of secret; ``who`` need not exist, so that nobody learns who does."""
    return Counter(f"{kind}:{sha256(who.encode()).hexdigest()[:40]}", free=4)


def for_address(address: str) -> Counter:
    """Failures from one machine: whoever tries many names."""
    return Counter(f"address:{address[:80]}", free=19)


def wait_after(failures: int, free: int) -> timedelta:
    """How long no try is heard after so many failures: 30 s, then doubling, 15 minutes at most."""
    if failures <= free:
        return timedelta(0)
    doublings = min(failures - free - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def refuse_locked(tx: ReadUnit, *counters: Counter) -> None:
    """Raises Conflict ``login_locked`` with the ``seconds`` left where one of the counters is locked."""
    until = tx.execute(
        select(LoginThrottle.locked_until).where(
            LoginThrottle.key.in_([counter.key for counter in counters]), LoginThrottle.locked_until > tx.now
        )
    ).scalars()
    longest = max((instant for instant in until if instant is not None), default=None)
    if longest is not None:
        raise Conflict("login_locked", seconds=_seconds(longest - tx.now))


def count_try(tx: Unit, *counters: Counter) -> int:
    """Counts a try as a failure before its secret is checked, so that tries at the same moment cannot slip past.

    Answers for how many seconds no other try is heard should this one fail. Raises what refuse_locked raises.
    """
    tx.execute(delete(LoginThrottle).where(LoginThrottle.last_failed_at < tx.now - FORGOTTEN_AFTER))
    keys = sorted(counter.key for counter in counters)
    tx.lock(select(LoginThrottle.key).where(LoginThrottle.key.in_(keys)).order_by(LoginThrottle.key))
    refuse_locked(tx, *counters)
    waits = [_count(tx, counter) for counter in sorted(counters, key=lambda counter: counter.key)]
    return max(_seconds(wait) for wait in waits)


def forget(tx: Unit, *counters: Counter) -> None:
    """A success: the failures before it count no more."""
    tx.execute(delete(LoginThrottle).where(LoginThrottle.key.in_([counter.key for counter in counters])))


def _count(tx: Unit, counter: Counter) -> timedelta:
    row = LoginThrottle.key == counter.key
    counted = update(LoginThrottle).where(row).values(failures=LoginThrottle.failures + 1, last_failed_at=tx.now)
    if tx.execute(counted).rowcount == 0:
        try:
            with tx.savepoint():
                tx.execute(insert(LoginThrottle), {"key": counter.key, "failures": 1, "last_failed_at": tx.now})
        except IntegrityError:
            # Another machine's first failure came between; it is counted beside ours.
            tx.execute(counted)
    failures = tx.execute(select(LoginThrottle.failures).where(row)).scalar_one()
    wait = wait_after(failures, counter.free)
    if wait:
        tx.execute(update(LoginThrottle).where(row).values(locked_until=tx.now + wait))
    return wait


def _seconds(wait: timedelta) -> int:
    return ceil(wait.total_seconds())
