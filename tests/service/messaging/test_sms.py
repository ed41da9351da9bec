"""Short messages through the outbox: part by part, once, with every fault told apart."""

from datetime import timedelta
from functools import partial

import pytest

from app.core import outbox, outbox_view
from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid
from app.core.outbox import Message
from app.crm.customers import CustomerData, create_customer
from app.crm.personal_data import erase_customer, export_customer
from app.messaging.sms.lane import collect_reports
from app.messaging.sms.outgoing import LANE, SMS_KIND, send_test
from app.messaging.sms.parts import mark
from app.messaging.sms.reading import messages_with
from app.wiring import personal_data
from devices.errors import Trouble
from devices.sms.port import Delivery
from pos.sale_papers.texting import text_receipt
from tests.factories.messages import SmsDesk
from tests.factories.shop import Shop

TO = "0888 123 456"
NUMBER = "+359888123456"
LONG = 150 * "ж"


@pytest.fixture
def desk(shop: Shop) -> SmsDesk:
    return SmsDesk(shop)


def send(desk: SmsDesk, text: str = LONG, uid: str = "") -> str:
    uid = uid or new_uid()
    desk.shop.changes(lambda tx: send_test(tx, uid, TO, text))
    return uid


def decide(desk: SmsDesk, verdict: str) -> None:
    (message,) = desk.messages()
    desk.shop.changes(lambda tx: outbox.decide(tx, message.outbox_id, verdict))  # type: ignore[arg-type]


def test_a_message_goes_out_once_in_its_parts_and_its_delivery_is_told(desk: SmsDesk) -> None:
    uid = send(desk)
    send(desk, uid=uid)
    with desk.at_work():
        desk.reaches(("done", None))
    assert "".join(part.text for part in desk.modem.sent) == LONG
    assert [(part.number, part.link and part.link.number) for part in desk.modem.sent] == [
        (NUMBER, 1),
        (NUMBER, 2),
        (NUMBER, 3),
    ]
    for place in (2, 0):
        desk.modem.report(place)
    collect_reports(desk.shop.database, desk.modems)
    desk.reaches(("done", None))
    desk.modem.report(1)
    collect_reports(desk.shop.database, desk.modems)
    desk.reaches(("delivered", None))
    desk.shop.waits(timedelta(days=8))
    desk.modem.report(1, Delivery.FAILED)
    collect_reports(desk.shop.database, desk.modems)
    desk.reaches(("delivered", None))


def test_what_may_have_gone_is_never_sent_again_by_itself(desk: SmsDesk) -> None:
    desk.modem.answers_lost = 1
    send(desk)
    with desk.at_work():
        desk.reaches(("in_doubt", "sms_may_have_gone"))
        assert len(desk.modem.sent) == 1
        decide(desk, "again")
        desk.reaches(("done", None))
    # The same mark on all parts: a phone takes the first one, which came twice, for what it is.
    assert [part.link and part.link.number for part in desk.modem.sent] == [1, 1, 2, 3]
    assert len({part.link and part.link.reference for part in desk.modem.sent}) == 1


def test_a_report_ends_the_doubt(desk: SmsDesk) -> None:
    desk.modem.answers_lost = 1
    send(desk, "One part")
    with desk.at_work():
        desk.reaches(("in_doubt", "sms_may_have_gone"))
    desk.modem.report(0)
    collect_reports(desk.shop.database, desk.modems)
    desk.reaches(("delivered", None))
    assert len(desk.modem.sent) == 1


def test_after_a_crash_only_what_was_going_out_is_in_doubt(desk: SmsDesk) -> None:
    uid = send(desk)
    message = Message(1, LANE, SMS_KIND, 1, {"sms": uid}, 1)
    assert desk.handler.resolve(message).state == "retry"
    desk.shop.changes(lambda tx: mark(tx, 1, 2, "sending"))
    outcome = desk.handler.resolve(message)
    assert (outcome.state, outcome.error_code) == ("in_doubt", "sms_may_have_gone")


def test_refusals_wait_or_end_by_what_they_mean(desk: SmsDesk) -> None:
    desk.modem.troubles = [None, Trouble.SMS_LATER, Trouble.UNREACHABLE]
    send(desk)
    with desk.at_work():
        desk.reaches(("ready", "sms_later"))
        desk.shop.waits(timedelta(minutes=11))
        desk.reaches(("ready", "device_unreachable"))
        desk.shop.waits(timedelta(minutes=11))
        desk.reaches(("done", None))
        assert [part.link and part.link.number for part in desk.modem.sent] == [1, 2, 3]
        desk.modem.troubles = [Trouble.SMS_NUMBER]
        send(desk, "No such number")
        desk.reaches(("failed", "sms_number_refused"), ("done", None))


def test_a_pin_that_is_refused_stops_the_queue_until_somebody_says_so(desk: SmsDesk) -> None:
    desk.modem.troubles = [Trouble.SIM_PIN_REFUSED]
    send(desk, "Hello")
    with desk.at_work():
        desk.reaches(("ready", "sim_pin_refused"))
        with desk.shop.database.read_unit() as tx:
            lane = outbox_view.lane_status(tx, LANE)
        assert (lane.state, lane.error_code) == ("paused", "sim_pin_refused")
        desk.shop.waits(timedelta(minutes=30))
        desk.shop.changes(lambda tx: outbox.pause_lane(tx, LANE, "sms:queue", paused=False))
        desk.reaches(("done", None))


def test_what_cannot_be_sent_is_said_and_an_erased_number_is_let_go(shop: Shop) -> None:
    with pytest.raises(Conflict, match="sms_not_set_up"):
        shop.changes(lambda tx: send_test(tx, new_uid(), TO, "Hello"))
    desk = SmsDesk(shop)
    for to, text, code in (("112", "x", "sms_number"), (TO, " ", "sms_text_missing"), (TO, 700 * "ж", "sms_text_long")):
        with pytest.raises(BadInput, match=code):
            shop.changes(partial(send_test, uid=new_uid(), to=to, text=text))
    assert desk.messages() == []
    anna = shop.changes(lambda tx: create_customer(tx, CustomerData("Anna", phone=TO)))
    send(desk, "Hello")
    told = shop.changes(lambda tx: export_customer(tx, personal_data(), anna))
    assert [(one["to"], one["text"]) for one in told["short_messages"]["short_messages"]] == [(NUMBER, "Hello")]
    shop.changes(lambda tx: erase_customer(tx, personal_data(), anna))
    with desk.at_work():
        desk.reaches(("skipped", None))
    assert [(one.to, one.text) for one in desk.messages()] == [(None, None)]
    assert desk.modem.sent == []
    assert shop.faults()[0] == []


def test_a_receipt_goes_out_once_without_consent_and_says_what_a_phone_can_show(desk: SmsDesk) -> None:
    till, maria = desk.shop.till(), desk.shop.customer("Maria")
    till.is_of(maria)
    sale, uid = till.sells(desk.shop.product("Saw", "10.00")), new_uid()
    for _twice in range(2):
        till.does(lambda tx, _till: text_receipt(tx, sale.uid, TO, uid))
    till.does(lambda tx, _till: text_receipt(tx, sale.uid, TO, new_uid()))
    with pytest.raises(BadInput, match="sms_number"):
        till.does(lambda tx, _till: text_receipt(tx, sale.uid, "088", new_uid()))
    with desk.shop.database.read_unit() as tx:
        first, second = messages_with(tx, f"receipt:{sale.uid}")
    assert (first.to, first.text) == (NUMBER, "Receipt no. 1 from Oak & Iron\n6 Mar 2026\nTotal EUR: 10.00")
    assert (second.customer_name, second.state) == ("Maria", "ready")
