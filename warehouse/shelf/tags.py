"""The price tag of goods: what a shelf says of them today."""

from app.core.db.unit import ReadUnit
from app.core.errors import Conflict, NotFound
from app.core.installation import facts
from app.core.settings import get
from app.core.texts import RIGHT_TO_LEFT, paper_texts
from app.core.written import writing
from app.places.second_currency import second_currency
from app.places.settings import PAPER_LANGUAGE
from printing.document import Direction
from printing.labels.tag import PriceTag
from warehouse.catalogue.barcodes import codes_of
from warehouse.catalogue.sold_as import WHOLE_UNIT, sold_as
from warehouse.catalogue.units import names_of_units


def has_tag(tx: ReadUnit, product_id: int) -> bool:
    """Whether there is a price to print on a tag."""
    found = sold_as(tx, product_id)
    return found is not None and found.unit_price is not None


def tag_of(tx: ReadUnit, product_id: int) -> PriceTag:
    """The tag in the language of the papers, with the price of today and the first code that sells one unit.

    What is weighed or measured says so behind its price. While the shop shows a second currency, its amount stands
    beside the first. Raises NotFound ``no_product``, Conflict ``tag_needs_price`` (``name``).
    """
    found = sold_as(tx, product_id)
    if found is None:
        raise NotFound("no_product")
    if found.unit_price is None:
        raise Conflict("tag_needs_price", name=found.name)
    shop, language = facts(tx), get(tx, PAPER_LANGUAGE)
    unit = paper_texts(language).gettext(names_of_units(tx)[found.unit_code])
    second = second_currency(tx)
    in_second = ""
    if second is not None:
        amount = second.amount(found.unit_price.for_qty(WHOLE_UNIT))
        in_second = f"{writing(language, second.decimals).money(amount)} {second.code}"
    return PriceTag(
        name=found.name,
        price=f"{writing(language, shop.decimals).unit_price(found.unit_price)} {shop.currency}",
        second_price=in_second,
        unit=f"1 {unit}" if found.unit_decimals else "",
        code=next((one.code for one in codes_of(tx, product_id) if not one.is_pack), ""),
        article=found.sku,
        direction=Direction.RIGHT_TO_LEFT if language in RIGHT_TO_LEFT else Direction.LEFT_TO_RIGHT,
    )
