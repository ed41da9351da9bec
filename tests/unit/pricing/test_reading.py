"""What can not be priced: each field names itself, with a code of its own."""

import copy
import json
from typing import Any

import pytest

from app.core.jsontext import MAX_BYTES
from pos.pricing.quoting import quote_text
from tests.unit.pricing.scenarios import Json, goods, quote, refusal, scenario

WHOLE: Json = {
    "at": "2026-03-06T12:00:00+03:00",
    "shop": {
        "currency": "RUB",
        "decimals": 2,
        "prices_include_tax": True,
        "tax_rounding": "per_rate",
        "cash_rounding": {"step": "0.50", "mode": "down"},
    },
    "products": [
        {
            "code": "NAIL",
            "name": "Nails",
            "price": "210.00",
            "tax": "20",
            "prices_include_tax": False,
            "category": "goods/nails",
            "tags": ["iron"],
            "unit": "kg",
            "decimals": 2,
            "pieces": 1,
            "discountable": True,
            "earns": False,
        },
        {"code": "GIFT"},
    ],
    "customer": {
        "id": "K1",
        "tier": "silver",
        "points": "-12.5",
        "balance": "3.00",
        "spent": "12000.00",
        "birth_date": "2000-02-29",
        "segments": ["regular"],
        "purchases": 12,
        "uses": {"spring": 1},
    },
    "loyalty": {
        "earn": [
            {"points": "5", "per_amount": "100.00", "products": ["NAIL"], "categories": ["goods"], "tags": ["iron"]},
            {"points": "0.5", "per_unit": "2", "steps": True},
        ],
        "earn_rounding": "half_up",
        "points_decimals": 2,
        "redeem": {"point_value": "0.0001", "max_share": "30"},
        "tiers": [{"name": "silver", "from": "10000.00", "discount": "0", "earn_factor": "1.5"}],
    },
    "promotions": [
        {
            "id": "night",
            "name": "Night",
            "trigger": "code",
            "code": "NIGHT",
            "priority": -5,
            "combine": "always",
            "when": {
                "products": ["NAIL"],
                "categories": ["goods"],
                "tags": ["iron"],
                "min_qty": "1",
                "max_qty": "5",
                "min_amount": "1.00",
                "max_amount": "900.00",
                "amount_includes_tax": True,
                "from": "2026-03-01",
                "to": "2026-03-31",
                "weekdays": [1, 5],
                "hours": ["22:00", "06:00"],
                "tiers": ["silver"],
                "segments": ["regular"],
                "customer": "K1",
                "birthday_within_days": 30,
                "first_purchase": False,
            },
            "reward": {"type": "percent", "value": "10", "on": "products", "tags": ["iron"], "max_discount": "9.00"},
            "limits": {"per_cart": 2, "units": "1.5", "per_customer": 1, "total": 10, "used": 9},
        },
        {
            "id": "a",
            "reward": {"type": "amount", "value": "5.00", "on": "order", "per": "unit"},
            "trigger": "points",
            "cost_points": "2.5",
        },
        {"id": "f", "reward": {"type": "fixed_price", "value": "5.0001"}, "when": {"min_qty": "9"}},
        {"id": "q", "reward": {"type": "bundle_price", "value": "5.00", "qty": "3"}},
        {"id": "s", "reward": {"type": "bundle_price", "value": "5.00", "sets": [{"products": ["GIFT"], "qty": "2"}]}},
        {"id": "g", "reward": {"type": "buy_get", "buy": "2", "get": "1", "percent": "50", "products": ["GIFT"]}},
        {"id": "c", "reward": {"type": "free_product", "products": ["GIFT"], "qty": "2"}, "when": {"min_qty": "9"}},
        {"id": "b", "reward": {"type": "points", "bonus": "1", "factor": "2"}, "when": {"min_qty": "9"}},
        {"id": "k", "reward": {"type": "coupon", "promotion": "night", "valid_days": 30}, "when": {"min_qty": "9"}},
    ],
    "gift_cards": [{"code": "G", "balance": "5.00", "to": "2026-12-31"}],
    "cart": {
        "lines": [
            {"product": "NAIL", "qty": "0.35", "price": "200.00", "discount_percent": "5", "promotions": False},
            {
                "name": "Sharpening",
                "price": "300.00",
                "tax": "none",
                "unit": "hour",
                "category": "services",
                "tags": ["work"],
                "prices_include_tax": True,
                "discountable": True,
                "earns": True,
                "qty": "1",
                "discount_amount": "50.00",
            },
        ],
        "discount_percent": "1",
        "discount_amount": "1.00",
        "coupons": ["night "],
        "claims": ["a"],
        "points_to_spend": "2.5",
        "tenders": [{"kind": "cash", "amount": "500.00", "code": "1"}],
    },
}
"""A scenario with every key there is, of which no rule changes the price."""


def changed(path: str, value: Any) -> Json:
    """The whole scenario with one value set; a path like ``cart.lines[0].qty``."""
    asked = copy.deepcopy(WHOLE)
    *parents, last = [
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    ]
    found: Any = asked
    for parent in parents:
        found = found[parent]
    found[last] = value
    return asked


def every_path(value: Any = WHOLE, path: str = "") -> list[str]:
    """The path of every value of the whole scenario."""
    if isinstance(value, dict):
        below = [every_path(each, f"{path}.{key}" if path else key) for key, each in value.items()]
    elif isinstance(value, list):
        below = [every_path(each, f"{path}[{index}]") for index, each in enumerate(value)]
    else:
        below = []
    return [*([path] if path else []), *[each for paths in below for each in paths]]


def test_a_scenario_with_every_key_is_priced() -> None:
    answer = quote_text(json.dumps(WHOLE))
    assert answer["points"] == {"spent": "0", "earned": "0", "after": "-12.5"}
    # 0.35 × 200.00 less 5 % is 66.50, spared by its line; 250.00 less 1 % and 1.00 is 246.50; 13.30 tax on top.
    assert (answer["subtotal"], answer["gross"], answer["change"]) == ("370.00", "326.30", "174.00")


NULL_MEANS_UNLIMITED = "promotions[0].limits.per_cart"


@pytest.mark.parametrize("path", [path for path in every_path() if path != NULL_MEANS_UNLIMITED])
def test_no_field_but_one_takes_null(path: str) -> None:
    code, named = refusal(changed(path, None))
    assert (named, code[:4]) == (path, "not_")


@pytest.mark.parametrize("path", every_path())
def test_no_field_takes_a_number_with_a_fraction_or_without_end(path: str) -> None:
    for value in (1.5, float("nan"), float("inf"), 10**30, -(10**30)):
        code, named = refusal(changed(path, value))
        assert (named, code[:4]) == (path, "not_"), value


@pytest.mark.parametrize("path", every_path())
def test_no_field_takes_a_text_that_says_nothing_or_too_much(path: str) -> None:
    for value in ("", " ", "\ud800", "x" * 1001):
        code, named = refusal(changed(path, value))
        assert named == path
        assert code in {"empty_text", "broken_text", "text_too_long"} or code.startswith("not_")


def containers() -> list[str]:
    """Every object whose keys the contract lists (those of ``uses`` are free)."""
    free = {"customer.uses"}
    return ["", *[path for path in every_path() if path not in free and _is_object(path)]]


def _is_object(path: str) -> bool:
    found: Any = WHOLE
    for step in path.replace("[", ".").replace("]", "").split("."):
        found = found[int(step) if step.isdigit() else step]
    return isinstance(found, dict)


@pytest.mark.parametrize("path", containers())
def test_an_unknown_key_is_an_error_in_every_object(path: str) -> None:
    key = f"{path}.coler" if path else "coler"
    assert refusal(changed(key, "red")) == ("unknown_key", key)


@pytest.mark.parametrize("path", containers())
def test_a_key_that_stands_twice_is_an_error_in_every_object(path: str) -> None:
    marked = json.dumps(changed(f"{path}.twice" if path else "twice", 1))
    named = f"{path}.twice" if path else "twice"
    assert refusal(marked.replace('"twice": 1', '"twice": 1, "twice": 1')) == ("duplicate_key", named)


@pytest.mark.parametrize(
    "path",
    [
        "shop",
        "shop.currency",
        "shop.cash_rounding.step",
        "shop.cash_rounding.mode",
        "products[0].code",
        "cart",
        "cart.lines",
        "cart.lines[0].qty",
        "cart.tenders[0].kind",
    ],
)
def test_what_has_no_default_is_missed(path: str) -> None:
    *parents, last = path.replace("[", ".").replace("]", "").split(".")
    asked = copy.deepcopy(WHOLE)
    found: Any = asked
    for parent in parents:
        found = found[int(parent) if parent.isdigit() else parent]
    del found[last]
    assert refusal(asked) == ("missing", path)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("cart.lines[0].qty", "0", "qty_zero"),
        ("cart.lines[0].qty", "-0.00", "qty_zero"),
        ("cart.lines[0].qty", "0.355", "too_many_decimals"),
        ("cart.lines[1].qty", "0.0005", "too_many_decimals"),
        ("cart.lines[0].qty", 1, "not_decimal_text"),
        ("cart.lines[0].qty", True, "not_decimal_text"),
        ("cart.lines[0].qty", ["1"], "not_decimal_text"),
        ("cart.lines[0].qty", "1e3", "not_decimal_text"),
        ("cart.lines[0].qty", "NaN", "not_decimal_text"),
        ("cart.lines[0].qty", "+1", "not_decimal_text"),
        ("cart.lines[0].qty", ".5", "not_decimal_text"),
        ("cart.lines[0].qty", "1,5", "not_decimal_text"),
        ("cart.lines[0].qty", "1 000", "not_decimal_text"),
        ("cart.lines[0].qty", "١", "not_decimal_text"),
        ("cart.lines[0].qty", "1000000000000000", "not_decimal_text"),
        ("cart.lines[0].price", "-1.00", "negative"),
        ("cart.lines[0].price", "1.0000001", "too_many_decimals"),
        ("products[0].price", "-0.01", "negative"),
        ("cart.lines[0].discount_percent", "100.01", "percent_out_of_range"),
        ("cart.lines[0].discount_percent", "-1", "percent_out_of_range"),
        ("cart.lines[0].discount_percent", "5 %", "not_decimal_text"),
        ("cart.lines[0].discount_percent", "0.0000001", "too_many_decimals"),
        ("cart.lines[1].discount_amount", "-1", "negative"),
        ("cart.lines[1].discount_amount", "1.005", "too_many_decimals"),
        ("cart.lines[1].tax", "100.5", "percent_out_of_range"),
        ("cart.lines[1].tax", "-20", "percent_out_of_range"),
        ("cart.lines[1].tax", "None", "not_decimal_text"),
        ("cart.lines[1].tax", 20, "not_decimal_text"),
        ("cart.lines[0].product", "nail", "unknown_product"),
        ("cart.lines[0].promotions", "false", "not_boolean"),
        ("cart.lines[0].promotions", 0, "not_boolean"),
        ("cart.lines[1].tags", "work", "not_list"),
        ("cart.lines[1].tags[0]", 5, "not_text"),
        ("cart.discount_percent", "120", "percent_out_of_range"),
        ("cart.discount_amount", "-0.01", "negative"),
        ("cart.tenders[0].amount", "5.005", "too_many_decimals"),
        ("cart.tenders[0].amount", 5, "not_decimal_text"),
        ("cart.tenders[0].kind", "cheque", "not_a_choice"),
        ("cart.points_to_spend", "-1", "negative"),
        ("cart.lines", {}, "not_list"),
        ("cart", [], "not_object"),
        ("shop.currency", "XYZ", "unknown_currency"),
        ("shop.currency", "rub", "unknown_currency"),
        ("shop.decimals", -1, "out_of_range"),
        ("shop.decimals", 7, "out_of_range"),
        ("shop.decimals", "2", "not_integer"),
        ("shop.decimals", True, "not_integer"),
        ("shop.tax_rounding", "per_day", "not_a_choice"),
        ("shop.cash_rounding.mode", "bankers", "not_a_choice"),
        ("shop.cash_rounding.step", "0.00", "step_zero"),
        ("shop.cash_rounding.step", "-1", "negative"),
        ("shop.prices_include_tax", "yes", "not_boolean"),
        ("products[0].decimals", 4, "out_of_range"),
        ("products[0].pieces", 0, "out_of_range"),
        ("products[1].code", "NAIL", "duplicate_product"),
        ("customer.balance", "-1", "negative"),
        ("customer.spent", "-1", "negative"),
        ("customer.points", 5, "not_decimal_text"),
        ("customer.purchases", -1, "out_of_range"),
        ("customer.birth_date", "2001-02-29", "not_a_date"),
        ("customer.birth_date", "20000229", "not_a_date"),
        ("customer.uses.spring", "1", "not_integer"),
        ("loyalty.earn_rounding", "up", "not_a_choice"),
        ("at", "2026-03-06T12:00:00", "not_an_instant"),
        ("at", "2026-03-06", "not_an_instant"),
        ("at", "2026-02-30T12:00:00+03:00", "not_an_instant"),
        ("at", "2026-03-06T25:00:00Z", "not_an_instant"),
        ("at", 1772787600, "not_text"),
    ],
)
def test_a_bad_value_is_named(path: str, value: Any, code: str) -> None:
    asked = changed(path, value)
    if path == "shop.currency":
        del asked["shop"]["decimals"]
    assert refusal(asked) == (code, path)


@pytest.mark.parametrize("at", ["2026-03-06T12:00Z", "2026-03-06T12:00:00.123456-09:30", "2024-02-29T00:00:00+00:00"])
def test_an_instant_with_an_offset_is_accepted(at: str) -> None:
    assert quote_text(json.dumps(scenario() | {"at": at}))["gross"] == "0.00"


@pytest.mark.parametrize(
    ("line", "code", "path"),
    [
        ({"qty": "1"}, "product_or_name", "cart.lines[0]"),
        ({"product": "NAIL", "name": "Nails", "qty": "1"}, "product_or_name", "cart.lines[0]"),
        ({"product": "GIFT", "qty": "1"}, "no_price", "cart.lines[0].price"),
        ({"name": "Sharpening", "qty": "1"}, "no_price", "cart.lines[0].price"),
        ({"product": "NAIL", "qty": "1", "tax": "10"}, "belongs_to_product", "cart.lines[0].tax"),
        ({"product": "NAIL", "qty": "1", "discountable": False}, "belongs_to_product", "cart.lines[0].discountable"),
        ({"name": "Cake", "price": "1", "qty": "0.5"}, "too_many_decimals", "cart.lines[0].qty"),
        ({"name": "Cake", "price": "1", "qty": "1", "decimals": 3}, "unknown_key", "cart.lines[0].decimals"),
    ],
)
def test_a_line_sells_one_thing_at_a_known_price(line: Json, code: str, path: str) -> None:
    assert refusal(changed("cart.lines", [line])) == (code, path)


def test_the_price_of_a_line_wins_over_that_of_its_product() -> None:
    asked = changed("cart.lines", [{"product": "GIFT", "qty": "1", "price": "0"}, {"product": "NAIL", "qty": "1"}])
    lines = quote_text(json.dumps(asked))["lines"]
    assert [line["unit_price"] for line in lines] == ["0.00", "210.00"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_json"),
        (" \n", "no_json"),
        ("{", "not_json"),
        ("{'shop': 1}", "not_json"),
        ('{"a": 1,}', "not_json"),
        ("{} {}", "not_json"),
        ('{"a": "\x00"}', "not_json"),
        (b'{"a": "\xff"}', "not_utf8"),
        ("[" * 100_000, "nested_too_deep"),
        ('{"cart":' * 100_000, "nested_too_deep"),
        ("null", "not_object"),
        ("[]", "not_object"),
        ("12", "not_object"),
        ("9" * 5_000, "not_object"),
        (" " * (MAX_BYTES + 1), "too_large"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_text_that_is_no_scenario(text: str | bytes, code: str) -> None:
    assert refusal(text) == (code, "")


def test_a_byte_order_mark_is_no_part_of_the_scenario() -> None:
    assert quote_text("\ufeff" + json.dumps(scenario()))["gross"] == "0.00"
    assert quote_text(b"\xef\xbb\xbf" + json.dumps(scenario()).encode())["gross"] == "0.00"


def test_a_cart_has_at_most_ten_thousand_lines() -> None:
    assert quote(*[goods()] * 10_000)["gross"] == "1000000.00"
    assert refusal(scenario(*[goods()] * 10_001)) == ("too_many", "cart.lines")


def test_a_cart_has_at_most_a_thousand_tenders() -> None:
    assert quote(goods(), tenders=[{"kind": "cash", "amount": "1"}] * 1_000)["change"] == "900.00"
    assert refusal(scenario(tenders=[{"kind": "cash", "amount": "1"}] * 1_001)) == ("too_many", "cart.tenders")


def test_lists_and_texts_have_limits() -> None:
    assert quote(goods() | {"name": "x" * 1_000, "tags": ["t"] * 100_000})["gross"] == "100.00"
    assert refusal(scenario(goods() | {"tags": ["t"] * 100_001})) == ("too_many", "cart.lines[0].tags")


def test_the_largest_text_is_still_read() -> None:
    text = json.dumps(scenario())
    assert quote_text(text.ljust(MAX_BYTES))["gross"] == "0.00"


def test_a_cart_of_ten_megabytes_is_answered_with_a_sentence() -> None:
    text = json.dumps(scenario(*[goods()] * 200_000))
    assert len(text) > 10_000_000
    assert refusal(text) == ("too_many", "cart.lines")
