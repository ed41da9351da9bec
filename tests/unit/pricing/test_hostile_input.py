"""Whatever stands in a scenario: a canonical answer or an error with a sentence, never anything else."""

import copy
import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import BadInput
from pos.pricing.quoting import error_answer, quote_text
from tests.unit.pricing.scenarios import CONTRACT_EXAMPLE, Json
from tests.unit.pricing.test_reading import WHOLE

NUMBERS = ["0", "-1", "1", "0.5", "100", "100.01", "999999999999999.99", "2026-03-06T12:00:00+03:00"]
WORDS = [
    "none",
    "piece",
    "kg",
    "RUB",
    "JPY",
    "cash",
    "card",
    "balance",
    "account",
    "gift_card",
    "up",
    "per_rate",
    "NAIL",
]
PLAUSIBLE = st.sampled_from([*NUMBERS, *WORDS])
TEXTS = st.text("a0.- ЖEx\u0661\u2028\ud800\x00{}", max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | PLAUSIBLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["qty", "price", "tax", "amount", "kind", "discount_percent", "decimals", "name", "product", "qyt"]
)

MONEY = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place below a value."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for step, below in steps for place in [(*path, step), *places(below, (*path, step))]]


@st.composite
def broken(draw: st.DrawFn) -> Json:
    """A good scenario with a few places changed, removed or repeated."""
    asked: Any = copy.deepcopy(draw(st.sampled_from([WHOLE, WHOLE, CONTRACT_EXAMPLE])))
    for _ in range(draw(st.integers(1, 4))):
        *parents, last = draw(st.sampled_from(places(asked)))
        holder = asked
        for step in parents:
            holder = holder[step]
        match draw(st.sampled_from(["plausible", "json", "remove", "repeat", "add"])):
            case "plausible":
                holder[last] = draw(PLAUSIBLE)
            case "json":
                holder[last] = draw(JSON)
            case "remove" if len(asked) > 1:
                del holder[last]
            case "repeat" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[last]))
            case "add" if isinstance(holder, dict):
                holder[draw(KEYS)] = draw(JSON)
    return asked  # type: ignore[no-any-return]


def check_answer(text: str | bytes) -> None:
    """Price a text and look at the answer as a program would."""
    try:
        answer = quote_text(text)
    except BadInput as error:
        told = error_answer(error)["error"]
        assert set(told) == {"code", "message", "path"}
        assert told["message"]
        json.dumps(told, ensure_ascii=False).encode()
        return
    assert json.loads(json.dumps(answer, ensure_ascii=False).encode()) == answer
    decimals = {len(answer[key].partition(".")[2]) for key in ("subtotal", "gross", "to_pay", "left")}
    assert len(decimals) == 1
    for figure in [*answer["tax"].values(), *[line["amount"] for line in answer["lines"]], answer["change"]]:
        assert MONEY.fullmatch(figure)
        assert figure.strip("-0.") or not figure.startswith("-"), "there is no minus zero"


@settings(max_examples=300)
@given(broken())
def test_a_broken_scenario_is_priced_or_named(asked: Json) -> None:
    check_answer(json.dumps(asked))


@given(JSON)
def test_any_json_is_priced_or_named(value: Any) -> None:
    check_answer(json.dumps(value, ensure_ascii=False))


@given(st.binary(max_size=40) | st.text(max_size=40))
def test_any_text_is_priced_or_named(text: str | bytes) -> None:
    check_answer(text)


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["", "{", "}", "[", '"', "\\", ",", "\x00", "1"]))
def test_a_scenario_with_a_piece_cut_out_is_priced_or_named(at: int, length: int, instead: str) -> None:
    text = json.dumps(WHOLE)
    check_answer(text[:at] + instead + text[at + length :])
