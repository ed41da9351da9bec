"""PAY pressed at two places at once, and carts that want one terminal: one payment, charged once."""

from collections import Counter
from functools import partial

from app.core.errors import ShopError
from app.core.ids import new_uid
from app.core.money import Money
from pos.checkout.by_card import Asked, give_back, pay_by_card
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.payments.reading import PaymentView
from tests.factories.amounts import money
from tests.factories.card import CardTill
from tests.factories.shop import Shop
from tests.factories.together import together

CARD = TenderRequest("card")


def test_pay_pressed_eight_times_is_one_payment_and_one_sale(shop: Shop) -> None:
    till = CardTill(shop)
    till.desk.adds(shop.product("Saw", "12.00"))
    pressed = [
        partial(till.desk.does, pay_by_card, Asked(new_uid(), till.desk.cart_uid, None, (CARD,))) for _ in range(8)
    ]
    begun = together(pressed)
    assert {one.uid for one in begun if isinstance(one, PaymentView)} == {till.live[0].uid}
    assert len(begun) == sum(isinstance(one, PaymentView) for one in begun)
    till.works()
    assert till.fake.taken == money("12.00")
    closing = [partial(till.desk.act, checkout, None, (CARD,)) for _ in range(4)]
    assert {done.number for done in together(closing)} == {1}
    assert (till.booked, till.live) == (money("12.00"), [])
    assert shop.faults() == ([], [])


def test_a_sale_is_closed_or_its_money_goes_back_but_not_both(shop: Shop) -> None:
    till = CardTill(shop)
    for _ in range(3):
        till.desk.adds(shop.product("Saw", "12.00"))
        till.asks(CARD)
        till.works()
        (paid,) = till.live
        outcomes = together(
            [
                partial(till.desk.act, checkout, None, (CARD,)),
                partial(till.desk.does, give_back, new_uid(), paid.uid),
            ]
        )
        refused = Counter(one.code for one in outcomes if isinstance(one, ShopError))
        assert refused in ({"card_payment_not_open": 1}, {"card_payment_under_way": 1}), outcomes
        till.works()
        if till.desk.cart is not None:
            till.pays(CARD)
        till.desk.cart_uid = new_uid()
        assert till.fake.taken == till.booked
    assert (till.booked, till.live) == (Money(3600), [])
    assert shop.faults() == ([], [])
