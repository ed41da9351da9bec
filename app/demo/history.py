"""Days that a demo shop has lived through, rung up by the same services as a real day."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.db.unit import Database, Unit
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.money import Money
from app.places.day import shop_zone
from pos.cart.service import add_product, read_cart
from pos.cash import denominations, quick_cash
from pos.checkout.service import TenderRequest, checkout
from pos.shift.service import cash_in_out, close_shift, open_shift, x_report
from warehouse.catalogue.models import Category, Product

OPENING: Final = time(9, 0)
HOURS_OPEN: Final = 10
WEEKDAY_SALES: Final = (14, 15, 16, 18, 24, 34, 0)
"""Sales of a usual day, Monday first; the shop is closed on Sunday."""


@dataclass(frozen=True, slots=True)
class _Goods:
    product_id: int
    weighed: bool
    weight: int


class History:
    """Rings up day after day on one till, with a seed, so that every demo shop lives the same life."""

    def __init__(self, database: Database, clock: SetClock, till_id: int, cashiers: tuple[Actor, ...]) -> None:
        self._database = database
        self._clock = clock
        self._till_id = till_id
        self._cashiers = cashiers
        self._chance = random.Random(20260306)  # noqa: S311  # a believable shop, not a secret
        with database.read_unit() as tx:
            self._zone = shop_zone(tx)
            self._currency, self._decimals = facts(tx).currency, facts(tx).decimals
            rows = tx.execute(
                select(Product.id, Product.unit_code, Category.path)
                .outerjoin(Category, Category.id == Product.category_id)
                .where(Product.active)
                .order_by(Product.id)
            ).all()
        # A few goods sell every day, most sell now and then.
        self._goods = [
            _Goods(row.id, row.unit_code not in ("piece", "set", "pair"), 1 + int(30 / (1 + index % 37)))
            for index, row in enumerate(rows)
        ]

    def live(self, first_day: date, days: int) -> int:
        """Lives ``days`` days from ``first_day``; answers how many sales were rung up."""
        return sum(self._day(first_day + timedelta(days=offset)) for offset in range(days))

    def _day(self, day: date) -> int:
        usual = WEEKDAY_SALES[day.weekday()]
        if not usual:
            return 0
        count = max(3, round(self._chance.gauss(usual, usual / 6)))
        opening = datetime.combine(day, OPENING, self._zone)
        cashier = self._cashiers[day.toordinal() % len(self._cashiers)]
        minutes = sorted(self._chance.randrange(5, HOURS_OPEN * 60 - 10) for _ in range(count))
        self._act(opening, cashier, lambda tx: open_shift(tx, self._till_id, new_uid(), self._counts(Money(100_00))))
        for minute in minutes:
            self._act(opening + timedelta(minutes=minute), cashier, self._sale)
        closing = opening + timedelta(hours=HOURS_OPEN)
        self._act(closing, cashier, self._to_the_safe)
        self._act(closing + timedelta(minutes=10), cashier, self._close)
        return count

    def _act(self, instant: datetime, cashier: Actor, use_case: Callable[[Unit], object]) -> None:
        self._clock.set(instant)
        with self._database.unit_of_work(cashier) as tx:
            use_case(tx)

    def _sale(self, tx: Unit) -> None:
        cart_uid = new_uid()
        lines = min(1 + int(self._chance.expovariate(0.7)), 8)
        chosen = self._chance.choices(self._goods, weights=[one.weight for one in self._goods], k=lines)
        for goods in chosen:
            pieces = self._chance.choice((1, 1, 1, 2, 3)) * 1000
            qty_milli = self._chance.randrange(150, 3000, 50) if goods.weighed else pieces
            add_product(tx, self._till_id, cart_uid, new_uid(), goods.product_id, qty_milli)
        cart = read_cart(tx, self._till_id)
        assert cart is not None
        checkout(tx, self._till_id, cart_uid, cart.version, self._tenders(cart.cash_to_pay))

    def _tenders(self, to_pay: Money) -> list[TenderRequest]:
        way = self._chance.random()
        if way < 0.45:  # four of ten pay in cash
            offered = quick_cash(to_pay, self._decimals, self._currency)
            return [TenderRequest("cash", self._chance.choice(offered) if offered else None)]
        return [TenderRequest("transfer" if way > 0.97 else "card")]  # few pay by transfer

    def _to_the_safe(self, tx: Unit) -> None:
        surplus = x_report(tx, self._till_id).expected_cash - Money(100_00)
        if surplus > Money(50_00):
            cash_in_out(tx, self._till_id, new_uid(), "safe_drop", surplus, "End of the day")

    def _close(self, tx: Unit) -> None:
        expected = x_report(tx, self._till_id).expected_cash
        close_shift(tx, self._till_id, new_uid(), self._counts(expected))

    def _counts(self, amount: Money) -> dict[int, int]:
        """The amount in as few coins and notes as possible."""
        counts, rest = {}, amount.minor
        for piece in reversed(denominations(self._decimals, self._currency)):
            counts[piece.minor], rest = divmod(rest, piece.minor)
        return counts
