"""What is sold, from its JSON: the products of a scenario and the one-off goods of a line share their keys."""

from dataclasses import dataclass, replace
from typing import Final

from app.core.errors import BadInput
from app.core.json_fields import MAX_COUNT, Fields, boolean, integer, list_of, tax_rate, text, unit_price
from app.core.money import UnitPrice
from app.core.numbers import QTY_DECIMALS
from app.core.percent import Percent
from pos.pricing.values import Shop

PIECE: Final = "piece"
GOODS_KEYS: Final = frozenset(
    {"price", "tax", "unit", "category", "tags", "prices_include_tax", "discountable", "earns"}
)
_PRODUCT_KEYS: Final = GOODS_KEYS | {"code", "name", "decimals", "pieces"}

_texts: Final = list_of(text)
_qty_decimals: Final = integer(0, QTY_DECIMALS)
_pieces: Final = integer(1, MAX_COUNT)


@dataclass(frozen=True, slots=True)
class Goods:
    """What a line needs to know of what it sells; a product without ``price`` waits for the price of its line."""

    price: UnitPrice | None
    tax: Percent | None
    prices_include_tax: bool
    qty_decimals: int
    discountable: bool
    earns: bool
    by_piece: bool
    category: str | None
    tags: tuple[str, ...]
    pieces: int = 1


def read_goods(fields: Fields, shop: Shop) -> Goods:
    """The goods of an object that has the keys GOODS_KEYS, and perhaps ``decimals``."""
    unit = fields.get("unit", text, PIECE)
    return Goods(
        price=fields.get("price", unit_price(shop.decimals), None),
        tax=fields.get("tax", tax_rate, None),
        prices_include_tax=fields.get("prices_include_tax", boolean, shop.prices_include_tax),
        qty_decimals=fields.get("decimals", _qty_decimals, 0 if unit == PIECE else QTY_DECIMALS),
        discountable=fields.get("discountable", boolean, True),
        earns=fields.get("earns", boolean, True),
        by_piece=unit == PIECE,
        category=fields.get("category", text, None),
        tags=tuple(fields.get("tags", _texts, ())),
    )


def read_products(value: object, path: str, shop: Shop) -> dict[str, Goods]:
    """The products by code; raises BadInput ``duplicate_product`` where a code stands twice."""
    products: dict[str, Goods] = {}

    def read(entry: object, entry_path: str) -> None:
        fields = Fields(entry, entry_path, _PRODUCT_KEYS)
        code = fields.need("code", text)
        if code in products:
            raise BadInput("duplicate_product", fields.path("code"), got=code[:40])
        fields.check("name", text)
        products[code] = replace(read_goods(fields, shop), pieces=fields.get("pieces", _pieces, 1))

    list_of(read)(value, path)
    return products
