"""Conditions and limits: each holds at its edge and not beyond it, and a refusal says which one it was."""

import pytest

from tests.unit.pricing.scenarios import Json, promoted, refusal, scenario, sold

AT = "2026-03-06T12:00:00+03:00"
"""A Friday."""
A3 = [sold("A", "100.00", "3", category="tools/saws", tags=["garden", "new"])]
BORN = {"birth_date": "2000-03-10"}


def asked(
    lines: list[Json], when: Json, limits: Json | None = None, at: str = AT, customer: Json | None = None
) -> Json:
    coupon = {
        "id": "p",
        "trigger": "code",
        "code": "X",
        "when": when,
        "limits": limits or {},
        "reward": {"type": "percent", "value": "10"},
    }
    return promoted(lines, coupon, at=at, customer=customer, coupons=["X"])


def code_of(answer: Json) -> str | None:
    """The code of the only refusal, None where the coupon applied."""
    codes = [one["code"] for one in answer["refused"]]
    assert len(codes) + len(answer["applied"]) == 1
    return codes[0] if codes else None


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ({}, None),
        ({"products": ["A"]}, None),
        ({"products": ["B"]}, "nothing_matching"),
        ({"products": []}, "nothing_matching"),
        ({"categories": ["tools"]}, None),
        ({"categories": ["tools/saws"]}, None),
        ({"categories": ["tools/saws/chain"]}, "nothing_matching"),
        ({"categories": ["tool"]}, "nothing_matching"),
        ({"tags": ["old", "new"]}, None),
        ({"tags": ["old"]}, "nothing_matching"),
        ({"products": ["A"], "tags": ["old"]}, "nothing_matching"),
        ({"min_qty": "3"}, None),
        ({"min_qty": "4"}, "min_qty"),
        ({"max_qty": "3"}, None),
        ({"max_qty": "2"}, "max_qty"),
        ({"min_amount": "300.00"}, None),
        ({"min_amount": "300.01"}, "min_amount"),
        ({"max_amount": "300.00"}, None),
        ({"max_amount": "299.99"}, "max_amount"),
        ({"min_amount": "300.01", "max_qty": "1"}, "min_amount"),
        ({"from": "2026-03-06"}, None),
        ({"from": "2026-03-07"}, "not_yet"),
        ({"to": "2026-03-06"}, None),
        ({"to": "2026-03-05"}, "expired"),
        ({"weekdays": [5]}, None),
        ({"weekdays": [1, 2, 3, 4, 6, 7]}, "wrong_time"),
        ({"from": "2026-03-07", "products": ["B"]}, "not_yet"),
        ({"hours": ["12:00", "12:00"]}, None),
        ({"hours": ["12:01", "11:59"]}, "wrong_time"),
        ({"tiers": ["gold"]}, "no_customer"),
        ({"segments": ["x"]}, "no_customer"),
        ({"customer": "K1"}, "no_customer"),
        ({"customer": True}, "no_customer"),
        ({"birthday_within_days": 400}, "no_customer"),
        ({"first_purchase": True}, "no_customer"),
        ({"first_purchase": False}, "no_customer"),
    ],
)
def test_a_condition_without_a_customer(when: Json, code: str | None) -> None:
    assert code_of(asked(A3, when)) == code


@pytest.mark.parametrize(
    ("time", "hours", "holds"),
    [
        ("09:00:00", ["09:00", "18:00"], True),
        ("08:59:59", ["09:00", "18:00"], False),
        ("18:00:59", ["09:00", "18:00"], True),
        ("18:01:00", ["09:00", "18:00"], False),
        ("23:00:00", ["22:00", "02:00"], True),
        ("02:00:30", ["22:00", "02:00"], True),
        ("02:01:00", ["22:00", "02:00"], False),
        ("21:59:00", ["22:00", "02:00"], False),
    ],
)
def test_hours_include_their_last_minute_and_run_over_midnight(time: str, hours: list[str], holds: bool) -> None:
    answer = asked(A3, {"hours": hours}, at=f"2026-03-06T{time}-11:00")
    assert code_of(answer) == (None if holds else "wrong_time")


@pytest.mark.parametrize(
    ("born", "day", "within", "holds"),
    [
        ("2000-03-10", "2026-03-06", 4, True),
        ("2000-03-10", "2026-03-06", 3, False),
        ("2000-03-02", "2026-03-06", 4, True),
        ("2000-03-01", "2026-03-06", 4, False),
        ("2000-03-06", "2026-03-06", 0, True),
        ("2000-12-30", "2026-01-02", 3, True),
        ("2000-12-30", "2026-01-03", 3, False),
        ("2000-01-02", "2026-12-31", 2, True),
        ("2000-02-29", "2026-03-01", 0, True),
        ("2000-02-29", "2026-02-28", 0, False),
        ("2000-02-29", "2028-02-29", 0, True),
        ("0001-01-01", "0001-01-02", 1, True),
        ("9999-12-31", "9999-12-31", 0, True),
    ],
)
def test_birthdays(born: str, day: str, within: int, holds: bool) -> None:
    answer = asked(A3, {"birthday_within_days": within}, at=f"{day}T00:00:00+00:00", customer={"birth_date": born})
    assert code_of(answer) == (None if holds else "not_for_customer")


@pytest.mark.parametrize(
    ("when", "customer", "holds"),
    [
        ({"segments": ["a", "b"]}, {"segments": ["b", "c"]}, True),
        ({"segments": ["a"]}, {"segments": ["b"]}, False),
        ({"segments": ["a"]}, {}, False),
        ({"customer": "K1"}, {"id": "K1"}, True),
        ({"customer": "K1"}, {"id": "K2"}, False),
        ({"customer": "K1"}, {}, False),
        ({"customer": True}, {}, True),
        ({"first_purchase": True}, {}, True),
        ({"first_purchase": True}, {"purchases": 1}, False),
        ({"first_purchase": False}, {"purchases": 1}, True),
        ({"first_purchase": False}, {"purchases": 0}, False),
        ({"birthday_within_days": 400}, {}, False),
        ({"tiers": ["gold"]}, {}, False),
    ],
)
def test_conditions_about_the_customer(when: Json, customer: Json, holds: bool) -> None:
    assert code_of(asked(A3, when, customer=customer)) == (None if holds else "not_for_customer")


@pytest.mark.parametrize(
    ("limits", "customer", "code"),
    [
        ({"per_customer": 2}, None, "no_customer"),
        ({"per_customer": 2}, {"uses": {"p": 1}}, None),
        ({"per_customer": 2}, {"uses": {"p": 2}}, "limit"),
        ({"per_customer": 2}, {"uses": {"q": 2}}, None),
        ({"per_customer": 0}, {}, "limit"),
        ({"total": 5, "used": 4}, None, None),
        ({"total": 5, "used": 5}, None, "limit"),
        ({"total": 5, "used": 9}, None, "limit"),
        ({"used": 9}, None, None),
        ({"per_cart": 0}, None, "limit"),
        ({"per_cart": None}, None, None),
    ],
)
def test_limits(limits: Json, customer: Json | None, code: str | None) -> None:
    assert code_of(asked(A3, {}, limits, customer=customer)) == code


def test_what_the_limits_leave_is_how_often_a_reward_repeats() -> None:
    groups = {"id": "p", "reward": {"type": "buy_get", "buy": "1", "get": "1"}, "limits": {"total": 5, "used": 3}}
    answer = promoted([sold("A", "10.00", "9")], groups)
    assert (answer["applied"][0]["times"], answer["discount"]) == (2, "20.00")


@pytest.mark.parametrize(
    ("minimum", "basis", "shop_basis", "holds"),
    [
        # 100.00 with 20 % inside is 83.333… without
        ("83.33", False, True, True),
        ("83.34", False, True, False),
        ("100.00", True, True, True),
        ("100.00", None, True, True),
        # 100.00 with 20 % on top is 120.00 with it
        ("120.00", True, False, True),
        ("120.01", True, False, False),
        ("100.01", None, False, False),
    ],
)
def test_amounts_are_converted_exactly(minimum: str, basis: bool | None, shop_basis: bool, holds: bool) -> None:
    when = {"min_amount": minimum} | ({} if basis is None else {"amount_includes_tax": basis})
    ten = {"id": "p", "reward": {"type": "percent", "value": "10"}, "when": when}
    answer = promoted([sold("A", tax="20")], ten, shop={"prices_include_tax": shop_basis})
    assert bool(answer["applied"]) == holds


def test_a_condition_that_uses_time_needs_the_moment() -> None:
    for when in ({"from": "2026-01-01"}, {"to": "2026-01-01"}, {"weekdays": [1]}, {"hours": ["09:00", "18:00"]}):
        ten = {"id": "p", "reward": {"type": "percent", "value": "10"}, "when": when}
        assert refusal(scenario(promotions=[ten])) == ("missing", "at")
    birthday = {"id": "p", "reward": {"type": "percent", "value": "10"}, "when": {"birthday_within_days": 3}}
    assert refusal(scenario(promotions=[birthday])) == ("missing", "at")
