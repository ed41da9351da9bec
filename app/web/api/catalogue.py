"""Products and stock levels."""

from flask import Response, request

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, Conflict
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, UnitPrice
from app.core.numbers import format_scaled
from app.places.service import place_of, tills
from app.web.api.operations import Operation, Parameter, answer, operation, whole_argument
from app.web.api.shapes import FamilyOut, ProductOut, ProductsOut, StockLevelsOut, StockOut
from app.web.shared.access import caller
from app.web.shared.units import read
from warehouse.catalogue.families import families
from warehouse.catalogue.variants import variants_among
from warehouse.shelf.cards import ProductCard
from warehouse.shelf.levels import levels_page
from warehouse.shelf.search import search_products

MOST = 200


@operation(
    Operation(
        "GET",
        "/products",
        "products",
        "Find products by name, SKU or code; the best hit first",
        "products:read",
        answer=ProductsOut,
        parameters=(
            Parameter("q", "any fragments in any order, or a code", required=True),
            Parameter("limit", "how many at most, 200", "integer"),
        ),
    )
)
def products() -> Response:
    """Products found by the words of ``q``."""
    query = request.args.get("q", "").strip()
    if not query:
        raise BadInput("bad_field", "q", problem="something to look for is wanted")
    with read() as tx:
        found = search_products(tx, query, whole_argument("limit", 50, 1, MOST), shop_of_caller(tx))
        of_families = _families(tx, [card.product_id for card in found])
        decimals = facts(tx).decimals
    shown = [_product(card, of_families.get(card.product_id), decimals) for card in found]
    return answer(ProductsOut(products=shown))


@operation(
    Operation(
        "GET",
        "/stock-levels",
        "stock_levels",
        "Stock levels of the shop",
        "stock:read",
        answer=StockLevelsOut,
        parameters=(
            Parameter("after", "the id the page begins after", "integer"),
            Parameter("limit", "how many at most, 200", "integer"),
        ),
    )
)
def stock_levels() -> Response:
    """Stock levels by product id, page by page."""
    limit = whole_argument("limit", MOST, 1, MOST)
    with read() as tx:
        rows = levels_page(tx, shop_of_caller(tx), after_id=whole_argument("after", 0, 0, 2**62), limit=limit)
    found = [
        StockOut(id=row.product_id, sku=row.sku, name=row.name, unit=row.unit_code, level=qty_text(row.level_milli))
        for row in rows
    ]
    return answer(StockLevelsOut(levels=found, next=found[-1].id if len(found) == limit else None))


def shop_of_caller(tx: ReadUnit) -> int:
    """The shop of the token's till, or the only shop; Conflict ``token_without_till`` where there are several."""
    till_id = caller().till_id
    if till_id is not None:
        return place_of(tx, till_id).shop_id
    shops = {place.shop_id for place in tills(tx)}
    if len(shops) != 1:
        raise Conflict("token_without_till")
    return shops.pop()


def qty_text(qty_milli: int) -> str:
    """A quantity as a decimal string without trailing zeros."""
    return format_scaled(qty_milli, 3, trim=True)


def unit_price_text(price: UnitPrice, decimals: int) -> str:
    """A unit price with the currency's decimals, more where it has them."""
    text = format_scaled(price.scaled, decimals + UNIT_PRICE_EXTRA_DECIMALS)
    for _ in range(UNIT_PRICE_EXTRA_DECIMALS):
        text = text.removesuffix("0")
    return text.removesuffix(".")


def _families(tx: ReadUnit, product_ids: list[int]) -> dict[int, FamilyOut]:
    """What makes those of the products that are variants variants."""
    variants = variants_among(tx, product_ids)
    known = families(tx, sorted({family_id for family_id, _ in variants.values()}))
    return {
        product_id: FamilyOut(
            id=family_id,
            name=known[family_id].data.name,
            values=dict(zip((one.name for one in known[family_id].attributes), values, strict=True)),
        )
        for product_id, (family_id, values) in variants.items()
    }


def _product(card: ProductCard, family: FamilyOut | None, decimals: int) -> ProductOut:
    return ProductOut(
        id=card.product_id,
        sku=card.sku,
        name=card.name,
        kind=card.kind,
        unit=card.unit_code,
        decimals=card.unit_decimals,
        code=card.code,
        price=unit_price_text(card.price, decimals) if card.price is not None else None,
        stock=qty_text(card.level_milli) if card.level_milli is not None else None,
        family=family,
    )
