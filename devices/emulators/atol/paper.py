"""The paper of the emulated register and what stands on it."""

from typing import Any, Final

from devices.emulators.atol.check import field, kind_of
from devices.emulators.atol.codes import barcode_line
from devices.emulators.fiscal.paper import Paper

PAPER: Final = Paper(columns=48)
TITLES: Final = ("ПРИХОД", "ВОЗВРАТ ПРИХОДА", "РАСХОД", "ВОЗВРАТ РАСХОДА")
"""By operation, from 1."""


def lines_of(items: list[Any], path: str) -> list[str]:
    """The lines that items leave on paper beside what is sold: texts, and barcodes by what they say. Refusal."""
    lines = []
    for index, item in enumerate(items):
        at = f"{path}[{index}]"
        kind = kind_of(item, at)
        if kind == "text":
            text = str(field(item, "text", str, f"{at}."))
            lines.append(text.center(PAPER.columns).rstrip() if item.get("alignment") == "center" else text)
        elif kind == "barcode":
            lines.append(barcode_line(item, f"{at}.").center(PAPER.columns).rstrip())
    return lines
