"""The worked examples of the maker's protocol: tasks as they are written, answers as they are read."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import BadInput
from app.core.money import ZERO, Money, UnitPrice
from devices.drivers.atol import answers, build, recovery
from devices.drivers.atol.answers import Outcome, TaskStatus, outcomes
from devices.drivers.atol.codes import CodeTables
from devices.drivers.atol.register import open_atol
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Attempt, Counters, PaperOutcome, attempt_of
from devices.fiscal.receipt import Buyer, Correction, DocumentKind, FiscalLine, ItemKind, Operator
from tests.devices.fiscal_acts import ATOL_SETTINGS, MOSCOW, OPERATOR, cash_move, line, receipt

TABLES = CodeTables.of(ATOL_SETTINGS)
BEFORE = Counters("00106201234", "9287440301120991", 425, 7, shift_is_open=True, cash=ZERO, cash_moves=0)
SOLD = (
    '{"type":"sell","taxationType":"osn","operator":{"name":"Иванова А.","vatin":"123654789507"},'
    '"clientInfo":{"emailOrPhone":"+79161234567"},"items":[{"type":"position","name":"Хлеб","price":45.5,"quantity":2,'
    '"amount":91.0,"paymentMethod":"fullPayment","paymentObject":"commodity","measurementUnit":"piece",'
    '"tax":{"type":"vat10"}}],"payments":[{"type":"cash","sum":100.0}],"total":91.0}'
)
DONE = (
    '{"results":[{"status":"ready","error":{"code":0,"description":"Ошибок нет"},"result":{"fiscalParams":'
    '{"fiscalDocumentDateTime":"2026-07-28T12:33:00+03:00","fiscalDocumentNumber":426,"fiscalDocumentSign":"1494325660",'
    '"fiscalReceiptNumber":12,"fnNumber":"9287440301120991","registrationNumber":"0000000001002292","shiftNumber":7,'
    '"total":91.0,"fnsUrl":"www.nalog.gov.ru"},"warnings":{}}}]}'
)


def test_a_sale_as_the_maker_writes_it() -> None:
    task = build.task_of(receipt(cash=10_000, contact="+79161234567", uid="u-1"), TABLES, {})
    *positions, ours = task["items"]
    assert ours == {"type": "userAttribute", "name": "regulars", "value": "u-1", "print": False}
    assert {**task, "items": positions} == json.loads(SOLD)


def test_an_answer_as_the_maker_writes_it() -> None:
    (outcome,) = outcomes(DONE.encode(), "pos1-000123-a1", 1)
    registered = recovery.registered_of(outcome, attempt_of(receipt(), BEFORE, "pos1-000123-a1"), ATOL_SETTINGS)
    assert registered is not None
    assert (registered.number, registered.sign, registered.total) == (426, "1494325660", Money(9100))
    assert (registered.shift_number, registered.receipt_number) == (7, 12)
    assert registered.at == datetime(2026, 7, 28, 12, 33, tzinfo=MOSCOW)
    assert registered.qr == "t=20260728T1233&s=91.00&fn=9287440301120991&i=426&fp=1494325660&n=1"
    assert registered.paper is PaperOutcome.PRINTED


@pytest.mark.parametrize(
    "body",
    [
        '{"results":[{"status":"error","error":{"code":68,"description":"Смена"}}]}',
        '{"results":[{"status":"error","errorCode":68,"errorDescription":"Смена"}]}',
        '{"results":[{"uuid":"x","status":"ready"},{"uuid":"k","status":"error","errorCode":68,"errorDescription":"Смена"}]}',
        '{"results":[{"uuid":"x","results":[]},{"uuid":"k","results":[{"status":"error","errorCode":68}]}]}',
    ],
)
def test_errors_of_both_generations_and_among_other_orders(body: str) -> None:
    (outcome,) = outcomes(body.encode(), "k", 1)
    assert (outcome.status, outcome.code) == (TaskStatus.ERROR, 68)


def test_everything_a_receipt_can_carry() -> None:
    full = receipt(
        line(department=3, discount=100),
        line(item_kind=ItemKind.SERVICE, qty_milli=1_500, tax_code="none"),
        line(item_kind=ItemKind.PAYMENT, qty_milli=1000, tax_code="main"),
        buyer=Buyer("ООО Ромашка", "7700000000"),
        on_paper=False,
        rounding=Money(-25),
        operator=Operator(""),
        texts=("Спасибо",),
        kind=DocumentKind.SALE_RETURN,
    )
    task = build.task_of(full, TABLES, {})
    assert (task["type"], task["electronically"], "operator" in task) == ("sellReturn", True, False)
    assert task["clientInfo"] == {"name": "ООО Ромашка", "vatin": "7700000000"}
    assert task["postItems"] == [{"type": "text", "text": "Спасибо"}]
    first, second, third, _uid = task["items"]
    assert (first["department"], first["price"], first["amount"], first["infoDiscountAmount"]) == (3, 45, 90, 1)
    assert (second["paymentObject"], second["measurementUnit"], second["quantity"]) == ("service", "otherUnits", 1.5)
    assert third["paymentObject"] == "payment"
    assert task["total"] == full.total.minor / 100
    with pytest.raises(DeviceError) as refused:
        build.task_of(replace(full, rounding=Money(-100)), TABLES, {})
    assert refused.value.trouble is Trouble.NOT_POSSIBLE


def test_corrections_of_the_shop_s_own_accord_and_by_order() -> None:
    own = build.task_of(receipt(correction=Correction(date(2026, 2, 27))), TABLES, {})
    assert (own["type"], own["correctionType"], own["correctionBaseDate"]) == ("sellCorrection", "self", "2026.02.27")
    assert "correctionBaseNumber" not in own
    ordered = build.task_of(receipt(correction=Correction(date(2026, 2, 27), "17-A")), TABLES, {})
    assert (ordered["correctionType"], ordered["correctionBaseNumber"]) == ("instruction", "17-A")


def test_cash_and_marked_goods() -> None:
    operator = {"operator": {"name": OPERATOR.name, "vatin": OPERATOR.tax_number}}
    assert build.task_of(cash_move(-12_345), TABLES, {}) == {"type": "cashOut", "cashSum": 123.45, **operator}
    code = "0104600439931256215Qbag!\x1d93Zjqw"
    marked = line(qty_milli=1000, marked_code=code, is_marked=True)
    position = build.task_of(receipt(marked), TABLES, {code: {"imcCheckFlag": True}})["items"][0]
    assert position["paymentObject"] == "commodityWithMarking"
    assert position["imcParams"] == {
        "imcType": "auto",
        "imc": "MDEwNDYwMDQzOTkzMTI1NjIxNVFiYWchHTkzWmpxdw==",
        "itemEstimatedStatus": "itemPieceSold",
        "imcModeProcessing": 0,
        "itemInfoCheckResult": {"imcCheckFlag": True},
    }


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 50_000_000),
    st.integers(1, 500_000),
    st.integers(0, 99),
    st.integers(0, 9_999),
)
def test_positions_add_up_to_the_line_and_are_written_to_the_kopeck(
    price_minor: int, qty_milli: int, percent: int, more: int
) -> None:
    price = UnitPrice(price_minor * 10_000 + more)
    whole = price.for_qty(qty_milli)
    discount = Money(whole.minor * percent // 100)
    sold = FiscalLine("x", qty_milli, price, whole - discount, "main", discount)
    positions = build.task_of(receipt(sold), TABLES, {})["items"][:-1]
    told = json.loads(json.dumps({"items": positions}).encode())["items"]
    assert sum(round(one["amount"] * 100) for one in told) == sold.sum.minor
    assert sum(round(one["quantity"] * 1000) for one in told) == qty_milli
    assert all(abs(one["price"] * one["quantity"] - one["amount"]) < 0.011 for one in told)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(_JSON)
def test_no_answer_whatever_it_says_breaks_the_reader(value: object) -> None:
    body = json.dumps({"results": [{"status": "ready", "result": {"fiscalParams": value, "counters": value}}]})
    for act in (receipt(), cash_move(1)):
        attempt = attempt_of(act, BEFORE, "k")
        (outcome,) = outcomes(body.encode(), "k", 1)
        recovery.registered_of(outcome, attempt, ATOL_SETTINGS)
    for broken in (json.dumps(value), json.dumps({"results": value}), body[: len(body) // 2]):
        with pytest.raises(DeviceError) as refused:
            outcomes(broken.encode(), "k", 1)
        assert refused.value.trouble is Trouble.GARBLED


@pytest.mark.parametrize(
    "text", ["1e999999999", "-1e16", "123456789012345678901234567890", "1e15", "true", '"9"', "NaN"]
)
def test_sums_out_of_this_world_are_no_sums(text: str) -> None:
    with pytest.raises(DeviceError) as refused:
        answers.money_in(answers.decoded(f'{{"total": {text}}}'.encode()), "total")
    assert refused.value.trouble is Trouble.GARBLED


def test_an_answer_that_tells_nothing_is_left_to_the_register_s_memory() -> None:
    attempt = Attempt("u", attempt_of(receipt(), BEFORE).kind, Money(9100), is_correction=False, before=BEFORE, key="k")
    for outcome in (Outcome(TaskStatus.READY), Outcome(TaskStatus.READY, result={"fnStatus": {}})):
        assert recovery.registered_of(outcome, attempt, ATOL_SETTINGS) is None


@pytest.mark.parametrize(
    "address", ["atol+tcp://localhost?api=3", "atol+tcp://localhost?level=1", "atol+tcp://localhost?user=a:b"]
)
def test_an_address_that_can_not_be_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        open_atol(address, ATOL_SETTINGS)


def test_words_that_the_maker_does_not_know_are_refused() -> None:
    for wrong in ({"taxes": {"main": "vat21"}}, {"tenders": {"cash": "gold"}}, {"tax_system": "ukrainian"}):
        with pytest.raises(BadInput):
            CodeTables.of(replace(ATOL_SETTINGS, **wrong))
    numbered = CodeTables.of(replace(ATOL_SETTINGS, tenders={"cash": "0", "gift": "5"}))
    assert (numbered.tender("cash"), numbered.tender("gift")) == (0, 5)
    for broken in (line(tax_code="other"), line(item_kind=ItemKind.WORK, is_marked=True)):
        with pytest.raises(DeviceError):
            build.task_of(receipt(broken), TABLES, {})
