"""Whatever is sold, paid with cards, taken back, credited and voided: what is owed is what the figures say."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO, Money, total
from loyalty.gift_cards.cards import replace_gift_card
from loyalty.gift_cards.proof import check_gift_cards
from pos.cart.gift_cards import use_balance, use_gift_card
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import void_sale
from pos.returns.service import returnable
from pos.shift.service import x_report
from tests.factories.amounts import money
from tests.factories.gift_cards import card, owed, sells_balance, sells_card
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["sell_card", "pay", "pay", "take_back", "credit", "void", "replace", "top_up"]),
        st.integers(1, 3000),
    ),
    min_size=3,
    max_size=9,
)


class Day:
    """A day at one till that sells cards and takes them."""

    def __init__(self, till: TillDesk, goods: Goods, customer_id: int) -> None:
        self.till, self.goods, self.customer_id = till, goods, customer_id
        self.codes: list[str] = []
        self.sales: list[CompletedSale] = []

    def sell_card(self, choice: int) -> None:
        self.codes.append(sells_card(self.till, str(choice / 100)))

    def top_up(self, choice: int) -> None:
        self.sales.append(sells_balance(self.till, self.customer_id, str(choice / 100)))

    def pay(self, choice: int) -> None:
        self.till.is_of(self.customer_id)
        self.till.adds(self.goods, str(1 + choice % 3))
        for code in self.codes[choice % 2 :]:
            if card(self.till.shop, code).balance:
                self.till.act(use_gift_card, new_uid(), code)
        try:
            self.till.act(use_balance, wanted=choice % 3 > 0)
        except Conflict as error:
            assert error.code == "no_prepaid_balance"  # noqa: PT017  # often nothing is left
        self.sales.append(self.till.pays(cash="rest"))

    def _puts_back(self, choice: int) -> bool:
        for done in self.sales[choice % max(len(self.sales), 1) :]:
            with self.till.shop.database.read_unit() as tx:
                lines = returnable(tx, done.uid).lines
            if lines and lines[0].left_milli and lines[0].loads is None:
                self.till.takes_back(done, "1")
                return True
        return False

    def take_back(self, choice: int) -> None:
        if self._puts_back(choice):
            self.till.pays_out()

    def credit(self, choice: int) -> None:
        if self._puts_back(choice):
            self.till.act(checkout, None, [TenderRequest("balance" if choice % 2 else "gift_card")])
            self.till.cart_uid = new_uid()

    def void(self, choice: int) -> None:
        if not self.sales:
            return
        try:
            self.till.does(void_sale, self.sales[choice % len(self.sales)].uid, new_uid(), "wrong")
        except Conflict as error:
            assert error.code in ("not_voidable", "gift_card_too_little", "no_cash_for_payout")  # noqa: PT017

    def replace(self, choice: int) -> None:
        if self.codes:
            old = card(self.till.shop, self.codes.pop(choice % len(self.codes)))
            with self.till.shop.database.unit_of_work(FITTER) as tx:
                self.codes.append(replace_gift_card(tx, old.uid, self.till.shop.id, "lost").code or "")

    def figures(self) -> tuple[Money, Money, Money]:
        """What should be owed and in the drawer by the figures of the shift, and what is in the drawer."""
        with self.till.shop.database.read_unit() as tx:
            assert check_gift_cards(tx) == []
            figures = x_report(tx, self.till.id)
        stored = total(figures.tenders.get(kind, ZERO) for kind in ("gift_card", "balance"))
        in_drawer = figures.opening_float + figures.gross + figures.rounding - stored
        assert figures.turnover == total(row.gross for row in figures.rates)
        return figures.loads.gross - stored, in_drawer, figures.expected_cash


@pytest.fixture(scope="module")
def till(shared_shop: Shop) -> TillDesk:
    return shared_shop.till()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_what_is_owed_is_what_the_figures_say(till: TillDesk, acts: list[tuple[str, int]]) -> None:
    day = Day(till, till.shop.product("Oil", "7.35"), till.shop.customer())
    already = owed(till.shop) - day.figures()[0]
    day.sell_card(2000)
    for name, choice in acts:
        getattr(day, name)(choice)
        by_figures, in_drawer, expected_cash = day.figures()
        assert owed(till.shop) == already + by_figures
        assert in_drawer == expected_cash
    assert money("0") <= owed(till.shop)
