"""Goods by what a scanner reads: a code as it is kept, a number of the scales, a GS1 element string, a UPC-E."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.barcodes.marking import read_marking
from app.core.barcodes.reading import read_code, without_symbology
from app.core.barcodes.readings import Broken, ElementString, Gtin, Measured, Reading, Unknown
from app.core.barcodes.words import refusal
from app.core.currencies import CURRENCY_NUMBERS
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound, ShopError
from app.core.installation import facts
from app.core.money import Money, UnitPrice
from app.core.rounding import round_half_up
from warehouse.catalogue.barcodes import Code, add_code
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.scales import scale_patterns
from warehouse.catalogue.sold_as import WHOLE_UNIT, SoldAs, product_by_code

_GTIN: Final = "01"
_NET_WEIGHT_KG: Final = "310"
_COUNT: Final = "30"
_BATCH: Final = "10"
_BEST_BEFORE: Final = "15"
_SELL_BY: Final = "16"
_EXPIRES: Final = "17"
_PRICE: Final = "392"
_PRICE_OF_CURRENCY: Final = "393"
_MILLI_DECIMALS: Final = 3


@dataclass(frozen=True, slots=True)
class Label:
    """What the label of one piece says beside its article: a weight, a count, what it costs; at least one of them."""

    weight_milli: int | None = None
    count_milli: int | None = None
    price: Money | None = None

    @property
    def says_zero(self) -> bool:
        """Whether something on it is zero: nothing lay on the scale."""
        return 0 in (self.weight_milli, self.count_milli) or self.price == Money(0)


@dataclass(frozen=True, slots=True)
class Lot:
    """Which batch goods are of, and until when they are good: the last day they may be sold, and their best ones."""

    batch: str = ""
    expires: date | None = None
    best_before: date | None = None

    @property
    def words(self) -> str:
        """As packages say it in any language: ``LOT A-1 · EXP 2030-12-31``."""
        parts = (
            self.batch and f"LOT {self.batch}",
            self.expires and f"EXP {self.expires.isoformat()}",
            self.best_before and f"BBE {self.best_before.isoformat()}",
        )
        return " · ".join(part for part in parts if part)


NO_LOT: Final = Lot()


@dataclass(frozen=True, slots=True)
class ScannedGoods:
    """Goods with what their label says, if it says more than what they are."""

    found: SoldAs
    label: Label | None = None
    lot: Lot = NO_LOT


def goods_scanned(tx: ReadUnit, text: str) -> ScannedGoods | None:
    """The goods of a scanned text; None where it names none that the shop has.

    A code as it is kept comes first, whatever it looks like. Raises Conflict ``no_tax_rate``,
    ``label_of_other_currency``.
    """
    text = without_symbology(text)
    found = product_by_code(tx, text)
    if found is not None:
        return ScannedGoods(found)
    match _reading(tx, text):
        case Measured() as number:
            return _of_article(tx, number)
        case ElementString() as read:
            return _of_elements(tx, read)
        case Gtin() as number:
            found = _first_of(tx, {number.value, number.upca or number.value} - {text})
            return None if found is None else ScannedGoods(found)
        case Unknown() | Broken():
            # A marking code without identifiers, or whose separators the scanner left out.
            code = read_marking(text)
            found = None if code is None else product_by_code(tx, code.gtin)
            return None if found is None else ScannedGoods(found)


def why_unknown(tx: ReadUnit, text: str) -> ShopError | None:
    """What is wrong with a text of which nothing was found; None where it is merely unknown."""
    match _reading(tx, without_symbology(text)):
        case Broken() as broken:
            return refusal(broken)
        case Measured() as number:
            return NotFound("unknown_article", item=number.item)
    return None


def code_to_keep(tx: ReadUnit, text: str) -> str:
    """The code to give goods that a scanned text names: of an element string, its number of goods alone."""
    match _reading(tx, without_symbology(text)):
        case ElementString() as read:
            gtin = next((element.value for element in read.elements if element.ai == _GTIN), None)
            return text if gtin is None else gtin.removeprefix("0")
    return text


def attach_scanned(tx: Unit, product_id: int, text: str) -> str:
    """Gives goods the code that a scanned text names, for one unit at the list price; answers that code.

    Goods that the text names already are left as they are. Raises Conflict ``code_taken`` where it names other goods,
    what ``why_unknown`` answers, and what ``add_code`` raises.
    """
    code = code_to_keep(tx, text)
    scanned = goods_scanned(tx, text)
    if scanned is not None and scanned.found.product_id != product_id:
        owner = scanned.found
        raise Conflict("code_taken", product_id=owner.product_id, sku=owner.sku, name=owner.name, code=code)
    if scanned is None:
        broken = why_unknown(tx, text)
        if broken is not None:
            raise broken
        add_code(tx, product_id, Code(code))
    return code


def create_scanned(tx: Unit, data: ProductData, price: UnitPrice, text: str) -> SoldAs:
    """New goods with the code that a scanned text names; the goods it names already, where somebody was faster.

    Needs ``catalogue.edit``. Raises what ``why_unknown`` answers, and what ``create_product`` raises.
    """
    scanned = goods_scanned(tx, text)
    if scanned is None:
        broken = why_unknown(tx, text)
        if broken is not None:
            raise broken
        create_product(tx, data, price=price, codes=[Code(code_to_keep(tx, text))])
        scanned = goods_scanned(tx, text)
        assert scanned is not None
    return scanned.found


def article_named(tx: ReadUnit, item: str) -> SoldAs | None:
    """The goods of an article on a label: scales know it by its code or SKU, often filled up with zeros."""
    return product_by_code(tx, item) or product_by_code(tx, item.lstrip("0"))


def _reading(tx: ReadUnit, text: str) -> Reading:
    return read_code(text, year=tx.now.year, patterns=scale_patterns(tx))


def _first_of(tx: ReadUnit, codes: set[str]) -> SoldAs | None:
    for code in sorted(codes):
        found = product_by_code(tx, code)
        if found is not None:
            return found
    return None


def label_of(tx: ReadUnit, number: Measured) -> Label:
    """What a number of the scales says beside its article."""
    match number.kind:
        case "weight":
            return Label(weight_milli=_scaled_to(number.amount, number.decimals, _MILLI_DECIMALS))
        case "count":
            return Label(count_milli=_scaled_to(number.amount, number.decimals, _MILLI_DECIMALS))
        case "price":
            return Label(price=Money(_scaled_to(number.amount, number.decimals, facts(tx).decimals)))


def _of_article(tx: ReadUnit, number: Measured) -> ScannedGoods | None:
    found = article_named(tx, number.item)
    return None if found is None else ScannedGoods(found, label_of(tx, number))


def _of_elements(tx: ReadUnit, read: ElementString) -> ScannedGoods | None:
    numbers = {element.value for element in read.elements if element.ai == _GTIN}
    if len(numbers) != 1:
        return None
    found = product_by_code(tx, numbers.pop())
    if found is None:
        return None
    label = Label(
        # What is sold by the piece may say how heavy it is; that is no quantity.
        weight_milli=_first(read, _NET_WEIGHT_KG, _MILLI_DECIMALS) if found.unit_decimals else None,
        count_milli=next((one.count * WHOLE_UNIT for one in read.elements if one.ai == _COUNT and one.count), None),
        price=_price(tx, read, found.name),
    )
    return ScannedGoods(found, None if label == Label() else label, _lot(read))


def _lot(read: ElementString) -> Lot:
    days = {element.ai: element.day for element in read.elements}
    ends = [day for day in (days.get(_EXPIRES), days.get(_SELL_BY)) if day is not None]
    batch = next((element.value for element in read.elements if element.ai == _BATCH), "")
    return Lot(batch, min(ends, default=None), days.get(_BEST_BEFORE))


def _first(read: ElementString, ai: str, decimals: int) -> int | None:
    """The number of the first element whose identifier begins so."""
    for element in read.elements:
        if element.ai.startswith(ai) and element.number is not None:
            return _scaled_to(element.number, element.decimals, decimals)
    return None


def _price(tx: ReadUnit, read: ElementString, name: str) -> Money | None:
    shop = facts(tx)
    for element in read.elements:
        in_currency = element.ai.startswith(_PRICE_OF_CURRENCY)
        if in_currency and not element.value.startswith(CURRENCY_NUMBERS.get(shop.currency, "none")):
            raise Conflict("label_of_other_currency", name=name)
    amount = _first(read, _PRICE, shop.decimals)
    if amount is None:
        amount = _first(read, _PRICE_OF_CURRENCY, shop.decimals)
    return None if amount is None else Money(amount)


def _scaled_to(amount: int, decimals: int, wanted: int) -> int:
    return round_half_up(amount * 10**wanted, 10**decimals)
