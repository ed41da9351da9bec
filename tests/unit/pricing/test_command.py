"""``regulars quote`` without its wiring: one scenario, or one a line, in bytes."""

import io
import json

import pytest

from app.core.jsontext import MAX_BYTES
from pos.pricing.command import quote_file, quote_lines
from tests.unit.pricing.scenarios import goods, scenario

GOOD = json.dumps(scenario(goods("1.00")))


def answers(asked: bytes) -> list[dict[str, object]]:
    out = io.BytesIO()
    assert quote_lines(io.BytesIO(asked), out) == 0
    lines = out.getvalue().split(b"\n")
    assert lines.pop() == b""
    return [json.loads(line) for line in lines]


def code_of(answer: dict[str, object]) -> object:
    error = answer.get("error")
    return error["code"] if isinstance(error, dict) else "priced"


@pytest.mark.parametrize("text", [GOOD, GOOD.encode()])
def test_a_scenario_is_answered_with_exit_code_0(text: str | bytes) -> None:
    answer, code = quote_file(text)
    assert code == 0
    assert json.loads(answer)["gross"] == "1.00"
    assert answer.endswith("}\n")


def test_an_answer_is_readable_by_people_of_any_script() -> None:
    answer, _ = quote_file(json.dumps(scenario(goods() | {"name": "Пила"})))
    assert '      "name": "Пила",\n' in answer


def test_bad_input_is_answered_with_exit_code_2() -> None:
    answer, code = quote_file(b"\xff")
    assert code == 2
    assert json.loads(answer)["error"]["code"] == "not_utf8"


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (b"", []),
        (b"\n", ["no_json"]),
        (b"\r\n\n", ["no_json", "no_json"]),
        (GOOD.encode(), ["priced"]),
        (GOOD.encode() + b"\r\n" + GOOD.encode() + b"\n", ["priced", "priced"]),
        (b"{}\n" + GOOD.encode() + b"\n\nx", ["missing", "priced", "no_json", "not_json"]),
        (GOOD.encode() + b"\r" + GOOD.encode(), ["not_json"]),
        (b"\xff\n" + GOOD.encode(), ["not_utf8", "priced"]),
        (GOOD.encode() + "\u2028\u0085".encode() + b"\x0b\x0c\x1d\n", ["not_json"]),
    ],
)
def test_every_line_has_one_answer_and_only_lf_ends_it(asked: bytes, codes: list[str]) -> None:
    assert [code_of(answer) for answer in answers(asked)] == codes


@pytest.mark.parametrize("extra", [1, 2, 3, 2 * MAX_BYTES])
def test_a_line_that_is_too_large_has_one_answer_and_the_next_its_own(extra: int) -> None:
    asked = b"x" * (MAX_BYTES + extra) + b"\n" + GOOD.encode() + b"\n"
    assert [code_of(answer) for answer in answers(asked)] == ["too_large", "priced"]


def test_no_answer_holds_a_line_end_of_any_kind() -> None:
    name = "Тea \u2028 \u2029 \u0085 \r\n \x1d"
    out = io.BytesIO()
    quote_lines(io.BytesIO(json.dumps(scenario(goods() | {"name": name})).encode()), out)
    written = out.getvalue().decode("utf-8")
    assert len(written.splitlines()) == 1
    assert "Тea" in written
    assert json.loads(written)["lines"][0]["name"] == name


def test_an_answer_is_written_before_the_next_line_is_read() -> None:
    out = io.BytesIO()
    seen: list[int] = []

    class Watched(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            seen.append(out.getvalue().count(b"\n"))
            return super().readline(-1 if size is None else size)

    quote_lines(Watched(b"{}\n{}\n"), out)
    assert seen == [0, 1, 2]
