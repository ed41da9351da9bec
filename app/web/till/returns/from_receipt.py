"""Goods that come back with their receipt: ticked on the receipt's sheet, then lines of the cart."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.ids import parse_uid
from app.core.money import Money
from app.core.numbers import format_scaled, parse_typed
from app.web.shared.access import current_till_id, till_page
from app.web.shared.formats import qty
from app.web.shared.language import figures, gettext
from app.web.shared.sale_words import serial_number
from app.web.shared.units import read
from app.web.till import inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from pos.cart.service import read_cart
from pos.returns.service import returnable, take_back
from pos.sale.markings import codes_of_lines
from pos.sale.returned import SoldPart
from pos.settings import RETURN_DAYS, RETURN_REASONS

TICKED: Final = "take-"
"""How the ticks begin; the id of the sold line follows."""
QUANTITY: Final = "qty-"
_ID_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class BackRow:
    """A sold line as the sheet shows it; ``left`` is typed into the field, empty where nothing may come back.

    ``sold_for`` is in the sale's currency; ``today`` is what it is in the shop's, where that is another one. ``serial``
    is that of the unit's marking code.
    """

    line_id: int
    name: str
    sold: str
    came_back: str
    left: str
    sold_for: Money
    today: Money | None
    in_cart: bool
    serial: str

    @property
    def can_come_back(self) -> bool:
        """Whether it may be ticked."""
        return bool(self.left) and not self.in_cart


@blueprint.get("/receipts/<sale_uid>/return")
@till_page
def take_back_sheet(sale_uid: str) -> ResponseReturnValue:
    """What of a sale may come back, to be ticked."""
    with read() as tx:
        found = returnable(tx, parse_uid(sale_uid))
        cart = read_cart(tx, current_till_id())
        codes = codes_of_lines(tx, [part.line_id for part in found.lines])
        in_cart = {line.returned_line_id for line in cart.lines} if cart is not None else set()
        return render_template(
            "till/returns/from_receipt.html",
            sale=found.head,
            rows=[_row(part, in_cart, codes.get(part.line_id)) for part in found.lines],
            late=found.late,
            days=settings.get(tx, RETURN_DAYS),
            reasons=usual_reasons(tx),
        )


@blueprint.post("/receipts/<sale_uid>/return")
@till_page
def take_goods_back(sale_uid: str) -> ResponseReturnValue:
    """Puts what was ticked into the cart as returns."""
    sale_uid, act_uid, reason, chosen = parse_uid(sale_uid), inputs.text("line_uid"), inputs.text("reason"), _chosen()
    return act(
        lambda tx, till_id, cart_uid: take_back(tx, till_id, cart_uid, act_uid, sale_uid, chosen, reason),
        sound="added",
    )


def usual_reasons(tx: ReadUnit) -> list[str]:
    """The reasons that are one touch away: those of the shop, or the usual ones."""
    own = [line.strip() for line in settings.get(tx, RETURN_REASONS).splitlines() if line.strip()]
    return own or [gettext("Broken"), gettext("Wrong size or colour"), gettext("Not wanted"), gettext("Price")]


def _row(part: SoldPart, in_cart: Collection[int | None], code: str | None) -> BackRow:
    left = format_scaled(part.left_milli, inputs.MILLI_DECIMALS, trim=True).replace(".", figures().point)
    return BackRow(
        line_id=part.line_id,
        name=part.name,
        sold=qty(part.qty_milli),
        came_back=qty(part.returned_milli) if part.returned_milli else "",
        left=left if part.left_milli > 0 else "",
        sold_for=part.sold_gross,
        today=None if part.exchange is None else part.gross,
        in_cart=part.line_id in in_cart,
        serial="" if code is None else serial_number(code),
    )


def _chosen() -> dict[int, int]:
    """Quantities by the id of each line ticked."""
    chosen = {}
    for name in request.form:
        line_id = name.removeprefix(TICKED)
        if line_id != name and line_id.isascii() and line_id.isdigit() and len(line_id) <= _ID_DIGITS:
            field = f"{QUANTITY}{line_id}"
            chosen[int(line_id)] = parse_typed(inputs.text(field), inputs.MILLI_DECIMALS, field)
    return chosen
