"""What the customers of the demo shop put in their baskets: cheap things often and by the handful, dear ones rarely."""

import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.money import UNIT_PRICE_SCALE, UnitPrice
from loyalty.packages.terms import packages_among
from warehouse.catalogue.models import Barcode, Category, Favourite, Product, UnitOfMeasure
from warehouse.catalogue.sold_as import WHOLE_UNIT
from warehouse.shelf.cards import price_now
from warehouse.stock.levels import levels

MOST_LINES: Final = 8
_PRICE_STEPS: Final = (15, 100, 500, 1500, 4000, 10_000)
"""Where a price begins to matter, in hundredths."""
_WEIGHTS: Final = (7, 8, 9, 7, 4, 1.5, 0.6)
"""How often goods of a price are bought, one more than there are steps."""
_PIECES: Final = (
    (10, 20, 25, 40, 50, 50, 100),
    (1, 1, 2, 2, 4, 5, 8, 10),
    (1, 1, 1, 2, 2, 3, 4),
    (1, 1, 1, 1, 2),
    (1,),
    (1,),
    (1,),
)
"""How many pieces of goods of a price a customer takes."""
_MEASURED_MILLI: Final[Mapping[str, range]] = {"kg": range(150, 2500, 50), "m": range(1000, 15_000, 500)}
_FAVOURITE: Final = 4
_SERVICE: Final = 4
_PACK_SHARE: Final = 0.2
_SAME_BRANCH_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Pick:
    """A line of a basket; a barcode stands for a whole pack of it."""

    product_id: int
    qty_milli: int
    barcode_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Goods:
    product_id: int
    unit_code: str
    branch: str
    stocked: bool
    step: int
    weight: float
    packs: tuple[tuple[int, int], ...]


class Shoppers:
    """Fills baskets with what is on the shelves; the same chance fills the same baskets."""

    def __init__(self, tx: ReadUnit, shop_id: int, chance: random.Random) -> None:
        self._shop_id = shop_id
        self._chance = chance
        self._all = _goods(tx, shop_id)
        self._by_branch: defaultdict[str, list[_Goods]] = defaultdict(list)
        for goods in self._all:
            self._by_branch[goods.branch].append(goods)

    def basket(self, tx: ReadUnit) -> list[Pick]:
        """One to eight lines, mostly from one branch of the shop; empty where nothing looked for was there."""
        lines = min(1 + int(self._chance.expovariate(0.6)), MOST_LINES)
        chosen = [self._choice(self._all)]
        while len(chosen) < lines:
            same = self._chance.random() < _SAME_BRANCH_SHARE
            goods = self._choice(self._by_branch[chosen[0].branch] if same else self._all)
            if goods not in chosen:
                chosen.append(goods)
        left = levels(tx, [goods.product_id for goods in chosen], self._shop_id)
        picks = [self._pick(goods, left[goods.product_id]) for goods in chosen]
        return [pick for pick in picks if pick is not None]

    def _choice(self, goods: Sequence[_Goods]) -> _Goods:
        return self._chance.choices(goods, weights=[one.weight for one in goods])[0]

    def _pick(self, goods: _Goods, left_milli: int) -> Pick | None:
        if not goods.stocked:
            return Pick(goods.product_id, WHOLE_UNIT)
        if goods.packs and self._chance.random() < _PACK_SHARE:
            barcode_id, content_milli = self._chance.choice(goods.packs)
            if content_milli <= left_milli:
                return Pick(goods.product_id, WHOLE_UNIT, barcode_id)
        measured = _MEASURED_MILLI.get(goods.unit_code)
        wanted = self._chance.choice(measured or [pieces * WHOLE_UNIT for pieces in _PIECES[goods.step]])
        # Nobody buys more than lies there.
        qty_milli = min(wanted, left_milli)
        return Pick(goods.product_id, qty_milli) if qty_milli > 0 else None


def _goods(tx: ReadUnit, shop_id: int) -> list[_Goods]:
    packs: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for product_id, barcode_id, content_milli in tx.execute(
        select(Barcode.product_id, Barcode.id, Barcode.pack_qty_milli)
        .where(Barcode.pack_qty_milli != WHOLE_UNIT)
        .order_by(Barcode.id)
    ):
        packs[product_id].append((barcode_id, content_milli))
    packages = packages_among(tx, tx.execute(select(Product.id).where(Product.kind == "service")).scalars().all())
    rows = tx.execute(
        select(
            Product.id, Product.unit_code, Product.kind, Product.stocked, Category.path, price_now(), Favourite.shop_id
        )
        .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
        .join(Category, Category.id == Product.category_id)
        .outerjoin(Favourite, (Favourite.product_id == Product.id) & (Favourite.shop_id == shop_id))
        .where(Product.active)
        .order_by(Product.id),
        {"now": tx.now},
    )
    goods = []
    for product_id, unit_code, kind, stocked, path, price, favourite in rows:
        # A package of visits is somebody's: it is not put into just any basket.
        if product_id in packages:
            continue
        step = bisect(_PRICE_STEPS, _hundredths(price))
        weight = _WEIGHTS[step] * (_FAVOURITE if favourite else 1) * (_SERVICE if kind == "service" else 1)
        branch = path.partition("/")[0]
        goods.append(_Goods(product_id, unit_code, branch, stocked, step, weight, tuple(packs[product_id])))
    return goods


def _hundredths(price: UnitPrice) -> float:
    return price.scaled / UNIT_PRICE_SCALE
