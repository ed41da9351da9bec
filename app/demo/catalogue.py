"""The goods of the demo shop, put on its shelves by the same services as any shop's."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from stdnum import ean

from app.core.actor import Actor
from app.core.db.unit import Database, Unit
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, UNIT_PRICE_SCALE, UnitPrice
from app.core.numbers import parse_scaled
from app.core.pictures import Picture
from app.demo.deliveries import bought
from app.demo.goods import DemoGoods, demo_goods
from app.demo.pictures.colours import plate_of, tint_of
from app.demo.pictures.drawing import picture_of
from warehouse.catalogue.attributes import Attribute
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.categories import create_category
from warehouse.catalogue.families import FamilyData, create_family
from warehouse.catalogue.pictures import save_picture
from warehouse.catalogue.prices import set_price
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.catalogue.variants import join_family
from warehouse.shelf.favourites import add_favourite
from warehouse.stock.locations import ensure_locations
from warehouse.stock.receiving import receive

_DEMO_PREFIX: Final = "952"
"""GS1's prefix for demonstrations (GS1 Prefix list): no real article has such a number."""
_IN_STORE_PREFIX: Final = "200"
_OLD_CODE_EVERY: Final = 9
_LOW_EVERY: Final = 19
_NONE_LEFT_EVERY: Final = 47
_DEARER_EVERY: Final = 23
_DEARER_LATER_EVERY: Final = 61
_DEARER_AFTER: Final = timedelta(days=33)
_DEARER_LATER_AFTER: Final = timedelta(days=70)
_SEED: Final = 20260306


def fill_catalogue(database: Database, actor: Actor, shop_id: int) -> int:
    """Makes units, taxes, categories, goods with codes, prices, pictures, favourites and opening stock.

    Prices are those of ``goods.txt`` in the installation's currency. Answers how many products were made.
    """
    goods = list(demo_goods())
    pictures = _draw(goods)
    with database.unit_of_work(actor) as tx:
        shelves = _Shelves(tx, shop_id)
        made = [shelves.put(one, picture) for one, picture in zip(goods, pictures, strict=True)]
        places = {one.favourite: made[index] for index, one in enumerate(goods) if one.favourite is not None}
        for place in sorted(places):
            add_favourite(tx, shop_id, places[place])
    return len(goods)


def _draw(goods: Sequence[DemoGoods]) -> list[Picture]:
    branches = list(dict.fromkeys(one.category[0] for one in goods))
    return [
        picture_of(one.picture, plate_of(branches.index(one.category[0])), tint_of(one.colour, one.name, one.family))
        for one in goods
    ]


class _Shelves:
    """What has been made so far, and what the next product needs of it."""

    def __init__(self, tx: Unit, shop_id: int) -> None:
        self._tx = tx
        self._shop_id = shop_id
        self._decimals = facts(tx).decimals
        self._chance = random.Random(_SEED)  # noqa: S311  # a believable shop, not a secret
        self._categories: dict[tuple[str, ...], int] = {}
        self._families: dict[str, int] = {}
        self._count = 0
        add_standard_units(tx)
        ensure_locations(tx, shop_id)
        self._taxes = {
            "standard": create_tax_category(tx, "VAT 20 %", 2000, code="standard"),
            "reduced": create_tax_category(tx, "VAT 9 %", 900, code="reduced"),
            "exempt": create_tax_category(tx, "No VAT", None, code="exempt"),
        }

    def put(self, one: DemoGoods, picture: Picture) -> int:
        """Makes a product with everything that belongs to it; answers its id."""
        self._count += 1
        price = self._price(one.price)
        is_service = one.minutes is not None
        product_id = create_product(
            self._tx,
            ProductData(
                name=one.name,
                tax_category_id=self._taxes[one.tax],
                unit_code=one.unit,
                sku=f"{one.category[-1][:2].upper()}-{self._count:03}",
                kind="service" if is_service else "goods",
                category_id=self._category(one.category),
                duration_minutes=one.minutes,
            ),
            price=price,
            codes=() if is_service else self._codes(one),
        )
        save_picture(self._tx, product_id, picture)
        qty_milli = self._opening_qty(one)
        if qty_milli:
            receive(self._tx, self._shop_id, bought(product_id, qty_milli, price), "Opening stock")
        if one.attributes:
            self._into_family(product_id, one, price)
        self._change_price_later(product_id, price)
        return product_id

    def _into_family(self, product_id: int, one: DemoGoods, price: UnitPrice) -> None:
        if one.family not in self._families:
            common = FamilyData(one.family, self._taxes[one.tax], one.unit, self._category(one.category), price)
            first = [Attribute(name, (value,)) for name, value in zip(one.attributes, one.values, strict=True)]
            self._families[one.family] = create_family(self._tx, common, first)
        join_family(self._tx, self._families[one.family], product_id, one.values)

    def _category(self, path: tuple[str, ...]) -> int:
        if path not in self._categories:
            parent = self._category(path[:-1]) if len(path) > 1 else None
            self._categories[path] = create_category(self._tx, path[-1], parent)
        return self._categories[path]

    def _codes(self, one: DemoGoods) -> list[Code]:
        own = f"{_DEMO_PREFIX}{10_000_000 + self._count * 137:09}"
        codes = [Code(own + ean.calc_check_digit(own))]
        if self._count % _OLD_CODE_EVERY == 0:
            old = f"{_IN_STORE_PREFIX}{self._count:09}"
            codes.append(Code(old + ean.calc_check_digit(old)))
        if one.box is not None:
            # An outer box carries the number of what is in it behind a digit of its own (GTIN-14).
            box = f"1{own}"
            price = None if one.box.price is None else self._price(one.box.price)
            pieces = one.box.pieces
            codes.append(Code(box + ean.calc_check_digit(box), f"Box of {pieces}", pieces * 1000, price))
        return codes

    def _price(self, text: str) -> UnitPrice:
        return UnitPrice(parse_scaled(text, self._decimals + UNIT_PRICE_EXTRA_DECIMALS))

    def _opening_qty(self, one: DemoGoods) -> int:
        if not one.stock or self._count % _NONE_LEFT_EVERY == 0:
            return 0
        about = round(one.stock * self._chance.uniform(0.8, 1.25))
        if self._count % _LOW_EVERY == 0:
            about = max(about // 20, 1)
        return about * 1000

    def _change_price_later(self, product_id: int, price: UnitPrice) -> None:
        """Some prices rose a month after the opening, a few are about to rise."""
        if self._count % _DEARER_EVERY == 0:
            later = _DEARER_AFTER
        elif self._count % _DEARER_LATER_EVERY == 0:
            later = _DEARER_LATER_AFTER
        else:
            return
        tenth = 10 * UNIT_PRICE_SCALE
        dearer = UnitPrice(price.scaled * 106 // 100 // tenth * tenth)
        if dearer.scaled > price.scaled:
            set_price(self._tx, product_id, dearer, valid_from=self._tx.now + later)
