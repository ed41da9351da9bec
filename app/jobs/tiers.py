"""The job that looks whether customers' purchases still hold their tiers, where tiers may go down."""

from functools import partial
from typing import Final

from app.core import journal
from app.core.actor import program
from app.core.db.unit import Database, Unit
from loyalty.program.store import program_of
from loyalty.tiers.standing import customers_with_tier
from pos.sale.standing import look_at_standing

AT_ONCE: Final = 50
"""Customers in one unit: a till never waits long for its turn."""
_ACTOR: Final = program("job:look_at_tiers")


def look_at_tiers(database: Database) -> None:
    """Warns whose tier would go down, and lowers those whose day has come."""
    last_id = 0
    while True:
        with database.read_unit() as tx:
            rules = program_of(tx)
            customers = customers_with_tier(tx, last_id, AT_ONCE) if rules.enabled and rules.tiers_fall else []
        if not customers:
            return
        database.transact(_ACTOR, partial(_look, customer_ids=customers))
        last_id = customers[-1]


def _look(tx: Unit, customer_ids: list[int]) -> None:
    done = [look_at_standing(tx, customer_id) for customer_id in customer_ids]
    body = {"warned": done.count("warned"), "lowered": done.count("down")}
    if any(body.values()):
        journal.record(tx, "tiers.looked_at", subject="loyalty", body=body)
