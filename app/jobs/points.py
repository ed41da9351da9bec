"""The job that takes points away when they have run out."""

from functools import partial
from typing import Final

from app.core.actor import program
from app.core.db.unit import Database
from loyalty.points.expiry import customers_with_points_over, take_points_over

AT_ONCE: Final = 100
"""Customers in one unit: a till never waits long for its turn."""
_ACTOR: Final = program("job:let_points_run_out")


def let_points_run_out(database: Database) -> None:
    """Takes away everything that has run out by today."""
    while True:
        with database.read_unit() as tx:
            customers = customers_with_points_over(tx, AT_ONCE)
        if not customers:
            return
        database.transact(_ACTOR, partial(take_points_over, customer_ids=customers))
