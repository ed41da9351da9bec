"""Units of work of a request, opened for whoever sits at the browser.

A right that a supervisor lent comes with the request as ``X-Grant`` and holds for the first unit it opens; an act
that needs several names each grant, with commas between. Rights of an act are asked of ``tx.actor``, inside the unit.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final, TypeVar

from app.auth.lending import use_grant
from app.core.actor import Actor
from app.core.db.unit import ReadUnit, Unit
from app.web.shared.access import caller, current, current_or_none
from app.web.shared.context import context
from app.web.shared.here import the_request

T = TypeVar("T")

GRANT_HEADER: Final = "X-Grant"
MOST_GRANTS: Final = 4


def read() -> AbstractContextManager[ReadUnit]:
    """A unit that reads."""
    return context().database.read_unit()


@contextmanager
def write() -> Iterator[Unit]:
    """A unit that writes for the person or program of this request, with a right lent for this act."""
    with context().database.unit_of_work(_actor()) as tx:
        _take_grant(tx)
        yield tx


def transact(use_case: Callable[[Unit], T]) -> T:
    """Runs a use case in such a unit, and again where the database asks for it: for acts that may race."""

    def with_grant(tx: Unit) -> T:
        _take_grant(tx)
        return use_case(tx)

    return context().database.transact(_actor(), with_grant)


def _actor() -> Actor:
    user = current_or_none()
    return user.actor if user is not None else caller().actor


def _take_grant(tx: Unit) -> None:
    if current_or_none() is None:
        return
    for uid in the_request().headers.get(GRANT_HEADER, "").split(",")[:MOST_GRANTS]:
        if uid:
            use_grant(tx, uid, current().session.digest)
