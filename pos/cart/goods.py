"""How goods become lines: which quantity a unit allows, which price holds, which scans share a line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.money import Money, UnitPrice
from app.core.numbers import format_scaled
from app.core.settings import get
from app.places.day import calendar_date
from app.places.service import place_of
from pos.cart.store import CartState, LineState
from pos.sale.kinds import GIVEN, TAKEN
from pos.sale.returned import SoldPart
from warehouse.catalogue.models import TaxCategory
from warehouse.catalogue.pledges import PLEDGE
from warehouse.catalogue.sold_as import SoldAs
from warehouse.catalogue.taxes import rate_on
from warehouse.stock.levels import level
from warehouse.stock.settings import ALLOW, BELOW_ZERO

MOST_QTY_MILLI: Final = 1_000_000_000
MOST_PRICE_SCALED: Final = 10**15
WHOLE_MILLI: Final = 1000


@dataclass(frozen=True, slots=True)
class GivenPrice:
    """A price a cashier gave by hand, and why."""

    price: UnitPrice
    reason: str


def check_qty(qty_milli: int, decimals: int, name: str) -> None:
    """Raises BadInput ``qty_decimals`` for 256.76 pieces, ``qty_out_of_range`` for none or a million."""
    if not 0 < qty_milli <= MOST_QTY_MILLI:
        raise BadInput("qty_out_of_range", "qty", name=name)
    if qty_milli % 10 ** (3 - decimals):
        raise BadInput("qty_decimals", "qty", name=name, decimals=decimals)


def may_set_price(tx: Unit, price: UnitPrice, reason: str, *, asked: bool = False) -> None:
    """A price given by hand is a right, unless the goods ask for theirs; zero is another and wants a reason."""
    if not 0 <= price.scaled <= MOST_PRICE_SCALED:
        raise BadInput("price_out_of_range", "price")
    if not asked:
        tx.actor.require("till.change_price")
    if price.scaled == 0:
        tx.actor.require("till.zero_price")
        if not reason.strip():
            raise BadInput("reason_needed", "reason")


def check_returned(qty_milli: int, sold: SoldPart, decimals: int) -> None:
    """Raises what ``check_qty`` raises, and Conflict ``more_than_sold`` (``left``) above what may still come back."""
    check_qty(qty_milli, decimals, sold.name)
    if qty_milli > sold.left_milli:
        raise Conflict("more_than_sold", name=sold.name, left=format_scaled(sold.left_milli, 3, trim=True))


def product_line(
    cart: CartState, uid: str, found: SoldAs, qty_milli: int, given: GivenPrice | None = None
) -> LineState:
    """The line for goods found, below zero for empties.

    Raises Conflict ``product_inactive``, ``no_price``, ``pledge_fixed`` for empties at another price and
    ``pledge_without_price``; BadInput for a quantity.
    """
    if not found.active:
        raise Conflict("product_inactive", name=found.name)
    check_qty(qty_milli, found.unit_decimals, found.name)
    empties = found.kind == PLEDGE
    if empties and given is not None:
        raise Conflict("pledge_fixed", name=found.name)
    if empties and found.unit_price is None:
        raise Conflict("pledge_without_price", name=found.name)
    unit_price = given.price if given is not None else None if found.price_at_sale else found.unit_price
    if unit_price is None:
        raise Conflict("no_price", product_id=found.product_id, name=found.name)
    by_hand = "asked" if found.price_at_sale else "manual"
    return LineState(
        uid=uid,
        position=next_position(cart),
        product_id=found.product_id,
        barcode_id=found.barcode_id,
        name=f"{found.name}, {found.pack_name}" if found.pack_name else found.name,
        sku=found.sku,
        qty_milli=-qty_milli if empties else qty_milli,
        pack_qty_milli=found.pack_qty_milli,
        unit_code=found.unit_code,
        unit_decimals=found.unit_decimals,
        unit_price=unit_price,
        price_source=found.price_source if given is None else by_hand,
        price_reason=given.reason or None if given else None,
        tax_category_id=found.tax_category_id,
        tax_rate_bp=found.tax_rate_bp,
        discountable=found.discountable,
        stocked=found.stocked,
        min_age=found.min_age,
        pledge=TAKEN if empties else None,
        earns=found.earns,
    )


def one_off_line(
    tx: Unit, cart: CartState, uid: str, name: str, price: UnitPrice, qty_milli: int, tax_category_id: int
) -> LineState:
    """A line that is in no catalogue; sold by the piece."""
    if not 0 < price.scaled <= MOST_PRICE_SCALED:
        raise BadInput("price_out_of_range", "price")
    check_qty(qty_milli, 0, name)
    if tx.execute(select(TaxCategory.id).where(TaxCategory.id == tax_category_id)).first() is None:
        raise NotFound("no_tax_category")
    tax_rate_bp = rate_on(tx, tax_category_id, calendar_date(tx))
    return named_line(cart, uid, name, price, qty_milli, tax_category_id, tax_rate_bp)


def named_line(
    cart: CartState,
    uid: str,
    name: str,
    price: UnitPrice,
    qty_milli: int,
    tax_category_id: int,
    tax_rate_bp: int | None,
) -> LineState:
    """A line that is in no catalogue, of figures that were checked before."""
    return LineState(
        uid=uid,
        position=next_position(cart),
        product_id=None,
        barcode_id=None,
        name=name,
        sku=None,
        qty_milli=qty_milli,
        pack_qty_milli=WHOLE_MILLI,
        unit_code="piece",
        unit_decimals=0,
        unit_price=price,
        price_source="one_off",
        price_reason=None,
        tax_category_id=tax_category_id,
        tax_rate_bp=tax_rate_bp,
        discountable=True,
        stocked=False,
    )


def same_as_last(cart: CartState, line: LineState) -> LineState | None:
    """The last line, where the new one only counts it up: the same goods by the piece, nothing changed by hand."""
    lines = [one for one in cart.lines if one.pledge != GIVEN]
    if not lines:
        return None
    last = lines[-1]
    both_ways = last.qty_milli > 0 < line.qty_milli or (last.pledge == line.pledge == TAKEN)
    alike = (
        last.product_id == line.product_id
        # Two codes of one product are the same goods; a box is not.
        and last.pack_qty_milli == line.pack_qty_milli
        and last.marking_code is line.marking_code is None
        and last.name == line.name
        and last.unit_price == line.unit_price
        and last.price_source == line.price_source != "manual"
        and last.tax_rate_bp == line.tax_rate_bp
        and line.unit_decimals == 0
        and both_ways
    )
    plain = not (last.discount_percent_bp or last.discount_amount) and (last.note or None) == line.note
    return last if alike and plain else None


def stock_warning(tx: ReadUnit, till_id: int, cart: CartState, line: LineState) -> str | None:
    """``stock_below_zero`` where the cart asks for more of the line's goods than is there, and the shop wants to know.

    All lines of a product count together.
    """
    if not line.stocked or line.product_id is None or line.is_return or get(tx, BELOW_ZERO) == ALLOW:
        return None
    asked = sum(one.qty_milli * one.pack_qty_milli for one in cart.lines if one.product_id == line.product_id)
    left = level(tx, line.product_id, place_of(tx, till_id).shop_id)
    return "stock_below_zero" if left < asked // WHOLE_MILLI else None


def plain_values(values: dict[str, Any]) -> dict[str, Any]:
    """Old values of a line as JSON keeps them."""
    return {name: _plain(value) for name, value in values.items()}


def undone_values(values: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Old values of a line as they go back into its columns."""
    kinds: dict[str, Any] = {"discount_amount": Money, "unit_price": UnitPrice}
    undone = {name: kinds[name](value) if name in kinds else value for name, value in values.items()}
    if undone.get("removed_at"):
        undone["removed_at"] = now
    return undone


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.minor
    return value.scaled if isinstance(value, UnitPrice) else value


def next_position(cart: CartState) -> int:
    """The position of the next line."""
    return cart.all_lines[-1].position + 1 if cart.all_lines else 1
