"""The chainsaw: four fields at the till and the card is there; later he comes for what he is written about."""

import re
from datetime import date, timedelta
from typing import Any

from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.crm.cards import card_by_code, cards_of
from app.crm.consents import set_consent
from app.crm.customers import CustomerData, create_customer
from app.crm.labels import SEGMENT, make_label, put_label
from app.flows.coupon_messages import send_coupons
from loyalty.promotions.coupons import make_series
from pos.cart import service as cart
from pos.cart.coupons import add_coupon
from pos.cart.points import set_points
from pos.cart.views import Changed
from pos.papers.store import stored_paper
from pos.recognition.counting import recognise_regulars
from pos.recognition.suggesting import suggestion_for
from tests.factories.amounts import money
from tests.factories.loyalty import POINT, points, points_program, runs
from tests.factories.messages import SmsDesk
from tests.factories.promotions import promote
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.products import product


def test_a_stranger_leaves_with_a_card_and_points_on_it(shop: Shop) -> None:
    runs(shop, points_program())
    till = shop.till()
    chainsaw, sockets = shop.product("Chainsaw", "399.00"), shop.product("Set of sockets", "59.00")

    # The saw lies on the counter; the till says what it would bring somebody whose name is known.
    till.adds(chainsaw)
    assert till.rung_up.points is not None
    assert till.rung_up.points.earned_micro == 39 * POINT

    # He gives name, birth date and phone, and takes a card: four fields, one step.
    uid = new_uid()

    def writes_down(tx: Unit, till_id: int, cart_uid: str) -> Changed:
        data = CustomerData("Boris Ivanov", "+359 88 555 0123", birth_date=date(1984, 5, 12))
        return cart.set_customer(tx, till_id, cart_uid, uid, create_customer(tx, data, own_card=True, uid=uid))

    boris = till.act(writes_down).cart.customer_id
    assert boris is not None
    done = till.pays(card="rest")
    with shop.database.read_unit() as tx:
        (card,) = cards_of(tx, boris)
        paper = str(stored_paper(tx, f"receipt:{done.uid}"))
    assert points(shop.database, boris) == 39
    assert "Your points now" in paper

    # He comes back for sockets: the card is scanned, and the points pay a part.
    till.adds(sockets)
    with shop.database.read_unit() as tx:
        assert card_by_code(tx, card.code).customer_id == boris
    till.is_of(boris)
    assert till.act(set_points, 39 * POINT).cart.gross.minor == 55_10
    till.pays(cash="rest")
    assert points(shop.database, boris) == 5
    assert shop.faults() == ([], [])


def test_he_comes_for_what_he_is_written_about_and_is_offered_what_his_saw_needs(shop: Shop) -> None:
    desk, till = SmsDesk(shop), shop.till()
    saw, sockets, oil = (
        shop.product(name, price)
        for name, price in (("Chainsaw", "399.00"), ("Set of sockets", "59.00"), ("Chain oil", "9.00"))
    )
    data = CustomerData("Boris Ivanov", "+359 88 555 0123")
    boris = shop.changes(lambda tx: create_customer(tx, data))
    shop.changes(lambda tx: set_consent(tx, boris, "sms", given=True, source="till"))
    owners = [shop.customer(f"Owner {number}") for number in range(3)]
    for owner in (boris, *owners):
        buys(till, owner, saw)
    for passer_by in range(4):
        buys(till, shop.customer(f"Passer-by {passer_by}"), sockets)

    # Before the holiday a message tells him of sockets, and he comes for them.
    goes_by(till, days=60)
    holiday = promote(shop, name="Holiday", trigger="code", when=is_for(shop, sockets))
    coupon = is_written_to(desk, holiday, "all", "{name}, sockets for the holiday: {code}")
    assert buys(till, boris, sockets, coupon) == money("53.10")

    # Other owners of the saw have come back for oil; so it is what he is offered, at the till and by a message.
    for owner in owners:
        buys(till, owner, oil)
    goes_by(till, days=30)
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        offered = suggestion_for(tx, boris)
    assert offered is not None
    assert (offered.name, offered.goes_with) == ("Chain oil", "Chainsaw")
    label = shop.changes(lambda tx: make_label(tx, new_uid(), "Has a saw"))
    shop.changes(lambda tx: put_label(tx, label.uid, [boris]))
    for_his_saw = promote(shop, name="Oil", trigger="code", when=is_for(shop, oil))
    coupon = is_written_to(desk, for_his_saw, f"{SEGMENT}{label.uid}", "{name}, oil for your saw: {code}")
    assert buys(till, boris, oil, coupon) == money("8.10")
    assert [part.text.split(":")[0] for part in desk.modem.sent] == [
        "Boris Ivanov, sockets for the holiday",
        "Boris Ivanov, oil for your saw",
    ]
    assert shop.faults() == ([], [])


def buys(till: TillDesk, customer_id: int, goods: Goods, coupon: str = "") -> Any:
    """Answers what it came to."""
    till.adds(goods)
    till.is_of(customer_id)
    if coupon:
        till.act(add_coupon, new_uid(), coupon)
    return till.pays(card="rest").to_pay


def is_for(shop: Shop, goods: Goods) -> dict[str, list[str]]:
    with shop.database.read_unit() as tx:
        return {"products": [product(tx, goods.id).data.sku]}


def goes_by(till: TillDesk, *, days: int) -> None:
    """Time, until a noon on which the shop is open again."""
    till.closes()
    till.shop.clock.set((till.shop.clock.now() + timedelta(days=days)).replace(hour=12))
    till.opens()


def is_written_to(desk: SmsDesk, promotion_uid: str, audience: str, text: str) -> str:
    """Sends the one message that somebody agreed to; answers the coupon's code as he reads it."""
    before = len(desk.modem.sent)
    series = desk.shop.changes(lambda tx: make_series(tx, new_uid(), promotion_uid, "By SMS", 1, None))
    desk.shop.changes(lambda tx: send_coupons(tx, new_uid(), series.uid, audience, text, 1))
    with desk.at_work():
        desk.reaches(*[("done", None)] * (before + 1))
    found = re.search(r"\w{4}-\w{4}-\w{4}", desk.modem.sent[-1].text)
    assert found is not None
    return found[0]
