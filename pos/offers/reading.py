"""Offers as screens read them: one with its lines, the latest, those a search finds."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from app.core.folding import fold
from app.core.money import Money, UnitPrice
from app.crm.links import are_of, who_is
from app.crm.listing import Wanted, list_customers
from app.crm.models import Customer
from app.places.models import Till
from pos.offers.models import Offer, OfferLine
from pos.offers.sold import offer_of_sale

MOST: Final = 50
MOST_SOUGHT: Final = 200
_CODE: Final = re.compile(r"[O0](\d{2,4})-(\d{7,9})", re.ASCII | re.IGNORECASE)
"""A zero in place of the letter is what people read off the paper."""
_NUMBER_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class OfferHead:
    """An offer in a list. ``customer_name`` is the customer's of today, ``recipient`` what was typed that day."""

    id: int
    uid: str
    till_id: int
    till_number: int
    number: int
    customer_id: int | None
    customer_name: str | None
    recipient: str
    note: str
    currency: str
    prices_include_tax: bool
    made_at: datetime
    made_by: str
    valid_until: date
    line_count: int
    discount_percent_bp: int
    discount_amount: Money
    discount_reason: str | None
    gross: Money

    @property
    def written_number(self) -> str:
        """``O01-0000007``: the till and the number in its series; its barcode says the same."""
        return written_number(self.till_number, self.number)

    @property
    def addressee(self) -> str:
        """Whom it was made out to; empty where nobody was named."""
        return self.recipient or self.customer_name or ""

    @property
    def document(self) -> str:
        """The name of its paper."""
        return offer_document_name(self.uid)


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """A line as it was offered."""

    position: int
    product_id: int | None
    barcode_id: int | None
    name: str
    qty_milli: int
    pack_qty_milli: int
    unit_code: str
    unit_price: UnitPrice
    tax_category_id: int
    discount_percent_bp: int
    discount_amount: Money
    discount_reason: str | None
    note: str | None


_HEAD: Final = (
    Offer.id,
    Offer.uid,
    Offer.till_id,
    Till.number,
    Offer.number,
    who_is(Offer.customer_id),
    Customer.name,
    Offer.recipient,
    Offer.note,
    Offer.currency,
    Offer.prices_include_tax,
    Offer.made_at,
    Offer.made_by,
    Offer.valid_until,
    Offer.line_count,
    Offer.discount_percent_bp,
    Offer.discount_amount,
    Offer.discount_reason,
    Offer.gross,
)
_LINE: Final = tuple(getattr(OfferLine, name) for name in OfferedLine.__slots__)


def written_number(till_number: int, number: int) -> str:
    """How papers and people name an offer."""
    return f"O{till_number:02d}-{number:07d}"


def offer_document_name(uid: str) -> str:
    """The name of an offer's paper."""
    return f"offer:{uid}"


def offer_by_uid(tx: ReadUnit, uid: str) -> OfferHead:
    """An offer; NotFound ``no_offer``."""
    found = offers(tx, Offer.uid == uid, limit=1)
    if not found:
        raise NotFound("no_offer")
    return found[0]


def offer_behind(tx: ReadUnit, sale_id: int) -> OfferHead | None:
    """The offer a sale came of."""
    offer_id = offer_of_sale(tx, sale_id)
    return None if offer_id is None else offers(tx, Offer.id == offer_id, limit=1)[0]


def offer_by_code(tx: ReadUnit, code: str) -> OfferHead | None:
    """The offer whose barcode was scanned, or whose number was typed as it stands on the paper."""
    match = _CODE.fullmatch(code.strip())
    if match is None:
        return None
    found = offers(tx, Till.number == int(match[1]), Offer.number == int(match[2]), limit=1)
    return found[0] if found else None


def offered_lines(tx: ReadUnit, offer_id: int) -> list[OfferedLine]:
    """The lines of an offer in their order."""
    rows = tx.execute(select(*_LINE).where(OfferLine.offer_id == offer_id).order_by(OfferLine.position))
    return [OfferedLine(*row) for row in rows]


def offers(
    tx: ReadUnit, *conditions: ColumnElement[bool], before_id: int | None = None, limit: int = MOST
) -> list[OfferHead]:
    """Offers that meet every condition, newest first; older than an id for the next page."""
    statement = (
        select(*_HEAD)
        .join(Till, Till.id == Offer.till_id)
        .outerjoin(Customer, Customer.id == who_is(Offer.customer_id))
        .where(*conditions)
        .order_by(Offer.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        statement = statement.where(Offer.id < before_id)
    return [OfferHead(*row) for row in tx.execute(statement)]


def find_offers(tx: ReadUnit, text: str, *, before_id: int | None = None, limit: int = MOST) -> list[OfferHead]:
    """Offers by number, a part of the recipient or the note, or the customer; all of them for an empty text."""
    text = text.strip()[:MOST_SOUGHT]
    if not text:
        return offers(tx, before_id=before_id, limit=limit)
    found = offer_by_code(tx, text)
    if found is not None:
        return [found]
    fragments = [Offer.search_text.contains(word, autoescape=True) for word in fold(text).split()]
    customers = [customer.id for customer in list_customers(tx, Wanted(text)).customers]
    is_number = text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS
    fits = or_(
        Offer.number == int(text) if is_number else false(),
        are_of(Offer.customer_id, customers),
        and_(*fragments) if fragments else false(),
    )
    return offers(tx, fits, before_id=before_id, limit=limit)
