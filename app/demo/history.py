"""Days that a demo shop has lived through, rung up by the same services as a real day."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.db.unit import Database, Unit
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.money import Money
from app.demo.baskets import Shoppers
from app.demo.deliveries import fill_up
from app.demo.prepaid import pay_by_packages, sell_in_advance
from app.demo.regulars import Regulars
from app.places.day import shop_zone
from app.places.service import place_of
from pos.cart.service import add_product, read_cart, remove_line, set_cart_discount, set_customer
from pos.cart.views import CartView
from pos.cash import denominations, quick_cash
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.shift.service import cash_in_out, close_shift, open_shift, x_report

OPENING: Final = time(9, 0)
HOURS_OPEN: Final = 10
WEEKDAY_SALES: Final = (17, 18, 19, 22, 29, 38, 0)
"""Sales of a usual day, Monday first; the shop is closed on Sunday."""
_MONDAY: Final = 0
_FLOAT: Final = Money(100_00)
_ERRANDS: Final = ("Milk and coffee", "Postage for a parcel", "Light bulbs for the salon", "Parking")
_WORTH_A_DISCOUNT: Final = Money(20_00)
_WRONG_COUNT_SHARE: Final = 0.12
_DISCOUNT_SHARE: Final = 0.1
_CHANGED_MIND_SHARE: Final = 0.03
_ERRAND_SHARE: Final = 0.15


class History:
    """Rings up day after day on one till, with a seed, so that every demo shop lives the same life."""

    def __init__(
        self,
        database: Database,
        clock: SetClock,
        till_id: int,
        cashiers: tuple[Actor, ...],
        regulars: Regulars,
        packages: Sequence[int],
    ) -> None:
        self._database = database
        self._clock = clock
        self._till_id = till_id
        self._cashiers = cashiers
        self._regulars = regulars
        self._packages = packages
        self._chance = random.Random(20260306)  # noqa: S311  # a believable shop, not a secret
        self._has_sold_in_advance = False
        with database.read_unit() as tx:
            self._zone = shop_zone(tx)
            self._currency, self._decimals = facts(tx).currency, facts(tx).decimals
            self._shop_id = place_of(tx, till_id).shop_id
            self._shoppers = Shoppers(tx, self._shop_id, self._chance)

    def live(self, first_day: date, days: int) -> int:
        """Lives ``days`` days from ``first_day``; answers how many sales were rung up."""
        return sum(self._day(first_day + timedelta(days=offset)) for offset in range(days))

    def _day(self, day: date) -> int:
        usual = WEEKDAY_SALES[day.weekday()]
        if not usual:
            return 0
        customers = max(3, round(self._chance.gauss(usual, usual / 6)))
        opening = datetime.combine(day, OPENING, self._zone)
        closing = opening + timedelta(hours=HOURS_OPEN)
        cashier = self._cashiers[day.toordinal() % len(self._cashiers)]
        minutes = sorted(self._chance.randrange(5, HOURS_OPEN * 60 - 10) for _ in range(customers))
        if day.weekday() == _MONDAY:
            self._act(opening - timedelta(minutes=40), cashier, lambda tx: fill_up(tx, self._shop_id))
        self._act(opening, cashier, lambda tx: open_shift(tx, self._till_id, new_uid(), self._counts(_FLOAT)))
        if not self._has_sold_in_advance:
            self._has_sold_in_advance = True
            self._act(opening + timedelta(minutes=2), cashier, self._sell_in_advance)
        sales = sum(self._act(opening + timedelta(minutes=minute), cashier, self._customer) for minute in minutes)
        self._act(closing, cashier, self._cash_out)
        self._act(closing + timedelta(minutes=10), cashier, self._close)
        return sales

    def _act(self, instant: datetime, cashier: Actor, use_case: Callable[[Unit], object]) -> bool:
        self._clock.set(instant)
        with self._database.unit_of_work(cashier) as tx:
            return bool(use_case(tx))

    def _sell_in_advance(self, tx: Unit) -> None:
        sell_in_advance(tx, self._till_id, self._packages, self._regulars.ids)

    def _customer(self, tx: Unit) -> bool:
        """Sells a basket; False where its customer found nothing."""
        basket = self._shoppers.basket(tx)
        if not basket:
            return False
        cart_uid = new_uid()
        for pick in basket:
            add_product(
                tx,
                self._till_id,
                cart_uid,
                new_uid(),
                pick.product_id,
                pick.qty_milli,
                barcode_id=pick.barcode_id,
            )
        customer_id = self._regulars.next()
        if customer_id is not None:
            set_customer(tx, self._till_id, cart_uid, new_uid(), customer_id)
        cart = self._with_second_thoughts(tx, cart_uid)
        tenders = self._regulars.on_account(tx, customer_id, cart) or self._tenders(cart.cash_to_pay)
        checkout(tx, self._till_id, cart_uid, cart.version, tenders)
        return True

    def _with_second_thoughts(self, tx: Unit, cart_uid: str) -> CartView:
        """The cart as it is paid: here and there a line is taken back, a regular gets something off."""
        cart = read_cart(tx, self._till_id)
        assert cart is not None
        if len(cart.lines) > 2 and self._chance.random() < _CHANGED_MIND_SHARE:
            cart = remove_line(tx, self._till_id, cart_uid, cart.lines[-1].uid).cart
        cart = pay_by_packages(tx, self._till_id, cart)
        if cart.to_pay > _WORTH_A_DISCOUNT and self._chance.random() < _DISCOUNT_SHARE:
            percent_bp = self._chance.choice((500, 500, 1000))
            cart = set_cart_discount(tx, self._till_id, cart_uid, percent_bp, Money(0), "Regular customer").cart
        return cart

    def _tenders(self, to_pay: Money) -> list[TenderRequest]:
        way = self._chance.random()
        if not to_pay:
            return [TenderRequest("cash")]
        offered = quick_cash(to_pay, self._decimals, self._currency)
        if way < 0.45 and offered:  # four of ten pay in cash
            return [TenderRequest("cash", self._chance.choice(offered))]
        if way < 0.47 and to_pay > Money(40_00):  # some have a note and pay the rest by card
            return [TenderRequest("cash", Money(20_00)), TenderRequest("card")]
        return [TenderRequest("transfer" if way > 0.97 else "card")]  # few pay by transfer

    def _cash_out(self, tx: Unit) -> None:
        self._regulars.pay_off(tx, self._till_id)
        if self._chance.random() < _ERRAND_SHARE:
            amount = Money(self._chance.randrange(2_50, 14_00, 10))
            cash_in_out(tx, self._till_id, new_uid(), "petty_cash", amount, self._chance.choice(_ERRANDS))
        surplus = x_report(tx, self._till_id).expected_cash - _FLOAT
        if surplus > Money(50_00):
            cash_in_out(tx, self._till_id, new_uid(), "safe_drop", surplus, "End of the day")

    def _close(self, tx: Unit) -> None:
        expected = x_report(tx, self._till_id).expected_cash
        reason = ""
        if self._chance.random() < _WRONG_COUNT_SHARE:
            expected += self._chance.choice((Money(-2_00), Money(-50), Money(-20), Money(10), Money(1_00)))
            reason = "Counted twice"
        close_shift(tx, self._till_id, new_uid(), self._counts(expected), reason)

    def _counts(self, amount: Money) -> dict[int, int]:
        """The amount in as few coins and notes as possible."""
        counts, rest = {}, amount.minor
        for piece in reversed(denominations(self._decimals, self._currency)):
            counts[piece.minor], rest = divmod(rest, piece.minor)
        return counts
