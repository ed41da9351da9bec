"""Whose sale it was, said after it was paid."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert, select

from app.core import journal, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.settings import Setting
from app.crm.customers import customer_by_id
from app.crm.links import keep_person
from pos.sale.bought import note_bought
from pos.sale.models import Sale, SaleCustomer
from pos.sale.points import credit_points
from pos.sale.reading import sale_by_uid
from pos.sale.standing import settle_standing

NAMED_WITHIN_MINUTES = Setting(
    "till.customer_named_within_minutes",
    int,
    30,
    "Naming the customer of a paid sale",
    "How many minutes after the payment it is allowed; 0 where it never is.",
    low=0,
    high=10_080,
)
_OF_SOMEBODY: Final = ("sale", "exchange")


def can_be_named(tx: ReadUnit, kind: str, completed_at: datetime) -> bool:
    """Whether a sale of a kind, completed at an instant, may still get a customer."""
    return kind in _OF_SOMEBODY and tx.now - completed_at <= timedelta(minutes=settings.get(tx, NAMED_WITHIN_MINUTES))


def name_customer(tx: Unit, sale_uid: str, customer_id: int) -> None:
    """Says afterwards whose sale it was (a right): what it earned is theirs then. The same again does nothing.

    Raises NotFound ``no_sale`` and ``no_customer_here``, Conflict ``customer_erased``, ``sale_has_customer`` and
    ``too_late_for_customer``.
    """
    tx.actor.require("till.name_customer_later")
    head = sale_by_uid(tx, sale_uid).head
    customer_id = keep_person(tx, customer_id)
    if customer_by_id(tx, customer_id).erased:
        raise Conflict("customer_erased")
    tx.lock(select(Sale.id).where(Sale.id == head.id))
    present = sale_by_uid(tx, sale_uid).head.customer_id
    if present == customer_id:
        return
    if present is not None:
        raise Conflict("sale_has_customer")
    minutes = settings.get(tx, NAMED_WITHIN_MINUTES)
    if tx.now - head.completed_at > timedelta(minutes=minutes):
        raise Conflict("too_late_for_customer", minutes=minutes)
    tx.execute(
        insert(SaleCustomer),
        {"sale_id": head.id, "customer_id": customer_id, "at": tx.now, "account_name": tx.actor.name},
    )
    note_bought(tx, head.id)
    credit_points(tx, head.id, customer_id)
    settle_standing(tx, head.id, customer_id)
    journal.record(
        tx,
        "sale.customer_named",
        chain=journal.till_chain(head.till_id),
        subject=f"sale:{sale_uid}",
        body={"customer": customer_id},
    )
