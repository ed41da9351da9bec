"""What the journal's acts are about, by the numbers and names that people know."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select

from app.auth.models import Account, ApiToken, Role
from app.core.db.unit import ReadUnit
from app.core.texts import marked
from app.crm.models import Customer, CustomerLabel
from app.exchange.models import DataImport
from app.places.models import Device, Shop, Till
from loyalty.gift_cards.codes import last_signs
from loyalty.gift_cards.models import GiftCard
from loyalty.packages.models import VisitPackage
from loyalty.promotions.models import CouponSeries, Promotion, PromotionVersion
from pos.offers.models import Offer
from pos.offers.reading import written_number
from pos.sale.models import Sale
from pos.sale.receipt_code import receipt_barcode
from pos.scan import ScannedCard, ScannedOffer, ScannedProduct, ScannedReceipt, what_is
from pos.shift.models import Shift
from warehouse.catalogue.models import Category, Product, ProductFamily, TaxCategory, UnitOfMeasure

_OF_ONE_SALE: Final = ("sale", "cart", "receipt")
"""A cart has the uid of the sale it becomes, and a receipt that of its sale."""
_NEWEST_NAME: Final = (
    select(PromotionVersion.name)
    .where(PromotionVersion.promotion_id == Promotion.id)
    .order_by(PromotionVersion.number.desc())
    .limit(1)
    .scalar_subquery()
)
_SALES: Final = select(Sale.uid, Till.number, Sale.number).join(Till, Till.id == Sale.till_id)


def _card_signs(code: str | None) -> str:
    return "" if code is None else last_signs(code)


@dataclass(frozen=True, slots=True)
class Subject:
    """``noun`` is an English message id; ``name`` is empty where the books have none, for a cart nobody paid say."""

    noun: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """``asked`` selects the key by which the journal names it, and what ``written`` makes its name of."""

    noun: str
    asked: Select[*tuple[Any, ...]]
    written: Callable[..., str] = str


_NAMED: Final[Mapping[str, _Named]] = {
    "account": _Named(marked("Person"), select(Account.id, Account.name)),
    "api_token": _Named(marked("API token"), select(ApiToken.id, ApiToken.name)),
    "cart": _Named(marked("Cart"), _SALES, receipt_barcode),
    "category": _Named(marked("Category"), select(Category.id, Category.name)),
    "customer": _Named(marked("Customer"), select(Customer.id, Customer.name)),
    "device": _Named(marked("Device"), select(Device.id, Device.name)),
    "family": _Named(marked("Family"), select(ProductFamily.id, ProductFamily.name)),
    "gift_card": _Named(marked("Gift card"), select(GiftCard.uid, GiftCard.code), _card_signs),
    "import": _Named(marked("Import"), select(DataImport.uid, DataImport.file_name)),
    "label": _Named(marked("Label"), select(CustomerLabel.uid, CustomerLabel.name)),
    "offer": _Named(
        marked("Offer"),
        select(Offer.uid, Till.number, Offer.number).join(Till, Till.id == Offer.till_id),
        written_number,
    ),
    "package": _Named(marked("Visit package"), select(VisitPackage.uid, VisitPackage.name)),
    "product": _Named(marked("Product"), select(Product.id, Product.name)),
    "promotion": _Named(marked("Promotion"), select(Promotion.uid, _NEWEST_NAME)),
    "receipt": _Named(marked("Receipt"), _SALES, receipt_barcode),
    "role": _Named(marked("Role"), select(Role.id, Role.name)),
    "sale": _Named(marked("Sale"), _SALES, receipt_barcode),
    "series": _Named(marked("Coupons"), select(CouponSeries.uid, CouponSeries.name)),
    "shift": _Named(
        marked("Shift"),
        select(Shift.id, Till.name, Shift.number).join(Till, Till.id == Shift.till_id),
        lambda till_name, number: f"{number}, {till_name}",
    ),
    "shop": _Named(marked("Shop"), select(Shop.id, Shop.name)),
    "tax": _Named(marked("Tax"), select(TaxCategory.id, TaxCategory.name)),
    "till": _Named(marked("Till"), select(Till.id, Till.name)),
    "unit": _Named(marked("Unit"), select(UnitOfMeasure.code, UnitOfMeasure.name)),
}
_NAMELESS: Final[Mapping[str, str]] = {
    "badge": marked("Badge"),
    "cash": marked("Cash slip"),
    "drawer": marked("Drawer"),
    "fiscal": marked("Registration"),
    "handover": marked("Hand-over"),
    "loyalty": marked("Loyalty programme"),
    "mail": marked("Mail"),
    "outbox": marked("Print"),
    "sms": marked("Message"),
    "tags": marked("Price tags"),
    "x": marked("X report"),
    "z": marked("Z report"),
}


def subjects(tx: ReadUnit, names: Collection[str]) -> dict[str, Subject]:
    """What people call the subjects of acts (``sale:<uid>``), by what the journal calls them; unknown kinds are out."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    found: dict[str, Subject] = {}
    for name in names:
        kind, _, key = name.partition(":")
        if kind in _NAMED:
            keys[kind].add(key)
            found[name] = Subject(_NAMED[kind].noun)
        elif kind in _NAMELESS:
            found[name] = Subject(_NAMELESS[kind])
    for kind, wanted in keys.items():
        found |= _read(tx, kind, wanted)
    return found


def subjects_called(tx: ReadUnit, text: str) -> tuple[str, ...]:
    """What the journal calls what a person means: a receipt's or offer's number, a code of goods, a customer's card.

    A name as the journal writes it stays; with a sale come its cart and its receipt.
    """
    kind, _, key = text.partition(":")
    if kind in _OF_ONE_SALE and key:
        return tuple(f"{each}:{key}" for each in _OF_ONE_SALE)
    match what_is(tx, text):
        case ScannedReceipt(sale_uid):
            return tuple(f"{each}:{sale_uid}" for each in _OF_ONE_SALE)
        case ScannedOffer(offer_uid):
            return (f"offer:{offer_uid}",)
        case ScannedProduct(product_id):
            return (f"product:{product_id}",)
        case ScannedCard(customer_id):
            return (f"customer:{customer_id}",)
        case _:
            return (text,)


def _read(tx: ReadUnit, kind: str, keys: set[str]) -> dict[str, Subject]:
    named = _NAMED[kind]
    key = named.asked.selected_columns[0]
    # Papers of an account are named like persons, by uid.
    wanted = [int(one) for one in keys if one.isdecimal()] if key.key == "id" else sorted(keys)
    rows = tx.execute(named.asked.where(key.in_(wanted)))
    return {f"{kind}:{one}": Subject(named.noun, named.written(*parts)) for one, *parts in rows}
