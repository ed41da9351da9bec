"""Reading what was typed into the forms of the catalogue, and writing it back for the next time."""

from datetime import date, datetime, time

from flask import abort, request

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, Conflict
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, UnitPrice
from app.core.numbers import format_scaled, parse_typed
from app.places.day import shop_zone, today
from app.places.service import place_of, tills
from app.places.settings import DAY_START_HOUR
from app.web.shared.access import current
from app.web.shared.language import facts_of_shop

_MILLI_DECIMALS = 3
_RATE_DECIMALS = 2


def shop_here(tx: ReadUnit) -> int:
    """The shop of this browser's till, else the first one; Conflict ``not_opened`` where there is none."""
    till_id = current().till_id
    if till_id is not None:
        return place_of(tx, till_id).shop_id
    places = tills(tx)
    if not places:
        raise Conflict("not_opened")
    return places[0].shop_id


def typed_text(name: str) -> str:
    """A field as it was typed, without blanks around it."""
    return request.form.get(name, "").strip()


def price_to_come(tx: ReadUnit) -> tuple[UnitPrice, datetime | None]:
    """A price and the moment it begins, None for at once; BadInput ``price_empty`` where none was typed."""
    price = typed_price(tx, "price")
    if price is None:
        raise BadInput("price_empty", "price")
    return price, beginning_of(tx, typed_day("valid_from"))


def price_to_drop() -> datetime:
    """When the price that is taken back would have begun; anything but what the page wrote is answered with 400."""
    instant = request.form.get("valid_from", type=datetime.fromisoformat)
    if instant is None or instant.tzinfo is None:
        abort(400)
    return instant


def typed_price(tx: ReadUnit, name: str) -> UnitPrice | None:
    """A unit price; None where the field is empty. BadInput as ``parse_typed`` names it."""
    text = typed_text(name)
    if not text:
        return None
    return UnitPrice(parse_typed(text, facts(tx).decimals + UNIT_PRICE_EXTRA_DECIMALS, name))


def typed_qty(name: str) -> int:
    """A quantity in thousandths. BadInput as ``parse_typed`` names it."""
    return parse_typed(typed_text(name), _MILLI_DECIMALS, name)


def typed_rate(name: str) -> int:
    """A rate in basis points, typed in per cent. BadInput as ``parse_typed`` names it."""
    return parse_typed(typed_text(name).removesuffix("%"), _RATE_DECIMALS, name)


def typed_whole(name: str) -> int | None:
    """A whole number; None where the field is empty. BadInput as ``parse_typed`` names it."""
    text = typed_text(name)
    return parse_typed(text, 0, name) if text else None


def typed_day(name: str) -> date | None:
    """A date as browsers send it; None where the field is empty. BadInput ``not_a_day``."""
    text = typed_text(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("not_a_day", name) from None


def beginning_of(tx: ReadUnit, day: date | None) -> datetime | None:
    """The instant a business date begins; None for today and no date, which mean from now on."""
    if day is None or day == today(tx):
        return None
    return datetime.combine(day, time(settings.get(tx, DAY_START_HOUR)), shop_zone(tx))


def price_text(price: UnitPrice | None) -> str:
    """A unit price to be typed over: with the currency's decimals, more where it has them."""
    if price is None:
        return ""
    decimals = facts_of_shop().decimals
    text = format_scaled(price.scaled, decimals + UNIT_PRICE_EXTRA_DECIMALS)
    for _ in range(UNIT_PRICE_EXTRA_DECIMALS):
        text = text.removesuffix("0")
    return text.removesuffix(".")


def qty_text(qty_milli: int) -> str:
    """A quantity to be typed over."""
    return format_scaled(qty_milli, _MILLI_DECIMALS, trim=True)


def rate_text(rate_bp: int | None) -> str:
    """A rate to be typed over, in per cent."""
    return "" if rate_bp is None else format_scaled(rate_bp, _RATE_DECIMALS, trim=True)
