"""Several tills spend the points of one customer at the same moment."""

from functools import partial

from app.core.errors import ShopError
from app.core.ids import new_uid
from pos.cart.points import set_points
from pos.checkout.by_card import Asked, pay_by_card
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from tests.factories.card import CardTill
from tests.factories.loyalty import POINT, gets_points, points, points_program, runs
from tests.factories.shop import Shop
from tests.factories.till import tenders
from tests.factories.together import together

TILLS = 4


def test_points_are_spent_once(shop: Shop) -> None:
    runs(shop, points_program())
    anna, saw = shop.customer("Anna"), shop.product("Saw", "100.00", stock="100")
    gets_points(shop, anna, 30)
    tills = [shop.till() for _ in range(TILLS)]
    seen = []
    for till in tills:
        till.adds(saw)
        till.is_of(anna)
        seen.append(till.act(set_points, 30 * POINT).cart.gross)

    outcomes = together(
        [
            partial(till.act, checkout, None, tenders(cash="rest"), gross)
            for till, gross in zip(tills, seen, strict=True)
        ]
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [str(getattr(one, "code", one)) for one in refused] == ["not_enough_points"] * (TILLS - 1)
    assert points(shop.database, anna) == 9
    assert shop.faults() == ([], [])


def test_points_are_held_for_one_cart_or_spent_by_another(shop: Shop) -> None:
    runs(shop, points_program())
    anna, saw = shop.customer("Anna"), shop.product("Saw", "100.00", stock="100")
    gets_points(shop, anna, 30)
    waiting, other = [CardTill(shop) for _ in range(2)], shop.till()
    for till in [*(one.desk for one in waiting), other]:
        till.adds(saw)
        till.is_of(anna)
        till.act(set_points, 30 * POINT)
    asked = [
        partial(one.desk.does, pay_by_card, Asked(new_uid(), one.desk.cart_uid, None, (TenderRequest("card"),)))
        for one in waiting
    ]

    outcomes = together([*asked, partial(other.act, checkout, None, tenders(cash="rest"))])

    refused = [one.code for one in outcomes if isinstance(one, ShopError)]
    assert len(refused) == 2
    assert set(refused) <= {"not_enough_points", "points_on_hold"}
    for one in waiting:
        if one.live:
            one.works()
            one.closes(TenderRequest("card"))
    assert points(shop.database, anna) == 9
    assert shop.faults() == ([], [])
