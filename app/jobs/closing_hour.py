"""The job that closes forgotten shifts at the closing hour."""

from functools import partial
from typing import Final

from app.core.actor import program
from app.core.db.unit import Database
from pos.shift.closing_hour import close_idle_shift, shifts_to_close

_ACTOR: Final = program("job:close_idle_shifts")


def close_idle_shifts(database: Database) -> None:
    """Closes every shift that is due, each in a unit of its own; one whose till is in use waits for the next look."""
    with database.read_unit() as tx:
        tills = shifts_to_close(tx)
    for till_id in tills:
        database.transact(_ACTOR, partial(close_idle_shift, till_id=till_id))
