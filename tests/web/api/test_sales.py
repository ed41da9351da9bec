"""Sales written by programs: once, whole, or not at all."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.core.ids import new_uid
from app.core.percent import Percent
from app.crm.customers import customer_by_id
from loyalty.rules.points import Tier
from pos.shift.wrong_clock import confirm_wrong_clock
from tests.factories.amounts import money
from tests.factories.gift_cards import sells_balance, sells_card
from tests.factories.loyalty import gets_points, points, points_program, runs
from tests.factories.promotions import promote
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from tests.web.api.conftest import Caller


def sale(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A cash sale of the lines."""
    return {"uid": new_uid(), "lines": list(lines), "tenders": [{"kind": "cash"}], **more}


def test_a_sale_is_written_with_its_figures(shop: Shop, caller: Caller) -> None:
    saw = shop.product("Saw", "120.00", stock="5")
    answer = caller.post("/sales", sale({"code": saw.code, "qty": "2", "discount_percent": "10", "reason": "scratch"}))
    assert answer.status_code == 201
    written = answer.get_json()
    assert (written["gross"], written["tax"], written["net"]) == ("216.00", "36.00", "180.00")
    assert written["lines"][0]["unit_price"] == "120.00"
    assert written["tenders"] == [{"kind": "cash", "amount": "216.00"}]
    assert shop.stock_of(saw) == 3000
    assert shop.faults() == ([], [])


def test_coupons_and_promotions_are_told_by_name(shop: Shop, caller: Caller) -> None:
    uid = promote(shop, name="Spring", trigger="code", code="SPRING26")
    saw = shop.product("Saw", "12.50")
    written = caller.post("/sales", sale({"code": saw.code, "qty": "2"}, coupons=["spring26"])).get_json()
    assert written["lines"][0]["discounts"] == [{"source": uid, "amount": "2.50", "why": "Spring"}]
    assert written["to_pay"] == "22.50"
    refused = caller.post("/sales", sale({"code": saw.code}, coupons=["NOPE"]))
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (404, "unknown_coupon")


def test_a_gift_card_pays_once_what_it_holds(shop: Shop, caller: Caller, desk: TillDesk) -> None:
    saw = shop.product("Saw", "120.00")
    code = sells_card(desk, "100.00")
    asked = sale({"code": saw.code}, tenders=[{"kind": "gift_card", "code": code}, {"kind": "transfer"}])
    for status in (201, 200):
        answer = caller.post("/sales", asked)
        assert answer.status_code == status
        assert answer.get_json()["tenders"] == [
            {"kind": "gift_card", "amount": "100.00"},
            {"kind": "transfer", "amount": "20.00"},
        ]
    left = caller.get(f"/gift-cards/{code}").get_json()
    assert (left["balance"], left["currency"], left["state"]) == ("0.00", "EUR", "empty")
    assert shop.faults() == ([], [])


def test_a_sale_to_a_customer_has_his_tier_and_moves_his_points(shop: Shop, caller: Caller) -> None:
    saw, somebody, uid = shop.product("Saw", "100.00"), shop.customer(), new_uid()
    runs(shop, points_program(Tier("Silver", money("0.00"), Percent.of_basis_points(1000))))
    gets_points(shop, somebody, 50)
    with shop.database.read_unit() as tx:
        whose = customer_by_id(tx, somebody).uid
    asked = sale({"code": saw.code}, customer=whose, points_to_spend="50")
    for status in (201, 200):
        answer = caller.post("/sales", asked)
        assert (answer.status_code, answer.get_json()["customer"]) == (status, whose)
        sources = [(one["source"], one["amount"]) for one in answer.get_json()["lines"][0]["discounts"]]
        assert sources == [("tier", "10.00"), ("points", "5.00")]
    assert points(shop.database, somebody) == 8
    for more, status, code in (
        ({"customer": uid}, 404, "no_customer_here"),
        ({"points_to_spend": "1"}, 409, "points_need_customer"),
        ({"customer": whose, "points_to_spend": "9"}, 409, "not_enough_points"),
        ({"customer": whose, "points_to_spend": "-1"}, 422, "points_not_positive"),
    ):
        refused = caller.post("/sales", sale({"code": saw.code}, **more))
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (status, code)
    assert shop.faults() == ([], [])


def test_prepaid_money_pays_and_the_rest_is_bought_on_account(shop: Shop, caller: Caller, desk: TillDesk) -> None:
    saw, somebody = shop.product("Saw", "120.00"), shop.customer(credit="50.00")
    sells_balance(desk, somebody, "100.00")
    with shop.database.read_unit() as tx:
        whose = customer_by_id(tx, somebody).uid
    asked = sale({"code": saw.code}, customer=whose, tenders=[{"kind": "balance"}, {"kind": "account"}])
    for status in (201, 200):
        answer = caller.post("/sales", asked)
        assert answer.status_code == status
        assert answer.get_json()["tenders"] == [
            {"kind": "balance", "amount": "100.00"},
            {"kind": "account", "amount": "20.00"},
        ]
    assert caller.get(f"/customers/{whose}/account").get_json() == {
        "currency": "EUR",
        "prepaid": "0.00",
        "owed": "20.00",
        "limit": "50.00",
        "left": "30.00",
    }
    for kind, more, code in (
        ("account", {"customer": whose}, "credit_limit_reached"),
        ("account", {}, "customer_needed"),
        ("balance", {}, "no_prepaid_balance"),
    ):
        refused = caller.post("/sales", sale({"code": saw.code}, tenders=[{"kind": kind}], **more))
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, code)
    assert shop.faults() == ([], [])


@pytest.mark.parametrize(
    ("tenders", "status", "code", "path"),
    [
        ([{"kind": "gift_card"}], 422, "bad_field", "tenders[0].code"),
        ([{"kind": "cash", "code": "{card}"}], 422, "bad_field", "tenders[0].code"),
        ([{"kind": "gift_card", "code": "nowhere1"}], 404, "unknown_gift_card", None),
        ([{"kind": "gift_card", "code": "{card}", "amount": "100.01"}], 409, "gift_card_too_little", None),
        ([{"kind": "gift_card", "code": "{card}", "amount": "-5.00"}], 422, "negative", "tenders[0].amount"),
        ([{"kind": "gift_card", "code": "{card}"}], 409, "tenders_below_total", None),
        ([{"kind": "gift_card", "code": "{card}", "amount": "9.00"}] * 2, 422, "repeated_gift_card", "tenders[1].code"),
    ],
)
def test_a_gift_card_that_cannot_pay_says_why_and_stays_as_it_is(
    shop: Shop, caller: Caller, desk: TillDesk, tenders: list[dict[str, str]], status: int, code: str, path: str | None
) -> None:
    saw = shop.product("Saw", "120.00")
    card = sells_card(desk, "100.00")
    named = [{key: value.format(card=card) for key, value in one.items()} for one in tenders]
    answer = caller.post("/sales", sale({"code": saw.code}, tenders=named))
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error.get("path")) == (status, code, path)
    assert error["message"] != code
    assert caller.get(f"/gift-cards/{card}").get_json()["balance"] == "100.00"


def test_the_same_uid_answers_the_first_sale(shop: Shop, caller: Caller) -> None:
    saw = shop.product("Saw", "120.00", stock="5")
    asked = sale({"code": saw.code})
    first = caller.post("/sales", asked)
    again = caller.post("/sales", {**asked, "tenders": [{"kind": "card"}]})
    assert (first.status_code, again.status_code) == (201, 200)
    assert {**first.get_json(), "repeated": True} == again.get_json()
    assert shop.stock_of(saw) == 4000


def test_while_the_clock_is_behind_a_sale_waits_for_somebody_at_the_till(
    shop: Shop, caller: Caller, desk: TillDesk
) -> None:
    saw = shop.product("Saw", "120.00", stock="5")
    shop.clock.advance(timedelta(days=1))
    desk.sells(saw)
    shop.clock.advance(timedelta(days=-1))
    asked = sale({"code": saw.code})
    refused = caller.post("/sales", asked)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "clock_behind")
    desk.does(confirm_wrong_clock, new_uid())
    assert caller.post("/sales", asked).status_code == 201
    assert shop.stock_of(saw) == 3000


def test_equal_lines_with_different_discounts_stay_apart(shop: Shop, caller: Caller) -> None:
    saw = shop.product("Saw", "100.00")
    lines = ({"code": saw.code}, {"code": saw.code, "discount_amount": "10.00"})
    written = caller.post("/sales", sale(*lines)).get_json()
    assert [line["gross"] for line in written["lines"]] == ["100.00", "90.00"]


@pytest.mark.parametrize(
    ("change", "status", "code", "path"),
    [
        ({"tenders": [{"kind": "cash", "amount": "1.00"}]}, 409, "tenders_below_total", None),
        ({"tenders": [{"kind": "card", "amount": "500.00"}]}, 422, "tender_too_high", "tenders[0].amount"),
        ({"tenders": []}, 422, "bad_field", "tenders"),
        ({"lines": []}, 422, "bad_field", "lines"),
        ({"lines": [{"code": "nowhere"}]}, 404, "unknown_code", None),
        ({"lines": [{"code": "{saw}"}, {"code": "{saw}", "qty": "256.76"}]}, 422, "qty_decimals", "lines[1].qty"),
        ({"lines": [{"code": "{saw}", "qty": 1}]}, 422, "bad_field", "lines[0].qty"),
        (
            {"lines": [{"code": "{saw}", "discount_percent": "120"}]},
            422,
            "percent_out_of_range",
            "lines[0].discount_percent",
        ),
        ({"lines": [{"code": "{saw}", "colour": "red"}]}, 422, "bad_field", "lines[0].colour"),
        ({"lines": [{"name": "Sharpening"}]}, 422, "bad_field", "lines[0]"),
        ({"uid": "seven"}, 422, "bad_field", "uid"),
    ],
)
def test_a_bad_sale_says_what_and_writes_nothing(
    shop: Shop, caller: Caller, change: dict[str, Any], status: int, code: str, path: str | None
) -> None:
    saw = shop.product("Saw", "120.00", stock="5")
    asked = sale({"code": saw.code}, **change)
    for line in asked["lines"]:
        if line.get("code") == "{saw}":
            line["code"] = saw.code
    answer = caller.post("/sales", asked)
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error.get("path")) == (status, code, path)
    assert error["message"]
    assert error["message"] != code
    assert shop.stock_of(saw) == 5000
    assert caller.post("/sales", sale({"code": saw.code})).get_json()["number"] == 1


def test_a_key_that_stands_twice_is_named_and_nothing_is_sold(shop: Shop, caller: Caller) -> None:
    saw = shop.product("Saw", "120.00", stock="5")
    body = json.dumps(sale({"code": saw.code, "qty": "2"})).replace('"qty": "2"', '"qty": "1", "qty": "2"')
    answer = caller.post("/sales", body.encode())
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error["path"]) == (422, "duplicate_key", "lines[0].qty")
    assert shop.stock_of(saw) == 5000


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"uid": NaN}', b"\xff\xfe", b'{"lines": 1e999}'])
def test_what_is_no_json_is_told_so(caller: Caller, body: bytes) -> None:
    answer = caller.post("/sales", body)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["code"] in ("not_json_body", "bad_field")


def test_a_closed_till_sells_nothing(shop: Shop, caller: Caller, desk: TillDesk) -> None:
    saw = shop.product("Saw", "120.00")
    desk.closes()
    answer = caller.post("/sales", sale({"code": saw.code}))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "no_open_shift")


def test_a_written_sale_can_be_read(shop: Shop, caller: Caller) -> None:
    saw = shop.product("Saw", "120.00")
    asked = sale({"code": saw.code})
    written = caller.post("/sales", asked).get_json()
    assert caller.get(f"/sales/{asked['uid']}").get_json() == {**written, "repeated": True}
    assert caller.get(f"/sales/{new_uid()}").status_code == 404
