"""What a scanned text is, by its content: goods, a badge, a paper, a customer's card, a coupon, a gift card."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from app.auth.models import Account
from app.core.barcodes.reading import without_symbology
from app.core.codes import match_code
from app.core.db.unit import ReadUnit
from app.crm.links import who_is
from app.crm.models import CustomerCard
from app.places.models import Till
from loyalty.gift_cards.ledger import card_by_code
from pos.cart.coupons import coupon_of_code
from pos.offers.reading import offer_by_code
from pos.sale.models import Sale
from warehouse.catalogue.scanned import goods_scanned

_RECEIPT: Final = re.compile(r"R(\d{2,4})-(\d{7,9})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScannedProduct:
    """Goods or a service."""

    product_id: int
    barcode_id: int | None


@dataclass(frozen=True, slots=True)
class ScannedBadge:
    """A colleague's badge: the cashier changes."""

    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ScannedReceipt:
    """A receipt's own barcode."""

    sale_uid: str
    number: int


@dataclass(frozen=True, slots=True)
class ScannedOffer:
    """An offer's own barcode."""

    offer_uid: str


@dataclass(frozen=True, slots=True)
class ScannedCard:
    """A customer's card; ``state`` says whether it may be used."""

    customer_id: int
    state: str


@dataclass(frozen=True, slots=True)
class ScannedCoupon:
    """The code of a promotion, or a coupon that is good once; as it is kept."""

    code: str


@dataclass(frozen=True, slots=True)
class ScannedGiftCard:
    """A gift card, as its code is kept."""

    code: str


@dataclass(frozen=True, slots=True)
class ScannedNothing:
    """Nothing the shop knows."""

    code: str


Scanned = (
    ScannedProduct
    | ScannedBadge
    | ScannedReceipt
    | ScannedOffer
    | ScannedCard
    | ScannedCoupon
    | ScannedGiftCard
    | ScannedNothing
)


def what_is(tx: ReadUnit, code: str) -> Scanned:
    """What the code stands for; goods are asked first, because they are scanned most."""
    code = code.strip()
    scanned = goods_scanned(tx, code)
    if scanned is not None:
        return ScannedProduct(scanned.found.product_id, scanned.found.barcode_id)
    code = without_symbology(code)
    if not code.isprintable():
        return ScannedNothing(code)
    return _badge(tx, code) or _document(tx, code) or _of_customer(tx, code) or ScannedNothing(code)


def _badge(tx: ReadUnit, code: str) -> ScannedBadge | None:
    badge = tx.execute(select(Account.id, Account.name).where(Account.badge == code, Account.active)).first()
    return None if badge is None else ScannedBadge(badge.id, badge.name)


def _of_customer(tx: ReadUnit, code: str) -> ScannedCard | ScannedCoupon | ScannedGiftCard | None:
    """What a customer brings along."""
    card = tx.execute(
        select(who_is(CustomerCard.customer_id).label("customer_id"), CustomerCard.state).where(
            CustomerCard.match_code == match_code(code)
        )
    ).first()
    if card is not None:
        return ScannedCard(card.customer_id, card.state)
    coupon = coupon_of_code(tx, code)
    if coupon is not None:
        return ScannedCoupon(coupon)
    gift_card = card_by_code(tx, code)
    return None if gift_card is None or gift_card.code is None else ScannedGiftCard(gift_card.code)


def _document(tx: ReadUnit, code: str) -> ScannedReceipt | ScannedOffer | None:
    """The paper of the shop whose barcode it is."""
    receipt = _RECEIPT.fullmatch(code)
    if receipt is None:
        offer = offer_by_code(tx, code)
        return None if offer is None else ScannedOffer(offer.uid)
    sale = tx.execute(
        select(Sale.uid, Sale.number)
        .join(Till, Till.id == Sale.till_id)
        .where(Till.number == int(receipt[1]), Sale.number == int(receipt[2]))
    ).first()
    return None if sale is None else ScannedReceipt(sale.uid, sale.number)
