"""Paying over HTTP: once, whatever is sent."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.money import Money
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Attempt
from devices.fiscal.makers import NO_TAX
from devices.fiscal.receipt import Act, FiscalReceipt
from pos.sale.reading import SaleHead, recent_sales
from tests.factories.amounts import money
from tests.factories.fiscal import FiscalTill, PluggedRegister
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages, log_in

CASH = {"kind": "cash", "amount": None}


def sales_of(pages: TillPages) -> list[SaleHead]:
    """The sales of the till, newest first."""
    with pages.shop.database.read_unit() as tx:
        return recent_sales(tx, till_id=pages.desk.id)


def test_the_change_is_answered_and_the_same_again_sells_nothing_more(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    version = till_pages.version
    answer = till_pages.pay({"kind": "cash", "amount": 10_000})
    assert answer.headers["X-Sound"] == "paid"
    assert "21.00" in answer.text
    again = till_pages.pay({"kind": "cash", "amount": 10_000}, version=version)
    assert again.status_code == 200
    assert "21.00" in again.text
    assert [sale.to_pay for sale in sales_of(till_pages)] == [money("79.00")]


def test_a_cart_changed_meanwhile_is_not_sold(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    shown = till_pages.version
    till_pages.adds(shop.product("Saw", "20.00"))
    answer = till_pages.pay(CASH, version=shown)
    assert answer.status_code == 409
    assert answer.headers["X-Stale"] == "cart"
    assert sales_of(till_pages) == []


@pytest.mark.parametrize(
    "tenders",
    [
        "",
        "cash",
        "{}",
        '[{"kind": "cash", "amount": 1.5}]',
        '[{"kind": "cash", "amount": NaN}]',
        '[{"kind": "cash", "amount": "7900"}]',
        '[{"kind": "cash", "amount": true}]',
        '[{"kind": "cash", "amount": -7900}]',
        '[{"kind": "gold", "amount": 7900}]',
        '["cash"]',
        "[" + ",".join(['{"kind": "cash", "amount": 1}'] * 21) + "]",
    ],
)
def test_tenders_that_are_none_are_refused(till_pages: TillPages, shop: Shop, tenders: str) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    answer = till_pages.post("pay", {"tenders": tenders})
    assert answer.status_code in (400, 422)
    assert 'class="notice' in answer.text
    assert sales_of(till_pages) == []


def test_a_register_with_another_time_is_asked_about_before_a_sale(shop: Shop, tmp_path: Path) -> None:
    till, saw = FiscalTill(shop), shop.product("Saw", "12.50")
    till.register.ahead = timedelta(hours=1)
    till.desk.sells(saw)
    till.works()
    pages = log_in(shop, tmp_path, till.desk)
    assert "Clocks apart: the register shows" in pages.get("lights").text
    pages.adds(saw)
    asked = pages.pay(CASH)
    assert (asked.status_code, asked.headers["X-Open"]) == (409, "clock-behind")
    assert "The clock of the register shows" in asked.text
    answer = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.text))
    assert pages.post("clock", {**answer, "asked": "another"}).status_code == 400
    assert pages.post("clock", answer).status_code == 200
    assert pages.pay(CASH).status_code == 200
    assert len(sales_of(pages)) == 2


class UntoldRegister(PluggedRegister):
    """A fake that nobody told what it calls something of a receipt."""

    def __init__(self, trouble: Trouble, lacks: str) -> None:
        super().__init__()
        self._problem = DeviceError(trouble, maker_code=lacks)

    def prepare(self, act: Act) -> Attempt:
        if isinstance(act, FiscalReceipt):
            raise self._problem
        return super().prepare(act)


@pytest.mark.parametrize(
    ("trouble", "lacks", "words"),
    [
        (Trouble.TAX_UNKNOWN, "900", "Register: no code for tax 9\N{NO-BREAK SPACE}%"),
        (Trouble.TAX_UNKNOWN, NO_TAX, "Register: no code for goods without tax"),
        (Trouble.TENDER_UNKNOWN, "gift_card", "Register: no code for: Gift card"),
    ],
)
def test_what_the_register_has_no_code_for_is_named(
    shop: Shop, tmp_path: Path, trouble: Trouble, lacks: str, words: str
) -> None:
    register = UntoldRegister(trouble, lacks)
    register.now = shop.clock.now
    till = FiscalTill(shop, driver=lambda _settings: register)
    sale = till.desk.sells(shop.product("Saw", "12.50"))
    till.works()
    pages = log_in(shop, tmp_path, till.desk)
    lights = pages.get("lights").text
    assert words in lights
    assert "in the office, under Fiscal registers" in lights
    assert words in pages.get(f"receipts/{sale.uid}/fiscal").text


def test_nothing_pays_nothing(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    answer = till_pages.pay()
    assert answer.status_code == 409
    assert "79.00 is still to be paid" in answer.text
    assert sales_of(till_pages) == []


def test_a_card_can_not_pay_more_than_there_is_to_pay(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    answer = till_pages.pay({"kind": "card", "amount": 8000})
    assert answer.status_code == 422
    assert sales_of(till_pages) == []


def test_a_receipt_is_shown_and_copied_once(till_pages: TillPages, shop: Shop) -> None:
    sale = till_pages.desk.sells(shop.product("Drill", "79.00"))
    assert "Drill" in till_pages.get(f"receipts/{sale.uid}").text
    listed = till_pages.get("receipts").text
    assert f"No. {sale.number}" in listed
    # This till has no printer: the copy cannot be made, and says so.
    assert till_pages.post(f"receipts/{sale.uid}/reprint", {"uid": sale.uid}).status_code == 404


def test_a_cashier_looks_back_on_the_last_five_receipts_only(till_pages: TillPages, shop: Shop) -> None:
    goods = shop.product("Drill", "1.00")
    numbers = [till_pages.desk.sells(goods).number for _ in range(7)]
    listed = till_pages.get("receipts").text
    assert [f"No. {number}" in listed for number in numbers] == [False] * 2 + [True] * 5


def test_counts_of_a_shift_are_whole_numbers_of_known_pieces(till_pages: TillPages) -> None:
    till_pages.desk.closes()
    for form in ({"count-50": "1.5"}, {"count-x": "1"}, {"count-51": "1"}, {"count-5000": "-1"}):
        answer = till_pages.post("shift/open", {"uid": till_pages.cart_uid, **form})
        assert answer.status_code == 422
    assert till_pages.desk.shift() is None
    assert till_pages.post("shift/open", {"uid": till_pages.cart_uid, "count-5000": "2"}).headers["X-Go"] == "/till/"
    shift = till_pages.desk.shift()
    assert shift is not None
    assert shift.opening_float == Money(10_000)


@pytest.mark.parametrize(("seen", "status"), [("7900", 200), ("7901", 409), ("-7900", 409), ("9" * 5000, 200)])
def test_a_sum_that_the_cashier_did_not_see_is_not_paid(
    till_pages: TillPages, shop: Shop, seen: str, status: int
) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    form = {"version": "9" * 5000, "tenders": json.dumps([CASH]), "seen": seen}
    answer = till_pages.post("pay", form)
    assert answer.status_code == status, answer.text
