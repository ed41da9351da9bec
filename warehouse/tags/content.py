"""The price tag of goods: what a shelf says of them today."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.core.db.unit import ReadUnit
from app.core.errors import Conflict, NotFound
from app.core.installation import facts
from app.core.money import UnitPrice
from app.core.settings import get
from app.core.texts import RIGHT_TO_LEFT, paper_texts
from app.core.written import writing
from app.places.second_currency import second_currency
from app.places.settings import PAPER_LANGUAGE
from printing.document import Direction
from printing.labels.tag import CodeKind, PriceTag
from warehouse.catalogue.barcodes import codes_of
from warehouse.catalogue.prices import DatedPrice, price_history
from warehouse.catalogue.sold_as import WHOLE_UNIT, sold_as
from warehouse.catalogue.units import names_of_units
from warehouse.tags.settings import (
    ARTICLE,
    CODE,
    CODE_KIND,
    OLD_PRICE_DAYS,
    OLD_PRICE_WINDOW_DAYS,
    SECOND,
    UNIT,
)


def has_tag(tx: ReadUnit, product_id: int) -> bool:
    """Whether there is a price to print on a tag."""
    found = sold_as(tx, product_id)
    return found is not None and found.unit_price is not None


def tag_of(tx: ReadUnit, product_id: int) -> PriceTag:
    """The tag in the language of the papers, with the price of today and the first code that sells one unit.

    What is weighed or measured says so behind its price. While the shop shows a second currency, its amount stands
    beside the first. The settings leave some of it out. Raises NotFound ``no_product``, Conflict ``tag_needs_price``
    (``name``).
    """
    found = sold_as(tx, product_id)
    if found is None:
        raise NotFound("no_product")
    if found.unit_price is None:
        raise Conflict("tag_needs_price", name=found.name)
    shop, language = facts(tx), get(tx, PAPER_LANGUAGE)
    written = writing(language, shop.decimals)
    unit = paper_texts(language).gettext(names_of_units(tx)[found.unit_code])
    second = second_currency(tx) if get(tx, SECOND) else None
    in_second = ""
    if second is not None:
        amount = second.amount(found.unit_price.for_qty(WHOLE_UNIT))
        in_second = f"{writing(language, second.decimals).money(amount)} {second.code}"
    old = _old_price(tx, product_id, found.unit_price)
    return PriceTag(
        name=found.name,
        price=f"{written.unit_price(found.unit_price)} {shop.currency}",
        old_price="" if old is None else f"{written.unit_price(old)} {shop.currency}",
        second_price=in_second,
        unit=f"1 {unit}" if found.unit_decimals and get(tx, UNIT) else "",
        code=code_of_tag(tx, product_id),
        article=found.sku if get(tx, ARTICLE) else "",
        direction=Direction.RIGHT_TO_LEFT if language in RIGHT_TO_LEFT else Direction.LEFT_TO_RIGHT,
        code_kind=CodeKind(get(tx, CODE_KIND)),
    )


def code_of_tag(tx: ReadUnit, product_id: int) -> str:
    """The first code that sells one unit; nothing where there is none, or tags bear no codes."""
    return next((one.code for one in codes_of(tx, product_id) if not one.is_pack), "") if get(tx, CODE) else ""


def _old_price(tx: ReadUnit, product_id: int, price: UnitPrice) -> UnitPrice | None:
    days = get(tx, OLD_PRICE_DAYS)
    history = [dated for dated in price_history(tx, product_id) if dated.state != "future"] if days else []
    if len(history) < 2 or tx.now - history[0].valid_from > timedelta(days=days):
        return None
    began = history[0].valid_from
    before = _held_since(history[1:], began - timedelta(days=OLD_PRICE_WINDOW_DAYS))
    old = min(before, key=lambda one: one.scaled, default=None)
    return old if old is not None and old.scaled > price.scaled else None


def _held_since(history: Sequence[DatedPrice], since: datetime) -> list[UnitPrice]:
    """The prices of a history, newest first, that held at some time after ``since``, in today's currency."""
    held: list[UnitPrice] = []
    for dated in history:
        if dated.older_currency:
            break
        held.append(dated.price)
        if dated.valid_from <= since:
            break
    return held
