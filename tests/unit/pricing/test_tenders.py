"""Step 9: tenders in order, cash last, cash rounding on what the others leave."""

from typing import Any

import pytest

from app.core.money import Money
from pos.pricing.tenders import settle
from pos.pricing.values import CashRounding, CashRoundingMode, TenderKind, TenderRequest
from tests.unit.pricing.scenarios import Json, goods, quote, refusal, scenario

TO_ONE = {"cash_rounding": {"step": "1.00", "mode": "half_up"}}
SUMS = ("rounding", "to_pay", "paid", "left", "change")


def pay(total: str, *tenders: Json, shop: Json | None = None, balance: str | None = None) -> Json:
    """The answer to a cart with this total and these tenders."""
    return quote(*_total(total), shop=shop, customer=_customer(balance), tenders=list(tenders))


def refused(total: str, *tenders: Json, balance: str | None = None) -> tuple[str, str]:
    return refusal(scenario(*_total(total), customer=_customer(balance), tenders=list(tenders)))


def _total(total: str) -> list[Json]:
    return [goods(total.removeprefix("-"), "-1" if total.startswith("-") else "1")]


def _customer(balance: str | None) -> Json | None:
    return None if balance is None else {"balance": balance}


def tender(kind: str, amount: str | None = None) -> Json:
    return {"kind": kind} if amount is None else {"kind": kind, "amount": amount}


def amounts(answer: Json) -> list[str]:
    return [paid["amount"] for paid in answer["tenders"]]


def sums(answer: Json) -> tuple[str, ...]:
    return tuple(answer[name] for name in SUMS)


@pytest.mark.parametrize(
    ("total", "tenders", "pays", "expected"),
    [
        # rounding, to_pay, paid, left, change
        ("92.50", [], [], ("0.00", "92.50", "0.00", "92.50", "0.00")),
        ("92.50", [tender("cash")], ["93.00"], ("0.50", "93.00", "93.00", "0.00", "0.00")),
        ("92.50", [tender("cash", "100")], ["100.00"], ("0.50", "93.00", "100.00", "0.00", "7.00")),
        ("92.50", [tender("cash", "50")], ["50.00"], ("0.50", "93.00", "50.00", "43.00", "0.00")),
        ("92.50", [tender("cash", "0")], ["0.00"], ("0.50", "93.00", "0.00", "93.00", "0.00")),
        ("92.50", [tender("card")], ["92.50"], ("0.00", "92.50", "92.50", "0.00", "0.00")),
        ("92.50", [tender("card", "40")], ["40.00"], ("0.00", "92.50", "40.00", "52.50", "0.00")),
        ("92.50", [tender("account")], ["92.50"], ("0.00", "92.50", "92.50", "0.00", "0.00")),
        (
            "92.50",
            [tender("cash", "60"), tender("card", "40.20")],
            ["60.00", "40.20"],
            ("-0.30", "92.20", "100.20", "0.00", "8.00"),
        ),
        (
            "92.50",
            [tender("cash"), tender("transfer", "40.20")],
            ["52.00", "40.20"],
            ("-0.30", "92.20", "92.20", "0.00", "0.00"),
        ),
        (
            "92.50",
            [tender("cash", "20"), tender("cash"), tender("card", "10.50"), tender("cash", "30")],
            ["20.00", "32.00", "10.50", "30.00"],
            ("0.00", "92.50", "92.50", "0.00", "0.00"),
        ),
        (
            "92.50",
            [tender("cash", "50"), tender("cash"), tender("cash", "50")],
            ["50.00", "0.00", "50.00"],
            ("0.50", "93.00", "100.00", "0.00", "7.00"),
        ),
        (
            "92.50",
            [tender("card"), tender("cash", "10")],
            ["92.50", "10.00"],
            ("0.00", "92.50", "102.50", "0.00", "10.00"),
        ),
        ("0.30", [tender("cash")], ["0.00"], ("-0.30", "0.00", "0.00", "0.00", "0.00")),
        ("0.00", [tender("card"), tender("cash", "5")], ["0.00", "5.00"], ("0.00", "0.00", "5.00", "0.00", "5.00")),
    ],
)
def test_tenders_of_a_sale_and_mirrored_of_its_return(
    total: str, tenders: list[Json], pays: list[str], expected: tuple[str, ...]
) -> None:
    sale = pay(total, *tenders, shop=TO_ONE)
    assert (amounts(sale), sums(sale)) == (pays, expected)
    if total == "0.00":
        return
    mirrored = [asked | {"amount": negated(asked["amount"])} if "amount" in asked else asked for asked in tenders]
    payout = pay(f"-{total}", *mirrored, shop=TO_ONE)
    assert (amounts(payout), sums(payout)) == ([*map(negated, pays)], tuple(map(negated, expected)))


def negated(amount: str) -> str:
    if not amount.strip("0."):
        return amount
    return amount.removeprefix("-") if amount.startswith("-") else f"-{amount}"


@pytest.mark.parametrize(
    ("mode", "amount", "rounded"),
    [
        ("half_up", 1250, 1300),
        ("half_up", 1249, 1200),
        ("half_down", 1250, 1200),
        ("half_down", 1251, 1300),
        ("up", 1201, 1300),
        ("up", 1200, 1200),
        ("down", 1299, 1200),
        ("half_up", 0, 0),
        ("up", 0, 0),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_cash_is_rounded_by_its_mode_on_the_magnitude(mode: str, amount: int, rounded: int, sign: int) -> None:
    payment = settle(
        Money(sign * amount), [TenderRequest(TenderKind.CASH)], CashRounding(Money(100), CashRoundingMode(mode))
    )
    assert payment.to_pay == payment.cash_to_pay == payment.paid == Money(sign * rounded)
    assert payment.rounding == Money(sign * (rounded - amount))


def test_cash_to_pay_is_the_whole_total_in_cash_whoever_pays() -> None:
    answer = pay("92.50", tender("card"), shop=TO_ONE)
    assert (answer["cash_to_pay"], answer["to_pay"], answer["rounding"]) == ("93.00", "92.50", "0.00")
    assert pay("92.50")["cash_to_pay"] == "92.50"


def test_a_step_need_not_divide_a_whole_unit() -> None:
    shop = {"currency": "CHF", "cash_rounding": {"step": "0.05", "mode": "half_up"}}
    assert pay("7.03", tender("cash"), shop=shop)["to_pay"] == "7.05"
    assert pay("7.02", tender("cash"), shop=shop)["to_pay"] == "7.00"


@pytest.mark.parametrize(
    ("balance", "tenders", "pays", "left_on"),
    [
        ("30.00", [tender("balance")], ["30.00"], ["0.00"]),
        ("300.00", [tender("balance")], ["92.50"], ["207.50"]),
        ("30.00", [tender("balance", "20.00")], ["20.00"], ["10.00"]),
        ("30.00", [tender("balance", "50.00")], ["30.00"], ["0.00"]),
        ("30.00", [tender("balance", "500.00")], ["30.00"], ["0.00"]),
        ("0", [tender("balance")], ["0.00"], ["0.00"]),
        ("30.00", [tender("balance"), tender("card")], ["30.00", "62.50"], ["0.00", None]),
        ("30.00", [tender("cash"), tender("balance")], ["62.50", "30.00"], [None, "0.00"]),
        ("30.00", [tender("balance", "10"), tender("balance")], ["10.00", "20.00"], ["20.00", "0.00"]),
    ],
)
def test_a_balance_pays_at_most_what_it_holds(
    balance: str, tenders: list[Json], pays: list[str], left_on: list[str | None]
) -> None:
    answer = pay("92.50", *tenders, balance=balance)
    assert amounts(answer) == pays
    assert [paid["left"] for paid in answer["tenders"]] == left_on


def test_a_payout_fills_the_balance() -> None:
    answer = pay("-92.50", tender("balance"), balance="7.50")
    assert answer["tenders"] == [{"kind": "balance", "amount": "-92.50", "code": None, "left": "100.00"}]


def test_the_code_of_a_tender_is_answered() -> None:
    answer = pay("92.50", tender("card") | {"code": "slip 17"})
    assert answer["tenders"] == [{"kind": "card", "amount": "92.50", "code": "slip 17", "left": None}]


@pytest.mark.parametrize(
    ("total", "tenders", "code", "index"),
    [
        ("92.50", [tender("card", "92.51")], "tender_too_high", 0),
        ("92.50", [tender("transfer", "92.51")], "tender_too_high", 0),
        ("92.50", [tender("account", "92.51")], "tender_too_high", 0),
        ("92.50", [tender("balance", "92.51")], "tender_too_high", 0),
        ("92.50", [tender("cash", "90"), tender("card", "50"), tender("card", "42.51")], "tender_too_high", 2),
        ("92.50", [tender("card"), tender("transfer", "0.01")], "tender_too_high", 1),
        ("0.00", [tender("card", "0.01")], "tender_too_high", 0),
        ("-92.50", [tender("card", "-92.51")], "tender_too_high", 0),
        ("92.50", [tender("card"), tender("cash")], "second_open_tender", 1),
        ("92.50", [tender("cash"), tender("balance"), tender("cash")], "second_open_tender", 2),
        ("92.50", [tender("card", "-0.01")], "negative", 0),
        ("92.50", [tender("cash", "-0.01")], "negative", 0),
        ("0.00", [tender("cash", "-5.00")], "negative", 0),
        ("-92.50", [tender("card", "5.00")], "payout_not_negative", 0),
        ("-92.50", [tender("cash", "5.00")], "payout_not_negative", 0),
    ],
)
def test_tenders_that_can_not_be(total: str, tenders: list[Json], code: str, index: int) -> None:
    assert refused(total, *tenders, balance="500.00") == (code, f"cart.tenders[{index}].amount")


def test_a_balance_needs_a_customer() -> None:
    assert refused("92.50", tender("balance")) == ("no_customer", "cart.tenders[0].kind")


def test_a_tender_is_answered_for_each_asked_in_the_order_given() -> None:
    kinds: list[Any] = ["cash", "card", "cash", "account", "transfer"]
    answer = pay("92.50", *[tender(kind, "1") for kind in kinds])
    assert [paid["kind"] for paid in answer["tenders"]] == kinds
