"""A sale that is done, as whoever paid it is answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from app.core.money import Money
from pos.sale.models import Sale, Tender
from pos.sale.reading import CUSTOMER_OF_SALE
from pos.tips.ledger import Tip, tip_of_sale


@dataclass(frozen=True, slots=True)
class CompletedSale:
    """What was sold. ``repeated`` says that this checkout had been done before and nothing was done now.

    ``tenders`` are ``paid`` and the ``tip``.
    """

    sale_id: int
    uid: str
    number: int
    completed_at: datetime
    to_pay: Money
    paid: Money
    change: Money
    tenders: tuple[tuple[str, Money], ...]
    line_count: int
    repeated: bool
    kind: str
    customer_id: int | None
    currency: str
    below_zero: tuple[str, ...] = ()
    tip: Tip | None = None

    @property
    def with_tip(self) -> Money:
        """What the customer paid, or got back."""
        return self.to_pay if self.tip is None else self.to_pay + self.tip.amount


_DONE = Prepared(
    select(
        Sale.id,
        Sale.uid,
        Sale.number,
        Sale.completed_at,
        Sale.to_pay,
        Sale.paid,
        Sale.change,
        Sale.line_count,
        Sale.kind,
        CUSTOMER_OF_SALE,
        Sale.currency,
    ).where(Sale.uid == bindparam("of_uid"))
)
_TENDERS = Prepared(
    select(Tender.kind, Tender.amount).where(Tender.sale_id == bindparam("of_sale")).order_by(Tender.position)
)


def completed(tx: ReadUnit, uid: str) -> CompletedSale | None:
    """The sale a cart has become; None where it was not paid."""
    row = _DONE.first(tx, {"of_uid": uid})
    if row is None:
        return None
    sale_id, uid, number, completed_at, to_pay, paid, change, line_count, kind, customer_id, currency = row
    tenders = tuple((kind, amount) for kind, amount in _TENDERS.all(tx, {"of_sale": sale_id}))
    return CompletedSale(
        sale_id,
        uid,
        number,
        completed_at,
        to_pay,
        paid,
        change,
        tenders,
        line_count,
        repeated=True,
        kind=kind,
        customer_id=customer_id,
        currency=currency,
        tip=tip_of_sale(tx, sale_id),
    )
