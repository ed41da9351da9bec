"""The page of short messages: a modem is added, a test sent, and a message that may have gone is decided about."""

from app.core import outbox, settings
from app.core.ids import new_uid
from app.core.outbox import Outcome
from app.crm.consents import set_consent
from app.crm.customers import CustomerData, create_customer
from app.messaging.sms.outgoing import LANE
from app.messaging.sms.settings import SMS_FROM_HOUR
from app.places.devices import add_device
from app.places.service import SMS_MODEM
from loyalty.promotions.coupons import make_series
from loyalty.promotions.editing import make_promotion
from tests.support.web import SETUP, WebShop

RULES = {"sms.from_hour": "9", "sms.to_hour": "21", "sms.stop_line": "Stop? Call us."}


def message_in_doubt(shop: WebShop) -> int:
    """Queues a test at a modem and leaves it where nobody knows whether it went; the message's id."""
    with shop.database.unit_of_work(SETUP) as tx:
        add_device(tx, shop.till_id, SMS_MODEM, "Modem", "gsm+tcp://127.0.0.1:9110")
    test = {"uid": new_uid(), "to": "0888 123 456", "text": "Здравствуйте!"}
    assert shop.office().post("/office/messages/test", test).status_code == 303
    return _may_have_gone(shop)


def _may_have_gone(shop: WebShop) -> int:
    with shop.database.unit_of_work(SETUP) as tx:
        message = outbox.claim(tx, LANE)
        assert message is not None
        outbox.settle(tx, message, Outcome("in_doubt", "sms_may_have_gone"))
    return message.id


def test_a_modem_is_added_and_a_message_followed_to_its_end(web_on_sqlite: WebShop) -> None:
    owner = web_on_sqlite.office()
    assert "No modem is in use" in owner.get("/office/messages").text
    test = {"uid": new_uid(), "to": "0888 123 456", "text": "Здравствуйте!"}
    assert owner.post("/office/messages/test", test).status_code == 409
    modem = {"name": "Modem", "address": "/dev/ttyUSB7"}
    till_id = web_on_sqlite.till_id
    assert owner.post(f"/office/tills/{till_id}/{SMS_MODEM}", modem | {"address": "gsm+file:///x"}).status_code == 422
    assert owner.post(f"/office/tills/{till_id}/{SMS_MODEM}", modem).status_code == 303
    assert "gsm+serial:///dev/ttyUSB7" in owner.get("/office/devices").text
    refused = owner.post("/office/messages/test", test | {"to": "112"})
    assert (refused.status_code, 'aria-invalid="true"' in refused.text) == (422, True)
    for _ in range(2):
        assert owner.post("/office/messages/test", test).status_code == 303
    message_id = _may_have_gone(web_on_sqlite)
    page = owner.get("/office/messages").text
    assert page.count("Здравствуйте!") == 1
    assert "may have been sent" in page
    assert owner.post(f"/office/messages/{message_id}", {"verdict": "happened"}).status_code == 303
    assert "may have been sent" not in owner.get("/office/messages").text
    assert owner.post("/office/messages/queue", {"paused": "yes"}).status_code == 303
    assert "Paused" in owner.get("/office/messages").text


def test_when_offers_go_out_is_the_owners_choice(web_on_sqlite: WebShop) -> None:
    owner = web_on_sqlite.office()
    assert owner.post("/office/messages", RULES).status_code == 303
    for wrong in ({"sms.from_hour": "3"}, {"sms.stop_line": " "}):
        assert owner.post("/office/messages", RULES | wrong).status_code == 422
    with web_on_sqlite.database.read_unit() as tx:
        assert settings.get(tx, SMS_FROM_HOUR) == 9
    assert "Stop? Call us." in owner.get("/office/messages").text


def test_coupons_are_seen_before_they_are_sent_and_sent_once(web_on_sqlite: WebShop) -> None:
    owner, database = web_on_sqlite.office(), web_on_sqlite.database
    promotion_uid, series_uid = new_uid(), new_uid()
    with database.unit_of_work(SETUP) as tx:
        add_device(tx, web_on_sqlite.till_id, SMS_MODEM, "Modem", "gsm+tcp://127.0.0.1:9110")
        make_promotion(tx, promotion_uid, "Spring", {"reward": {"type": "percent", "value": "10"}, "trigger": "code"})
        make_series(tx, series_uid, promotion_uid, "May", 5, None)
        anna = create_customer(tx, CustomerData("Anna", phone="0888 123 456"))
        create_customer(tx, CustomerData("Boris", phone="0888 123 457"))
        set_consent(tx, anna, "sms", given=True, source="till")
    page = f"/office/promotions/{promotion_uid}/coupons/{series_uid}/send"
    assert page in owner.get(f"/office/promotions/{promotion_uid}").text
    assert "Send them" not in owner.get(page).text
    asked = owner.get(f"{page}?audience=all&text=%7Bname%7D%3A+%7Bcode%7D").text
    assert "1 agreed to SMS" in asked
    assert "Anna: K7Q2-9XMD-24TZ" in asked
    refused = owner.get(f"{page}?audience=all&text=Hello").text
    assert "Put {code} into the text" in refused
    unknown = owner.get(f"{page}?audience=bought%3A&goods=nothing&text=%7Bcode%7D").text
    assert "No goods have this code or SKU." in unknown
    form = {"uid": new_uid(), "audience": "all", "text": "{name}: {code}", "expected": "1"}
    for _ in range(2):
        assert owner.post(page, form).status_code == 303
    assert owner.post(page, form | {"uid": new_uid()}).status_code == 409
    assert owner.get("/office/messages").text.count("Anna: ") == 1
