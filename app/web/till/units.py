"""Names of units of measure, kept in memory: every line shows one."""

from typing import Final

from app.core.db.unit import ReadUnit
from app.web.shared.language import translated
from warehouse.catalogue.units import UNIT_NAMES, names_of_units

PIECE: Final = "piece"
"""The unit that needs no name: "3 gloves" says it all."""


def unit_names(tx: ReadUnit) -> dict[str, str]:
    """Name by code, in the language they were written in; empty for the piece."""
    names: dict[str, str] = tx.cached(UNIT_NAMES, _load)
    return names


def unit_name(names: dict[str, str], code: str) -> str:
    """The name of a unit in the reader's language."""
    return translated(names.get(code, ""))


def _load(tx: ReadUnit) -> dict[str, str]:
    return names_of_units(tx) | {PIECE: ""}
