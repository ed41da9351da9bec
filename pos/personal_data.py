"""What the till stores about customers: carts, purchases, offers, what they owe."""

from typing import Any, Final

from sqlalchemy import select, update

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.crm.links import is_of
from app.crm.personal_data import PersonalData
from pos.account.ledger import account_of, entries_of
from pos.cart.models import Cart
from pos.offers.models import Offer
from pos.offers.reading import offers
from pos.sale.customers import purchases
from pos.sale.reading import sale_by_uid

_MOST: Final = 100_000


def till_data() -> PersonalData:
    """Purchases, offers and account of a customer. An erasure lets them stand; debts are settled first."""
    tables = {
        "cart",
        "sale",
        "sale_customer",
        "customer_bought",
        "customer_bought_day",
        "customer_account",
        "account_entry",
        "offer",
    }
    return PersonalData(frozenset(tables), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    account = account_of(tx, customer_id)
    return {
        "purchases": [_purchase(tx, head.uid) for head in purchases(tx, customer_id, limit=_MOST)],
        "carts": list(tx.execute(select(Cart.uid).where(Cart.customer_id == customer_id)).scalars()),
        "offers": [
            {"number": one.written_number, "at": one.made_at.isoformat(), "gross_minor": one.gross.minor}
            for one in offers(tx, is_of(Offer.customer_id, customer_id), limit=_MOST)
        ],
        "account": None
        if account is None
        else {
            "credit_limit_minor": account.credit_limit.minor,
            "owed_minor": account.owed.minor,
            "entries": [
                {
                    "at": one.at.isoformat(),
                    "kind": one.kind,
                    "currency": one.currency,
                    "amount_minor": one.amount.minor,
                    "reason": one.reason,
                }
                for one in entries_of(tx, customer_id, limit=_MOST)
            ],
        },
    }


def _purchase(tx: ReadUnit, uid: str) -> dict[str, Any]:
    sale = sale_by_uid(tx, uid)
    return {
        "uid": uid,
        "number": sale.head.number,
        "at": sale.head.completed_at.isoformat(),
        "kind": sale.head.kind,
        "currency": sale.head.currency,
        "to_pay_minor": sale.head.to_pay.minor,
        "lines": [
            {"name": line.name, "qty_milli": line.qty_milli, "gross_minor": line.gross.minor, "note": line.note}
            for line in sale.lines
        ],
    }


def _erase(tx: Unit, customer_id: int) -> None:
    account = account_of(tx, customer_id)
    if account is not None and account.owed:
        raise Conflict("account_not_settled", owed=account.owed)
    tx.execute(update(Cart).where(Cart.customer_id == customer_id).values(customer_id=None))
