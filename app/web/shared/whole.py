"""Whole numbers that come with a request: ids, counts, amounts in minor units."""

from typing import Final

_MOST_FIGURES: Final = 18
"""What every column of whole numbers holds; longer ones are nobody's, and Python itself refuses very long ones."""


def whole_number(text: str) -> int | None:
    """The number of plain figures 0 to 9, blanks around dropped; None for anything else."""
    figures = text.strip()
    return int(figures) if figures.isascii() and figures.isdigit() and len(figures) <= _MOST_FIGURES else None
