"""One card at several tills at once, on both databases: it pays once, and never more than it holds."""

from collections import Counter
from functools import partial

from app.core.errors import ShopError
from app.core.ids import new_uid
from app.core.money import ZERO
from pos.cart.gift_cards import use_gift_card
from pos.cart.service import drop_cart
from pos.checkout.service import checkout
from pos.checkout.void import void_sale
from pos.sale.reading import recent_sales
from tests.factories.amounts import money
from tests.factories.gift_cards import card, sells_card
from tests.factories.shop import Shop
from tests.factories.till import tenders
from tests.factories.together import together


def test_a_card_pays_at_as_many_tills_as_it_can(shop: Shop) -> None:
    tills, saw = [shop.till() for _ in range(4)], shop.product("Saw", "12.50")
    code = sells_card(tills[0], "25.00")
    for till in tills:
        till.adds(saw)
        till.act(use_gift_card, new_uid(), code)
    outcomes = together([partial(till.act, checkout, None, [], ZERO) for till in tills])
    found = Counter(one.code if isinstance(one, ShopError) else "done" for one in outcomes)
    assert found == {"done": 2, "cart_changed": 2}
    assert card(shop, code).balance == ZERO
    assert shop.faults() == ([], [])


def test_a_sold_card_is_voided_or_spent_but_not_both(shop: Shop) -> None:
    one, other = shop.till(), shop.till()
    saw = shop.product("Saw", "12.50")
    for _ in range(3):
        code = sells_card(one, "12.50")
        with shop.database.read_unit() as tx:
            sold = next(iter(recent_sales(tx, till_id=one.id, limit=1)))
        other.adds(saw)
        other.act(use_gift_card, new_uid(), code)
        outcomes = together(
            [
                partial(one.does, void_sale, sold.uid, new_uid(), "mistake"),
                partial(other.act, checkout, None, tenders(cash="rest"), ZERO),
            ]
        )
        refused = [getattr(found, "code", "done") for found in outcomes if isinstance(found, ShopError)]
        assert refused in (["gift_card_too_little"], ["cart_changed"]), outcomes
        assert card(shop, code).balance == ZERO
        if isinstance(outcomes[1], ShopError):
            assert other.rung_up.to_pay == money("12.50")
            other.act(drop_cart, "gone")
        other.cart_uid = new_uid()
    assert shop.faults() == ([], [])
