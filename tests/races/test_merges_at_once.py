"""A customer is merged while he is sold to, and while a sale of his is voided."""

from functools import partial

from app.core.ids import new_uid
from app.crm.merging import merge_customers
from app.wiring import merge_parts
from pos.checkout.service import checkout
from pos.checkout.void import void_sale
from pos.sale.bought import bought_by
from tests.factories.amounts import money
from tests.factories.loyalty import points, points_program, runs
from tests.factories.shop import Shop
from tests.factories.till import tenders
from tests.factories.together import together

ROUNDS = 4


def test_no_point_stays_behind_with_the_one_dropped(shop: Shop) -> None:
    runs(shop, points_program())
    saw, anna = shop.product("Saw", "100.00"), shop.customer("Anna")
    selling, voiding = shop.till(), shop.till()
    parts = merge_parts()
    for _ in range(ROUNDS):
        twin = shop.customer("Ann")
        voiding.adds(saw)
        voiding.is_of(twin)
        wrong = voiding.pays(cash="rest")
        selling.adds(saw)
        selling.is_of(twin)
        outcomes = together(
            [
                partial(selling.act, checkout, None, tenders(cash="rest")),
                partial(voiding.does, void_sale, wrong.uid, new_uid(), "mistake"),
                partial(
                    shop.changes, partial(merge_customers, parts=parts, uid=new_uid(), dropped_id=twin, kept_id=anna)
                ),
            ]
        )
        assert [one for one in outcomes if isinstance(one, Exception)] == [], outcomes
        selling.cart_uid = new_uid()
        assert points(shop.database, twin) == 0
    assert points(shop.database, anna) == 10 * ROUNDS
    with shop.database.read_unit() as tx:
        assert bought_by(tx, anna).spent == money("400.00")
    assert shop.faults() == ([], [])
