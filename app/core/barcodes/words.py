"""What a person is told of a broken code and of a pattern that is none."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.barcodes.readings import Broken
from app.core.errors import BadInput
from app.core.texts import marked

_BROKEN: Final = {
    "code_check_digit": marked("A figure of {part} is wrong: its check digit does not fit. Scan it again."),
    "code_length": marked("{part} is too short or too long for such a code. Scan it again."),
    "code_charset": marked("{part} holds a sign that such a code cannot have. Scan it again."),
    "code_date": marked("{part} names a day or an hour that does not exist. Scan it again."),
    "code_unknown_ai": marked("{part} begins with no identifier that GS1 knows. Scan the code again."),
    "code_structure": marked("{part} is not built as such a code must be. Scan it again."),
}
_PATTERNS: Final = {
    "pattern_kind": marked(
        "{text} does not say what is weighed: begin with weight:, price: or count:, like weight:21IIIIINNDDDC."
    ),
    "pattern_long": marked("A pattern has {most} signs at most."),
    "pattern_sign": marked("{sign} means nothing in a pattern: write digits and the letters I, N, D, C, X and V."),
    "pattern_article": marked("Say where the article stands: one I for each of its figures."),
    "pattern_amount": marked("Say where the amount stands: an N for each whole place, a D for each decimal place."),
    "pattern_order": marked("The places of the amount stand together, whole places (N) before decimal places (D)."),
    "pattern_check": marked("The check digit (C) is one figure, and the last."),
    "pattern_tested": marked("A tested inner check digit (V) is one figure, beside an amount of four or five places."),
}
SENTENCES: Final[Mapping[str, str]] = MappingProxyType({**_BROKEN, **_PATTERNS})


def refusal(broken: Broken) -> BadInput:
    """The error of a broken code, with its sentence."""
    return BadInput(f"code_{broken.code}", part=broken.part)
