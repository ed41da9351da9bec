"""What the customer at a till sees: the open cart, else for a while the sale just paid, else nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from app.core import settings
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.core.settings import Setting
from app.places.service import place_of
from pos.cart.models import Cart
from pos.cart.service import read_cart
from pos.cart.views import CartView
from pos.papers.layout import RECEIPT_QR
from pos.sale.models import Sale
from pos.sale.receipt_code import receipt_barcode
from pos.tips.ledger import tip_of_sale

WELCOME: Final = Setting(
    "display.welcome", str, "", "Words while nobody is served", "Shown where there are no pictures.", max_length=120
)
THANKS: Final = Setting(
    "display.thanks", str, "", "Words after payment", "A thank-you, opening hours, the next sale.", max_length=120
)
PICTURE_SECONDS: Final = Setting("display.picture_seconds", int, 8, "Seconds a picture stays", low=3, high=120)
THANKED_FOR: Final = timedelta(minutes=1)
"""How long a paid sale stays on the display where no next one begins."""


@dataclass(frozen=True, slots=True)
class Paid:
    """The sale just paid; ``to_pay`` is with the tip.

    ``qr`` is what its QR code says: what the shop wants, else the barcode of the receipt.
    """

    uid: str
    number: int
    to_pay: Money
    change: Money
    completed_at: datetime
    qr: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The cart, or the sale just paid, or neither: the shop's own pictures and words."""

    cart: CartView | None = None
    paid: Paid | None = None


_CART = Prepared(select(Cart.uid, Cart.version, Cart.line_count).where(Cart.till_id == bindparam("of_till")))
_LAST = Prepared(
    select(Sale.id, Sale.uid, Sale.number, Sale.to_pay, Sale.change, Sale.completed_at)
    .where(Sale.till_id == bindparam("of_till"))
    .order_by(Sale.number.desc())
    .limit(1)
)


def mark(tx: ReadUnit, till_id: int) -> str:
    """Names what is shown in a word: another one means that there is something else to see. Cheap, prices nothing."""
    cart = _CART.first(tx, {"of_till": till_id})
    if cart is not None and cart[2]:
        return f"cart {cart[0]} {cart[1]}"
    paid = _paid(tx, till_id)
    return f"paid {paid.uid}" if paid is not None else "nobody"


def shown(tx: ReadUnit, till_id: int) -> Shown:
    """What the customer sees now."""
    cart = read_cart(tx, till_id)
    if cart is not None and cart.lines:
        return Shown(cart=cart)
    return Shown(paid=_paid(tx, till_id))


def _paid(tx: ReadUnit, till_id: int) -> Paid | None:
    row = _LAST.first(tx, {"of_till": till_id})
    if row is None:
        return None
    sale_id, uid, number, to_pay, change, completed_at = row
    if tx.now - completed_at >= THANKED_FOR:
        return None
    tip = tip_of_sale(tx, sale_id)
    code = receipt_barcode(place_of(tx, till_id).till_number, number)
    return Paid(
        uid,
        number,
        to_pay if tip is None else to_pay + tip.amount,
        change,
        completed_at,
        settings.get(tx, RECEIPT_QR).replace("{number}", code) or code,
    )


def words(tx: ReadUnit) -> tuple[str, str]:
    """The shop's own words: while nobody is served, and after payment. Empty where it wrote none."""
    return settings.get(tx, WELCOME), settings.get(tx, THANKS)
