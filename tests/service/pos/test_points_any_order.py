"""Whatever is sold, paid with points, taken back and voided: the points add up, and everything back restores them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import Conflict
from app.core.ids import new_uid
from loyalty.points.ledger import points_of
from loyalty.points.proof import check_points
from pos.cart.points import set_points
from pos.checkout.completed import CompletedSale
from pos.checkout.void import void_sale
from pos.returns.service import returnable
from tests.factories.loyalty import POINT, gets_points, points_program, runs
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk

ACTS = st.lists(
    st.tuples(st.sampled_from(["sell", "sell", "back", "void"]), st.integers(1, 4), st.integers(0, 60)),
    min_size=1,
    max_size=6,
)
GIVEN = 100


class Day:
    """A customer's day at one till."""

    def __init__(self, till: TillDesk, goods: list[Goods], customer_id: int) -> None:
        self.till, self.goods, self.customer_id = till, goods, customer_id
        self.sales: list[CompletedSale] = []

    def sell(self, pieces: int, spent: int) -> None:
        for place, goods in enumerate(self.goods):
            self.till.adds(goods, str(pieces + place))
        self.till.is_of(self.customer_id)
        try:
            self.till.act(set_points, spent * POINT)
        except Conflict as error:
            assert error.code == "not_enough_points"  # noqa: PT017  # most amounts may be spent
        self.sales.append(self.till.pays(cash="rest"))

    def back(self, pieces: int, choice: int) -> None:
        done = self.sales[choice % len(self.sales)]
        with self.till.shop.database.read_unit() as tx:
            lines = returnable(tx, done.uid).lines
        left = [place for place, line in enumerate(lines) if line.left_milli]
        if left:
            line = left[choice % len(left)]
            self.till.takes_back(done, str(min(pieces, lines[line].left_milli // 1000)), line=line)
            self.till.pays_out()

    def void(self, _pieces: int, choice: int) -> None:
        try:
            self.till.does(void_sale, self.sales[choice % len(self.sales)].uid, new_uid(), "wrong")
        except Conflict as error:
            assert error.code == "not_voidable"  # noqa: PT017  # it came back already

    def brings_everything_back(self) -> None:
        for done in self.sales:
            with self.till.shop.database.read_unit() as tx:
                lines = returnable(tx, done.uid).lines
            for place, line in enumerate(lines):
                if line.left_milli:
                    self.till.takes_back(done, line=place)
            if self.till.cart is not None and self.till.rung_up.lines:
                self.till.pays_out()

    @property
    def balance_micro(self) -> int:
        with self.till.shop.database.read_unit() as tx:
            assert check_points(tx) == []
            return points_of(tx, self.customer_id).balance_micro


@pytest.fixture(scope="module")
def till(shared_shop: Shop) -> TillDesk:
    runs(shared_shop, points_program())
    return shared_shop.till()


@pytest.fixture(scope="module")
def goods(shared_shop: Shop) -> list[Goods]:
    return [shared_shop.product("Oil", "33.45"), shared_shop.product("Nails", "7.10")]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_everything_back_restores_the_points(
    till: TillDesk, goods: list[Goods], acts: list[tuple[str, int, int]]
) -> None:
    day = Day(till, goods, till.shop.customer())
    gets_points(till.shop, day.customer_id, GIVEN)
    day.sell(1, 20)
    for name, pieces, choice in acts:
        getattr(day, name)(pieces, choice)
        assert day.balance_micro % POINT == 0
    day.brings_everything_back()
    assert day.balance_micro == GIVEN * POINT
