"""What the shop decides about its goods."""

import re
from typing import Final

from app.core.barcodes.patterns import Pattern, read_pattern
from app.core.errors import BadInput
from app.core.settings import Setting
from app.core.texts import marked

_PREFIX: Final = re.compile(r"2\d{1,6}")


def _is_code_prefix(text: str) -> bool:
    return _PREFIX.fullmatch(text) is not None


def _are_patterns(text: str) -> bool:
    try:
        read_patterns(text)
    except BadInput:
        return False
    return True


def read_patterns(text: str) -> tuple[Pattern, ...]:
    """Patterns written one a line; BadInput as ``read_pattern`` raises."""
    return tuple(read_pattern(line) for line in text.split("\n") if line)


CODE_PREFIX = Setting(
    "stock.code_prefix",
    str,
    "21",
    marked("Range of the shop's own barcodes"),
    marked(
        "The first figures of barcodes made here: 2 and one to six more. Choose another range than that of your"
        " customers' cards and of your scales."
    ),
    max_length=7,
    check=_is_code_prefix,
)
SCALE_PATTERNS = Setting(
    "scales.patterns",
    str,
    "",
    marked("Barcodes of the scales"),
    max_length=1000,
    check=_are_patterns,
)
"""One pattern a line, in the order in which they are tried; ``warehouse.catalogue.scales`` writes it."""
