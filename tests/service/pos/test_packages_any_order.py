"""Whatever is sold, used, taken back, voided and put right: packages and what is owed are the sum of the entries."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO, total
from loyalty.packages.finding import packages_of
from loyalty.packages.keeping import correct_package
from loyalty.packages.ledger import PackageView
from loyalty.packages.proof import check_packages
from pos.checkout.completed import CompletedSale
from pos.checkout.void import void_sale
from pos.returns.service import returnable
from pos.shift.service import x_report
from tests.factories.packages import owed, package, package_of, sells_package, service, visits
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk

ACTS = st.lists(
    st.tuples(st.sampled_from(["sell", "visit", "visit", "take_back", "void", "correct"]), st.integers(0, 99)),
    min_size=3,
    max_size=8,
)


class Day:
    """A day at one till that sells packages of three visits to one customer."""

    def __init__(self, till: TillDesk, massage: Goods, sold_as: Goods) -> None:
        self.till, self.massage, self.sold_as = till, massage, sold_as
        self.customer_id = till.shop.customer()
        self.sales: list[CompletedSale] = []

    @property
    def packages(self) -> list[PackageView]:
        with self.till.shop.database.read_unit() as tx:
            return packages_of(tx, self.customer_id, all_of_them=True)

    def sell(self, _choice: int) -> None:
        self.sales.append(sells_package(self.till, self.sold_as, self.customer_id))

    def visit(self, choice: int) -> None:
        good = [one for one in self.packages if one.visits_left]
        if good:
            visits(self.till, self.massage, self.customer_id, good[choice % len(good)])
            self.sales.append(self.till.pays())

    def take_back(self, choice: int) -> None:
        done = self.sales[choice % len(self.sales)]
        with self.till.shop.database.read_unit() as tx:
            lines = returnable(tx, done.uid).lines
        if lines and lines[0].left_milli:
            self.till.takes_back(done, "1")
            self.till.pays_out()

    def void(self, choice: int) -> None:
        try:
            self.till.does(void_sale, self.sales[choice % len(self.sales)].uid, new_uid(), "wrong")
        except Conflict as error:
            assert error.code in ("not_voidable", "package_used", "no_cash_for_payout")  # noqa: PT017

    def correct(self, choice: int) -> None:
        one, shop = package(self.till.shop, self.customer_id), self.till.shop
        if choice % 2 or one.visits_left:
            shop.changes(lambda tx: correct_package(tx, one.uid, shop.id, 1 if choice % 2 else -1, "counted anew"))


@pytest.fixture(scope="module")
def till(shared_shop: Shop) -> TillDesk:
    return shared_shop.till()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_a_package_is_the_sum_of_its_entries(till: TillDesk, acts: list[tuple[str, int]]) -> None:
    shop, massage = till.shop, service(till.shop)
    day = Day(till, massage, package_of(shop, massage, visits=3, price="100.00"))
    already = owed(shop)
    day.sell(0)
    for name, choice in acts:
        getattr(day, name)(choice)
        assert owed(shop) - already == total(one.value for one in day.packages)
        assert all(ZERO <= one.value <= one.paid for one in day.packages)
    with shop.database.read_unit() as tx:
        assert check_packages(tx) == []
        figures = x_report(tx, till.id)
    assert figures.expected_cash == figures.opening_float + figures.gross + figures.rounding
