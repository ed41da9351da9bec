"""What holds for every text: an answer, never an error; and what was built is read back."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from app.cli.barcode import answer_of
from app.core.barcodes.identifiers import IDENTIFIERS, Identifier
from app.core.barcodes.patterns import KINDS, amount_check_digit, read_pattern
from app.core.barcodes.reading import read_code
from app.core.barcodes.readings import FNC1, Broken, ElementString, Measured
from app.core.numbers import format_scaled

YEAR = 2026
UNITS = {"weight": "kg", "price": "EUR", "count": "pcs"}
PATTERNS = [read_pattern("weight:21IIIIINNDDDC"), read_pattern("price:23IIIIVNNNDDC")]
BEGINNINGS = ("", "]C1", "]d2", "]Q3", "]e0", "]E0", "]E4", FNC1, "(", "(01)", "21", "23")
SIGNS = st.sampled_from([*"0123456789() -AZaz!#", FNC1, "\\u001d", "\u0661", "\x00", "\ud800", "\n"])


def value_of(identifier: Identifier) -> st.SearchStrategy[str]:
    """A value that the identifier allows."""
    stretches = st.tuples(
        *(
            st.text(sorted(part.charset - set("()")), min_size=part.least, max_size=part.most)
            for part in identifier.parts
            if not part.optional
        )
    )
    if identifier.mark == "check":
        digits = identifier.parts[0].most - 1
        return stretches.map(
            lambda parts: parts[0][:digits] + ean.calc_check_digit(parts[0][:digits]) + "".join(parts[1:])
        )
    return stretches.map("".join)


PLAIN = [one for one in IDENTIFIERS.values() if one.mark in (None, "check", "count", "decimal", "price")]
ELEMENTS = st.sampled_from(PLAIN).flatmap(lambda one: st.tuples(st.just(one), value_of(one)))


@given(
    st.sampled_from(BEGINNINGS),
    st.text() | st.text("0123456789") | st.lists(SIGNS).map("".join),
)
def test_every_text_has_an_answer(beginning: str, rest: str) -> None:
    answer = answer_of(read_code(beginning + rest, year=YEAR, patterns=PATTERNS), UNITS)
    assert set(answer) == {"valid", "code", "message"} if not answer["valid"] else "kind" in answer


@given(st.lists(ELEMENTS, min_size=1, max_size=6), st.sampled_from(["]C1", "]d2", "]Q3", "]e0", FNC1]))
def test_a_built_element_string_is_read_back(built: list[tuple[Identifier, str]], beginning: str) -> None:
    scanned = "".join(one.ai + value + ("" if one.fixed_length else FNC1) for one, value in built)
    printed = "".join(f"({one.ai}){value}" for one, value in built)
    readings = [
        read_code(text, year=YEAR) for text in (beginning + scanned, beginning + scanned.removesuffix(FNC1), printed)
    ]
    first = readings[0]
    assert isinstance(first, ElementString)
    assert [(one.ai, one.value) for one in first.elements] == [(one.ai, value) for one, value in built]
    assert first.value == scanned.removesuffix(FNC1)
    assert readings == [first] * 3


@given(st.text("0123456789", min_size=11, max_size=12), st.integers(1, 9))
def test_one_wrong_figure_is_always_found(body: str, by: int) -> None:
    right = f"4{body}"[:12] + ean.calc_check_digit(f"4{body}"[:12])
    for place in range(1, 13):
        wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
        assert read_code(wrong, year=YEAR) == Broken("check_digit", wrong)


@given(
    st.sampled_from(KINDS), st.integers(0, 99_999), st.integers(0, 99_999), st.integers(0, 3), st.booleans(), st.data()
)
def test_a_number_of_the_scales_is_read_back(
    kind: str, item: int, amount: int, decimals: int, tested: bool, data: st.DataObject
) -> None:
    places = data.draw(st.sampled_from([4, 5])) if tested else 5
    amount %= 10**places
    inner = amount_check_digit(str(amount).zfill(places)) if tested else ""
    layout = f"21IIIII{'V' if tested else ''}{'N' * (places - decimals)}{'D' * decimals}C"
    body = f"21{item:05}{inner}{str(amount).zfill(places)}"
    reading = read_code(body + ean.calc_check_digit(body), year=YEAR, patterns=[read_pattern(f"{kind}:{layout}")])
    assert isinstance(reading, Measured)
    assert (reading.kind, reading.item, reading.amount) == (kind, f"{item:05}", amount)
    assert format_scaled(reading.amount, reading.decimals) == f"{amount / 10**decimals:.{decimals}f}"
