"""The goods of the demo shop, put on its shelves by the same services as any shop's."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from stdnum import ean

from app.core.actor import Actor
from app.core.db.unit import Database, Unit
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, UnitPrice
from app.core.numbers import parse_scaled
from app.demo import salon_pictures, tool_pictures
from app.demo.goods import DemoGoods, demo_goods
from app.demo.sketch import Sketch
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.categories import create_category
from warehouse.catalogue.pictures import Picture, save_picture
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.shelf.favourites import add_favourite
from warehouse.stock.locations import ensure_locations, locations_of
from warehouse.stock.models import StockLevel, StockMove
from warehouse.stock.receiving import RECEIPT, Received, receive

HUES: Final = (14, 36, 96, 152, 180, 206, 228, 262, 345)
_HUES_OF_CATEGORY: Final = 3
_DEMO_GTIN_PREFIX: Final = "952"
"""GS1's prefix for demonstrations (GS1 General Specifications, GS1 Prefix list)."""
_IN_STORE_PREFIX: Final = "200"
_OLD_CODE_EVERY: Final = 9
_DEARER_EVERY: Final = 23
_DEARER_LATER_EVERY: Final = 61
_SEED: Final = 20260306


def fill_catalogue(database: Database, actor: Actor, shop_id: int) -> int:
    """Makes units, taxes, categories, goods with codes, prices, pictures, favourites and opening stock.

    Prices are those of ``goods.txt`` in the installation's currency. Answers how many products were made.
    """
    goods = list(demo_goods())
    pictures = _draw(goods)
    with database.unit_of_work(actor) as tx:
        shelves = _Shelves(tx, shop_id, pictures)
        for one in goods:
            shelves.put(one)
    return len(goods)


def restock(tx: Unit, shop_id: int) -> int:
    """Fills up what has run low to what the shop opened with, as a good shop does every week; answers how many."""
    ends = locations_of(tx, shop_id)
    opening = (
        select(StockMove.qty_milli)
        .where(StockMove.product_id == StockLevel.product_id, StockMove.document_kind == RECEIPT)
        .order_by(StockMove.id)
        .limit(1)
        .correlate(StockLevel)
        .scalar_subquery()
    )
    low = tx.execute(
        select(StockLevel.product_id, StockLevel.qty_milli, opening)
        .where(StockLevel.location_id == ends.shop, StockLevel.qty_milli * 2 < opening)
        .order_by(StockLevel.product_id)
    ).all()
    for product_id, level_milli, opened_with in low:
        receive(tx, shop_id, Received(product_id, opened_with - level_milli), "Weekly delivery")
    return len(low)


PictureKey = tuple[str, int]


def _hue_number(one: DemoGoods) -> int:
    return one.family % _HUES_OF_CATEGORY


def _draw(goods: list[DemoGoods]) -> dict[PictureKey, Picture]:
    """Each category's picture in three colours, so that neighbours differ and a shelf still looks like one."""
    drawn: dict[PictureKey, Picture] = {}
    motifs = sorted({one.picture for one in goods})
    for one in goods:
        key = (one.picture, _hue_number(one))
        if key not in drawn:
            hue = HUES[(motifs.index(one.picture) * 4 + key[1] * 3) % len(HUES)]
            sketch = Sketch(hue)
            (tool_pictures.PICTURES.get(one.picture) or salon_pictures.PICTURES[one.picture])(sketch)
            drawn[key] = Picture("image/webp", sketch.webp())
    return drawn


@dataclass
class _Shelves:
    """What has been made so far, and what the next product needs of it."""

    tx: Unit
    shop_id: int
    pictures: Mapping[PictureKey, Picture]
    categories: dict[tuple[str, ...], int] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(_SEED)  # noqa: S311  # a believable shop, not a secret
        self._decimals = facts(self.tx).decimals
        add_standard_units(self.tx)
        ensure_locations(self.tx, self.shop_id)
        self._taxes = {
            "standard": create_tax_category(self.tx, "Standard", 2000),
            "reduced": create_tax_category(self.tx, "Reduced", 900),
            "exempt": create_tax_category(self.tx, "Exempt", None),
        }

    def put(self, one: DemoGoods) -> None:
        """Makes a product with everything that belongs to it."""
        self.count += 1
        price = self._price(one.price)
        product_id = create_product(
            self.tx,
            ProductData(
                name=one.name,
                tax_category_id=self._taxes[one.tax],
                unit_code=one.unit,
                sku=f"{one.picture[:2].upper()}-{self.count:03}",
                kind="service" if one.is_service else "goods",
                category_id=self._category(one.category),
                stocked=bool(one.stock),
                duration_minutes=one.minutes,
            ),
            price=price,
            codes=() if one.is_service else self._codes(one),
        )
        save_picture(self.tx, product_id, self.pictures[one.picture, _hue_number(one)])
        if one.favourite:
            add_favourite(self.tx, self.shop_id, product_id)
        if one.stock:
            about = round(one.stock * self._chance.uniform(0.8, 1.25))
            receive(self.tx, self.shop_id, Received(product_id, about * 1000), "Opening stock")
        self._change_price_later(product_id, price)

    def _category(self, path: tuple[str, ...]) -> int:
        if path not in self.categories:
            parent = self._category(path[:-1]) if len(path) > 1 else None
            self.categories[path] = create_category(self.tx, path[-1], parent)
        return self.categories[path]

    def _codes(self, one: DemoGoods) -> list[Code]:
        own = f"{_DEMO_GTIN_PREFIX}{10_000_000 + self.count * 137:09}"
        codes = [Code(own + ean.calc_check_digit(own))]
        if self.count % _OLD_CODE_EVERY == 0:
            old = f"{_IN_STORE_PREFIX}{self.count:09}"
            codes.append(Code(old + ean.calc_check_digit(old)))
        if one.box is not None:
            pieces, price = one.box
            # The outer box carries the number of the goods in it behind an indicator digit (GTIN-14).
            box = f"1{own}"
            codes.append(Code(box + ean.calc_check_digit(box), f"Box of {pieces}", pieces * 1000, self._price(price)))
        return codes

    def _price(self, text: str) -> UnitPrice:
        return UnitPrice(parse_scaled(text, self._decimals + UNIT_PRICE_EXTRA_DECIMALS))

    def _change_price_later(self, product_id: int, price: UnitPrice) -> None:
        """Some prices rose a month after the opening, a few are about to rise."""
        if self.count % _DEARER_EVERY == 0:
            later = timedelta(days=33)
        elif self.count % _DEARER_LATER_EVERY == 0:
            later = timedelta(days=70)
        else:
            return
        dearer = UnitPrice(price.scaled * 106 // 100 // 10**5 * 10**5 or price.scaled)
        set_price(self.tx, product_id, dearer, valid_from=self.tx.now + later)
