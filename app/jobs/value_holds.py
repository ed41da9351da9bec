"""The job that lets go points and gift cards which were held too long for a card payment."""

from typing import Final

from app.core.actor import program
from app.core.db.unit import Database
from pos.payments import value_holds

_ACTOR: Final = program("job:free_old_value")


def free_old_value(database: Database) -> None:
    """Lets go what was held for a payment that nobody came back to."""
    with database.read_unit() as tx:
        if not value_holds.has_old_value(tx):
            return
    database.transact(_ACTOR, value_holds.free_old_value)
