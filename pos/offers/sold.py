"""Which sales came of an offer: asked before one is sold again, noted when it was."""

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import aliased

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from pos.offers.models import Offer, OfferSale
from pos.sale.models import Sale


@dataclass(frozen=True, slots=True)
class SoldAgain:
    """A sale of an offer that was not voided."""

    uid: str
    number: int


def hold_offer(tx: Unit, offer_id: int) -> None:
    """Nobody else takes the offer up or sells it until the unit ends."""
    tx.lock(select(Offer.id).where(Offer.id == offer_id))


def sales_of_offer(tx: ReadUnit, offer_id: int) -> list[SoldAgain]:
    """The sales that came of an offer and were not voided, oldest first."""
    void = aliased(Sale)
    rows = tx.execute(
        select(Sale.uid, Sale.number)
        .join(OfferSale, OfferSale.sale_id == Sale.id)
        .outerjoin(void, void.voided_sale_id == Sale.id)
        .where(OfferSale.offer_id == offer_id, void.id.is_(None))
        .order_by(Sale.id)
    )
    return [SoldAgain(*row) for row in rows]


def refuse_sold_meanwhile(tx: Unit, offer_id: int, sales_known: int | None) -> None:
    """Conflict ``offer_sold_meanwhile`` (``receipt``) where it was sold since the cashier last heard of it."""
    hold_offer(tx, offer_id)
    sales = sales_of_offer(tx, offer_id)
    if len(sales) > (sales_known or 0):
        raise Conflict("offer_sold_meanwhile", receipt=sales[-1].number)


def note_sold(tx: Unit, offer_id: int, sale_id: int) -> None:
    """Points the sale to the offer it came of."""
    tx.execute(insert(OfferSale), {"sale_id": sale_id, "offer_id": offer_id})


def offer_of_sale(tx: ReadUnit, sale_id: int) -> int | None:
    """The id of the offer a sale came of."""
    found: int | None = tx.execute(select(OfferSale.offer_id).where(OfferSale.sale_id == sale_id)).scalar()
    return found
