"""Fifty thousand products with barcodes, prices and stock, the same ones every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Final
from uuid import UUID

from app.core.codes import match_code
from app.core.db.search import search_text
from app.core.money import UNIT_PRICE_SCALE
from benchmarks.bulk import Bulk, Row
from benchmarks.shop import Opened

PRODUCTS: Final = 50_000
OPENING_STOCK_MILLI: Final = 1_000_000
PRICED_FROM: Final = datetime(2025, 1, 1, tzinfo=UTC)

_THINGS: Final = (
    "Hammer", "Cordless drill", "Wood screw", "Hex bolt", "Wall paint", "Masking tape", "Chisel", "Handsaw",
    "Spirit level",
    "Angle grinder", "Sanding disc", "Extension lead", "Door hinge", "Padlock", "Silicone sealant", "Work gloves",
    "Дрель ударная", "Шуруп по дереву", "Краска фасадная", "Перчатки рабочие", "Пила ножовочная", "Герметик",
    "Отвёртка", "Уровень строительный", "Шампунь", "Маска для волос", "Бальзам", "Лак для ногтей", "Ножницы", "Щётка",
)  # fmt: skip
_MAKERS: Final = (
    "Bosch", "Makita", "Stanley", "Knipex", "Wera", "Fischer", "Tesa", "Ceresit", "Metabo", "Hilti", "Dremel", "Зубр",
    "Интерскол", "Эстель", "Капоус", "Вихрь", "Londa", "Wella", "Matrix", "Bahco",
)  # fmt: skip
_COLOURS: Final = ("red", "blue", "black", "white", "grey", "зелёный", "жёлтый", "steel", "zinc", "brass")


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the history sells it; ``price`` in minor units."""

    id: int
    sku: str
    name: str
    code: str
    price: int
    tax_category_id: int
    tax_rate_bp: int


def products(taxes: tuple[tuple[int, int], ...]) -> list[Product]:
    """The catalogue, ids from 1; ``taxes`` are (tax category, its rate in basis points), the usual one first."""
    random = Random("goods")  # the same goods in every run
    made = []
    for number in range(1, PRODUCTS + 1):
        thing, maker, colour = random.choice(_THINGS), random.choice(_MAKERS), random.choice(_COLOURS)
        size = f"{random.randrange(2, 40) / 2:g}x{random.randrange(10, 250)}"
        tax_category_id, rate_bp = taxes[0] if random.random() < 0.9 else taxes[1]
        made.append(
            Product(
                id=number,
                sku=f"S{number:05d}",
                name=f"{thing} {maker} {size} {colour} {random.randrange(100, 1000)}",
                code=ean13(f"460{number * 19937 % 10**9:09d}"),
                price=random.randrange(40, 20_000),
                tax_category_id=tax_category_id,
                tax_rate_bp=rate_bp,
            )
        )
    return made


def ean13(first_twelve: str) -> str:
    """The number with its check digit (GS1 General Specifications, section 7.9)."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first_twelve))
    return f"{first_twelve}{-weighted % 10}"


def load_goods(bulk: Bulk, opened: Opened, catalogue: list[Product]) -> None:
    """Writes the catalogue and the goods that came in before the first sale; levels follow with the history."""
    bulk.load(
        "product",
        (
            "id", "uid", "sku", "name", "kind", "unit_code", "tax_category_id", "discountable", "stocked", "active",
            "price_at_sale", "search_text", "changed_at",
        ),
        (
            (
                one.id, str(UUID(int=one.id)), one.sku, one.name, "goods", "piece", one.tax_category_id, True, True,
                True, False, search_text(one.name, [one.sku, one.code]), PRICED_FROM,
            )
            for one in catalogue
        ),
    )  # fmt: skip
    bulk.load(
        "barcode",
        ("product_id", "code", "match_code", "pack_qty_milli"),
        ((one.id, one.code, match_code(one.code), 1000) for one in catalogue),
    )
    bulk.load(
        "product_price",
        ("product_id", "valid_from", "price"),
        ((one.id, PRICED_FROM, one.price * UNIT_PRICE_SCALE) for one in catalogue),
    )
    bulk.load(
        "stock_move",
        (
            "product_id", "from_location_id", "to_location_id", "qty_milli", "document_kind", "document_id", "at",
            "business_date",
        ),
        _opening(opened, catalogue),
    )  # fmt: skip


def _opening(opened: Opened, catalogue: list[Product]) -> Iterator[Row]:
    ends = opened.locations
    day = PRICED_FROM.date()
    for one in catalogue:
        yield one.id, ends.supplier, ends.shop, OPENING_STOCK_MILLI, "opening", 1, PRICED_FROM, day
