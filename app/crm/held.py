"""Holding a customer for a change, against an erasure at the same time; and what the journal calls one."""

from typing import Final

from sqlalchemy import select

from app.core.db.unit import Unit
from app.core.errors import Conflict, NotFound
from app.crm.models import Customer

EDIT: Final = "customers.edit"
EXCHANGE: Final = "customers.exchange"
"""For the whole client book at once: into the shop and out of it."""


def subject_of(customer_id: int) -> str:
    """What the journal calls a customer."""
    return f"customer:{customer_id}"


def hold_customer(tx: Unit, customer_id: int) -> None:
    """Takes the customer's row for a change.

    Raises Forbidden ``right_needed``, NotFound ``no_customer_here``, Conflict ``customer_erased``, ``customer_merged``.
    """
    tx.actor.require(EDIT)
    hold_row(tx, customer_id)


def hold_row(tx: Unit, customer_id: int) -> None:
    """The same where the program itself acts by a rule of the shop, whoever stands at the till."""
    tx.lock(select(Customer.id).where(Customer.id == customer_id))
    row = tx.execute(select(Customer.erased_at, Customer.merged_into_id).where(Customer.id == customer_id)).first()
    if row is None:
        raise NotFound("no_customer_here")
    if row.erased_at is not None:
        raise Conflict("customer_erased")
    if row.merged_into_id is not None:
        name = tx.execute(select(Customer.name).where(Customer.id == row.merged_into_id)).scalar_one()
        raise Conflict("customer_merged", name=name)
