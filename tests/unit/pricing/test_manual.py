"""``docs/pricing.md`` is run: every cart on it is priced and every promised figure compared."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from app.core.errors import BadInput
from app.core.money import Money
from pos.pricing.quoting import quote_text
from pos.pricing.tenders import round_cash
from pos.pricing.values import CashRounding, CashRoundingMode
from tests.unit.pricing.manual import (
    GOODS,
    OFFERED,
    TENDERS,
    WITHOUT_EFFECT,
    Example,
    Row,
    Table,
    examples,
    section,
    table_after,
)

EXAMPLES = examples()
PRICED = [example for example in EXAMPLES if example.refused is None]
REFUSED = [example for example in EXAMPLES if example.refused is not None]

OF_LINE = {"Amount": "amount", "Net": "net", "Gross": "gross"}
OF_CART = {
    "Goods total": "subtotal",
    "Discounts": "discount",
    "Net": "net",
    "Total": "gross",
    "Rounding": "rounding",
    "To pay": "to_pay",
    "All in cash": "cash_to_pay",
    "Paid": "paid",
    "Left": "left",
    "Change": "change",
}
OF_LOYALTY = {
    "Points spent": ("points", "spent"),
    "Points earned": ("points", "earned"),
    "Points then": ("points", "after"),
    "Tier then": ("tier", "after"),
    "To the next": ("tier", "to_next"),
}


def figure_of_line(line: dict[str, Any], header: str, decimals: int) -> str:
    if header == "Discount":
        return str(sum((Decimal(discount["amount"]) for discount in line["discounts"]), Decimal(0).scaleb(-decimals)))
    if header == "Tax":
        return str(next(iter(line["tax"].values())))
    if header not in OF_LINE:
        source = {"By hand": "line", "Tier": "tier", "By points": "points"}.get(header, header)
        return next((discount["amount"] for discount in line["discounts"] if discount["source"] == source), "–")
    return str(line[OF_LINE[header]])


def figure_of_cart(answer: dict[str, Any], header: str) -> str:
    if header.startswith("Tax "):
        return str(answer["tax"][header.removeprefix("Tax ").removesuffix(" %")])
    if header in OF_LOYALTY:
        part, key = OF_LOYALTY[header]
        return str(answer[part][key] or "–")
    return str(answer[OF_CART[header]])


def figure_of_tender(tender: dict[str, Any], header: str) -> str:
    return str(tender[{"Pays": "amount", "Stays on it": "left"}[header]] or "–")


def listed(answer: dict[str, Any], example: Example, kind: str) -> list[Row]:
    """What is refused or offered, as the manual writes it; every example shows all of it."""
    if kind == OFFERED:
        return [
            {OFFERED: one["promotion"], "Goods": one.get("product", ""), "Quantity": one["qty"]}
            for one in answer["offers"]
        ]
    return [
        {
            WITHOUT_EFFECT: one["coupon"] or one["promotion"] or "points",
            "Why": f"`{one['code']}`",
            "Needed": one["need"] or "–",
            "There": one["have"] or "–",
        }
        for one in answer["refused"]
    ]


def promised(example: Example, kind: str) -> list[Row]:
    table = example.table(kind)
    return table.promised() if table else []


@pytest.mark.parametrize("example", PRICED, ids=lambda example: example.title)
def test_every_promised_figure_of_an_example_is_computed(example: Example) -> None:
    answer = quote_text(json.dumps(example.scenario()))
    decimals = len(answer["gross"].partition(".")[2])
    lines, tenders = promised(example, GOODS), promised(example, TENDERS)
    shown = (
        [
            {header: figure_of_line(line, header, decimals) for header in row}
            for row, line in zip(lines, answer["lines"], strict=True)
        ],
        [
            {header: figure_of_tender(tender, header) for header in row}
            for row, tender in zip(tenders, answer["tenders"], strict=True)
        ],
        {header: figure_of_cart(answer, header) for header in example.totals()},
    )
    assert shown == (lines, tenders, example.totals())
    assert any(lines) or example.totals(), "an example promises something"
    assert listed(answer, example, WITHOUT_EFFECT) == (example.table(WITHOUT_EFFECT) or Table([], [])).rows
    assert listed(answer, example, OFFERED) == (example.table(OFFERED) or Table([], [])).rows


@pytest.mark.parametrize("example", REFUSED, ids=lambda example: example.title)
def test_an_example_of_a_refusal_is_refused(example: Example) -> None:
    with pytest.raises(BadInput) as caught:
        quote_text(json.dumps(example.scenario()))
    assert (caught.value.code, caught.value.path) == example.refused


def test_the_ways_to_round_cash() -> None:
    table = table_after("### The four ways to round cash")
    modes = [header.strip("`") for header in table.headers[2:]]
    assert modes == list(CashRoundingMode)
    for row in table.rows:
        amount, step = (Money(int(Decimal(row[header]) * 100)) for header in ("Amount", "Step"))
        rounded = {
            f"`{mode}`": str(Decimal(round_cash(amount, CashRounding(step, mode)).minor).scaleb(-2))
            for mode in CashRoundingMode
        }
        assert rounded == {header: row[header] for header in rounded}, row


def test_the_scenario_for_programs_is_answered_as_it_says() -> None:
    text = section("## For programs")
    scenario = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert scenario is not None
    answer = quote_text(scenario[1])
    said = re.findall(r'`"(\w+)": "([0-9.]+)"`', text)
    assert len(said) == 4
    assert {key: answer[key] for key, _ in said} == dict(said)


def test_the_manual_shows_at_least_two_dozen_examples() -> None:
    assert len(EXAMPLES) >= 24
    assert len({example.title for example in EXAMPLES}) == len(EXAMPLES)
