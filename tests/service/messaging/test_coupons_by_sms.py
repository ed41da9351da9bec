"""Coupons by SMS: only to who agreed, a code to each, once whoever sends, and never at night."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid
from app.crm.consents import set_consent
from app.crm.customers import CustomerData, create_customer
from app.flows.coupon_messages import coupons_to_print, plan, send_coupons
from app.messaging.sms.settings import SMS_FROM_HOUR
from app.places.settings import ZONE
from loyalty.promotions.coupon_codes import shown_code
from loyalty.promotions.coupons import SeriesView, coupons_of, make_series
from tests.factories.messages import SmsDesk
from tests.factories.promotions import promote
from tests.factories.shop import Shop
from tests.factories.together import together

TEXT = "{name}, your coupon {code}"


@pytest.fixture
def desk(shop: Shop) -> SmsDesk:
    return SmsDesk(shop)


@pytest.fixture
def series(shop: Shop) -> SeriesView:
    """Three coupons."""
    uid = promote(shop, trigger="code")
    return shop.changes(lambda tx: make_series(tx, new_uid(), uid, "May", 3, None))


def customer(shop: Shop, name: str, phone: str, *, agreed: bool = True) -> int:
    made = shop.changes(lambda tx: create_customer(tx, CustomerData(name, phone=phone)))
    if agreed:
        shop.changes(lambda tx: set_consent(tx, made, "sms", given=True, source="till"))
    return made


def send(desk: SmsDesk, series: SeriesView, expected: int, uid: str = "", text: str = TEXT) -> int:
    act = partial(send_coupons, uid=uid or new_uid(), series_uid=series.uid, audience="all", text=text)
    return desk.shop.changes(lambda tx: act(tx, expected=expected))


def test_each_who_agreed_gets_a_code_of_his_own_once(desk: SmsDesk, series: SeriesView) -> None:
    shop = desk.shop
    customer(shop, "Anna", "0888 111 111")
    boris = customer(shop, "Boris {code}", "0888 222 222")
    customer(shop, "Clara", "0888 333 333", agreed=False)
    customer(shop, "Dora", "")
    with shop.database.read_unit() as tx:
        planned = plan(tx, series.uid, "all", TEXT)
        codes = [shown_code(one.code) for one in coupons_of(tx, series.id)]
    assert (planned.total, planned.agreed, len(planned.receivers), planned.left, planned.parts) == (4, 3, 2, 3, 2)
    uid = new_uid()
    acts: list[Any] = [partial(send, desk, series, 2), partial(send, desk, series, 2)]
    outcomes = together(acts)
    assert sorted(map(str, outcomes)) == ["2", "sms_nobody"]
    with pytest.raises(Conflict, match="sms_nobody"):
        send(desk, series, 2, uid)
    shop.changes(lambda tx: set_consent(tx, boris, "sms", given=False, source="till"))
    shop.waits(timedelta(hours=1))
    with desk.at_work():
        desk.reaches(("skipped", None), ("done", None))
    (text,) = [part.text for part in desk.modem.sent]
    assert text == f"Anna, your coupon {codes[0]}\nNo more messages? Tell us at the till."
    with shop.database.read_unit() as tx:
        assert [shown_code(one.code) for one in coupons_to_print(tx, series)] == codes[2:]
    assert shop.faults() == ([], [])


def test_what_is_wrong_is_said_before_anything_is_sent(desk: SmsDesk, series: SeriesView) -> None:
    for number in range(4):
        customer(desk.shop, f"Anna {number}", f"0888 111 11{number}")
    for text, code in (
        ("Hello", "sms_code_missing"),
        ("{code} {nam}", "sms_word_unknown"),
        ("{code} {until}", "sms_no_last_day"),
    ):
        with pytest.raises(BadInput, match=code):
            send(desk, series, 4, text=text)
    with pytest.raises(Conflict, match="coupons_too_few"):
        send(desk, series, 4)
    with pytest.raises(Conflict, match="sms_plan_changed"):
        send(desk, series, 3)
    assert desk.messages() == []


def test_an_offer_waits_for_the_morning(desk: SmsDesk, series: SeriesView) -> None:
    shop = desk.shop
    customer(shop, "Anna", "0888 111 111")
    shop.sets(ZONE, "UTC")
    shop.sets(SMS_FROM_HOUR, 9)
    evening = shop.clock.now().replace(hour=21, minute=30)
    shop.clock.set(evening)
    uid = new_uid()
    assert [send(desk, series, 1, uid), send(desk, series, 1, uid)] == [1, 1]
    assert [one.state for one in desk.messages()] == ["quiet"], "said at once, before its turn comes"
    with desk.at_work():
        desk.reaches(("quiet", "sms_quiet_hours"))
        shop.clock.set((evening + timedelta(days=1)).replace(hour=9, minute=0))
        desk.reaches(("done", None))
