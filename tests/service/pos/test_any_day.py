"""Whatever a day brings, in whatever order: the drawer, the Z reports and the stock are the sums of what happened."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import ShopError
from app.core.ids import new_uid
from app.core.money import ZERO, Money, total
from pos.account.ledger import account_of
from pos.cart import service as cart
from pos.cart.gift_cards import sell_gift_card, use_gift_card
from pos.cart.holding import hold_cart, take_up
from pos.cart.points import set_points
from pos.checkout.completed import CompletedSale
from pos.checkout.void import void_sale
from pos.offers.making import OfferWish, make_offer
from pos.offers.taking_up import take_up_offer
from pos.returns.service import returnable
from pos.sale.reading import SaleView
from pos.shift.account_payment import pay_off
from pos.shift.figures import Figures
from pos.shift.service import cash_in_out
from pos.shift.tips_out import pay_out_tips
from pos.tips.ledger import held_tips
from pos.tips.settings import TIPS
from tests.factories.amounts import money
from tests.factories.gift_cards import code_of, owed
from tests.factories.loyalty import POINT, gets_points, points, points_program, runs
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk

POINTS = 60
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "sell",
                "sell",
                "sell",
                "sell by card",
                "sell in parts",
                "sell with tip",
                "sell with tip",
                "pay tips out",
                "sell on account",
                "sell an offer",
                "sell a gift card",
                "sell for a gift card",
                "sell for points",
                "sell for points",
                "return",
                "return",
                "exchange",
                "sell with pledge",
                "sell with pledge",
                "empties",
                "sell and take empties",
                "void",
                "pay off",
                "cash in",
                "cash out",
                "hold and recall",
                "close and open",
            ]
        ),
        st.integers(0, 7),
        st.integers(1, 5),
    ),
    min_size=4,
    max_size=16,
)


class Day:
    """A day at one till, and what it should have come to."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        shop.sets(TIPS, True)
        self.till: TillDesk = shop.till()
        self.goods: list[Goods] = [
            shop.product("Saw", "12.50", tax="20"),
            shop.product("Nails", "3.33", tax="10"),
            shop.product("Book", "7.77", tax="none"),
        ]
        self.bottle = shop.pledge("Bottle", "0.25", tax="20")
        self.box = shop.pledge("Box", "1.50")
        self.beer = shop.product("Beer", "1.19", tax="10", stocked=False, pledges={self.bottle: 20, self.box: 1})
        self.given = self.empties = ZERO
        self.customer = shop.customer(credit="40.00")
        runs(shop, points_program())
        self.regular = shop.customer()
        gets_points(shop, self.regular, POINTS)
        self.codes: list[str] = []
        self.owed_on_cards = owed(shop)
        self.sales: list[CompletedSale] = []
        self.sold: list[CompletedSale] = []
        self.documents: list[CompletedSale] = []
        self.closed: list[Figures] = []
        self.drawer = money("100.00")
        self.owed = self.tips = ZERO

    def does(self, kind: str, which: int, number: int) -> None:
        """One act; what the shop's rules refuse has not happened."""
        acts: dict[str, Callable[[int, int], None]] = {
            "sell": lambda w, n: self._sells(w, n, cash="rest"),
            "sell by card": lambda w, n: self._sells(w, n, card="rest"),
            "sell in parts": lambda w, n: self._sells(w, n, card="1.00", cash="90.00"),
            "sell with tip": self._sells_with_tip,
            "pay tips out": self._pays_tips_out,
            "sell on account": self._sells_on_account,
            "sell an offer": self._sells_an_offer,
            "sell a gift card": self._sells_a_gift_card,
            "sell for a gift card": self._sells_for_a_gift_card,
            "sell for points": self._sells_for_points,
            "return": self._takes_back,
            "exchange": self._exchanges,
            "sell with pledge": self._sells_with_pledge,
            "empties": self._takes_empties,
            "sell and take empties": self._sells_and_takes_empties,
            "void": self._voids,
            "pay off": self._pays_off,
            "cash in": lambda w, n: self._moves_cash("in", n),
            "cash out": lambda w, n: self._moves_cash("out", n),
            "hold and recall": self._holds,
            "close and open": self._closes,
        }
        try:
            acts[kind](which, number)
        except ShopError:
            if self.till.cart is not None:
                self.till.cart_uid = self.till.rung_up.uid
                self.till.act(cart.drop_cart, "refused")
            self.till.cart_uid = new_uid()

    def _rings_up(self, which: int, number: int) -> None:
        self.till.adds(self.goods[which % 3], str(number))
        if which % 2:
            self.till.act(cart.set_cart_discount, 0, Money(number * 11), "regular")

    def _done(self, done: CompletedSale) -> None:
        self.documents.append(done)
        for line in self.till.sale(done).lines:
            self.given += line.gross if line.pledge == "given" else ZERO
            self.empties -= line.gross if line.pledge == "taken" else ZERO
            self.owed_on_cards += line.gross if line.loads else ZERO
        self.owed_on_cards -= total(amount for kind, amount in done.tenders if kind == "gift_card")
        cash = total(amount for kind, amount in done.tenders if kind == "cash")
        self.drawer += cash - done.change
        self.tips += ZERO if done.tip is None else done.tip.amount
        self.owed += total(amount for kind, amount in done.tenders if kind == "account")

    def _sells(self, which: int, number: int, **how: Any) -> None:
        self._rings_up(which, number)
        self._done_selling(self.till.pays(**how))

    def _sells_with_pledge(self, which: int, number: int) -> None:
        self.till.adds(self.beer, str(number))
        self._sells(which, number, cash="rest")

    def _sells_with_tip(self, which: int, number: int) -> None:
        ways: tuple[dict[str, Any], ...] = ({"cash": "rest"}, {"card": "rest"}, {"card": "1.00", "cash": "120.00"})
        self._rings_up(which, number)
        self.till.act(cart.set_tip, Money(number * 35))
        self._done_selling(self.till.pays(**ways[which % 3]))

    def _pays_tips_out(self, _which: int, number: int) -> None:
        assert self.till.cashier.account_id is not None
        amount = Money(number * 30)
        self.till.does(pay_out_tips, new_uid(), self.till.cashier.account_id, amount)
        self.tips -= amount
        self.drawer -= amount

    def _takes_empties(self, which: int, number: int) -> None:
        self.till.scans(self.box.code if which % 2 else self.bottle.code, str(number))
        self._done_selling(self.till.pays_out())

    def _sells_and_takes_empties(self, which: int, number: int) -> None:
        self.till.adds(self.bottle, str(number * 10))
        self.till.adds(self.beer if which % 2 else self.goods[0])
        out = self.till.rung_up.is_payout
        self._done_selling(self.till.pays_out() if out else self.till.pays(card="rest"))

    def _done_selling(self, done: CompletedSale) -> None:
        self.sales.append(done)
        if any(line.pledge is None for line in self.till.sale(done).lines):
            self.sold.append(done)
        self._done(done)

    def _sells_on_account(self, which: int, number: int) -> None:
        self.till.is_of(self.customer)
        self._sells(which, number, account="rest")

    def _sells_an_offer(self, which: int, number: int) -> None:
        self._rings_up(which, number)
        offer = self.till.act(make_offer, new_uid(), None, OfferWish(printed=False))
        self.till.cart_uid = new_uid()
        self.till.act(take_up_offer, new_uid(), offer.uid)
        self._done_selling(self.till.pays(cash="rest"))

    def _sells_a_gift_card(self, _which: int, number: int) -> None:
        self.till.act(sell_gift_card, new_uid(), money(f"{number}.50"))
        done = self.till.pays(cash="rest")
        self.codes.append(code_of(self.till, done.sale_id))
        self._done(done)

    def _sells_for_a_gift_card(self, which: int, number: int) -> None:
        if self.codes:
            self.till.act(use_gift_card, new_uid(), self.codes[which % len(self.codes)])
            self._sells(which, number, cash="rest")

    def _sells_for_points(self, which: int, number: int) -> None:
        self._rings_up(which, number)
        self.till.is_of(self.regular)
        self.till.act(set_points, number * 7 * POINT)
        self._done_selling(self.till.pays(cash="rest"))

    def _takes_back(self, which: int, number: int) -> None:
        if self.sold:
            self.till.takes_back(self.sold[which % len(self.sold)], str(number))
            self._done(self.till.pays_out())

    def _exchanges(self, which: int, number: int) -> None:
        if self.sold:
            self.till.takes_back(self.sold[which % len(self.sold)], "1")
            self.till.adds(self.goods[number % 3], str(number))
            self._done(self.till.pays_out() if self.till.rung_up.is_payout else self.till.pays(cash="rest"))

    def _voids(self, which: int, _number: int) -> None:
        if self.sales:
            sale = self.sales[which % len(self.sales)]
            self._done(self.till.does(void_sale, sale.uid, new_uid(), "mistake"))

    def _pays_off(self, _which: int, number: int) -> None:
        amount = Money(number * 100)
        self.till.does(pay_off, new_uid(), self.customer, "cash", amount)
        self.drawer += amount
        self.owed -= amount

    def _moves_cash(self, kind: str, number: int) -> None:
        amount = Money(number * 2500)
        self.till.does(cash_in_out, new_uid(), kind, amount, "change")
        self.drawer += amount if kind == "in" else -amount

    def does_back(self) -> None:
        """Pays out what is in the cart."""
        self._done(self.till.pays_out())

    def _holds(self, which: int, number: int) -> None:
        self._rings_up(which, number)
        held = self.till.cart_uid
        self.till.act(hold_cart)
        self.till.cart_uid = new_uid()
        self._sells(which + 1, number, cash="rest")
        self.till.cart_uid = held
        self.till.does(take_up, held)
        self._done(self.till.pays(cash="rest"))

    def _closes(self, _which: int, _number: int) -> None:
        closed = self.till.closes()
        assert closed.expected == self.drawer
        self.closed.append(closed.figures)
        self.till.opens()
        self.drawer = money("100.00")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_day_adds_up_and_returning_everything_leaves_nothing(
    shared_shop: Shop, acts: list[tuple[str, int, int]]
) -> None:
    day = Day(shared_shop)
    for act in acts:
        day.does(*act)
    till = day.till
    assert till.expected_cash == day.drawer
    is_owed(day)
    assert owed(day.shop) == day.owed_on_cards
    till.does(cash_in_out, new_uid(), "in", money("9000.00"), "change")
    # The last document first: a gift card comes back when all it was sold for is on it again.
    for done in reversed(list(day.documents)):
        gives_all_back(day, till.sale(done))
    day.closed.append(till.closes().figures)
    for name in ("turnover", "discount"):
        assert total(getattr(figures, name) for figures in day.closed) == ZERO, name
    # What is left is what the shop paid for empties: goods and the pledges sold with them have all come back.
    assert total(figures.gross for figures in day.closed) == -day.empties
    assert total(figures.net + figures.tax for figures in day.closed) == -day.empties
    assert total(figures.pledges.given for figures in day.closed) == day.given == ZERO
    assert total(figures.pledges.taken for figures in day.closed) == day.empties
    for figures in day.closed:
        taken = total(figures.tenders.values()) - figures.change
        assert taken == figures.gross + figures.rounding + figures.tips.given
    is_held(day)
    assert points(day.shop.database, day.regular) == POINTS
    assert [shared_shop.stock_of(goods) for goods in day.goods] == [0, 0, 0]
    assert shared_shop.faults() == ([], [])


def is_held(day: Day) -> None:
    with day.shop.database.read_unit() as tx:
        held = total(one.held for one in held_tips(tx) if one.account_id == day.till.cashier.account_id)
    given = total(figures.tips.given - figures.tips.paid_out for figures in day.closed)
    assert held == given == day.tips


def is_owed(day: Day) -> None:
    with day.shop.database.read_unit() as tx:
        account = account_of(tx, day.customer)
    assert account is not None
    assert account.owed == day.owed


def gives_all_back(day: Day, sale: SaleView) -> None:
    """Everything of a document that is still with the customer."""
    with day.shop.database.read_unit() as tx:
        left = [index for index, part in enumerate(returnable(tx, sale.head.uid).lines) if part.left_milli]
    for index in left:
        day.till.takes_back(sale.head, line=index)
    if left:
        day.does_back()
