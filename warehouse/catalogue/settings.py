"""What the shop decides about its goods."""

import re
from typing import Final

from app.core.settings import Setting
from app.core.texts import marked

_PREFIX: Final = re.compile(r"2\d{1,6}")


def _is_code_prefix(text: str) -> bool:
    return _PREFIX.fullmatch(text) is not None


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
