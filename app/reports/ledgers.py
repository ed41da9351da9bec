"""Recomputes every stored balance from its ledger."""

from dataclasses import dataclass

from app.core.db.unit import ReadUnit
from warehouse.stock.levels import LevelDifference, check_levels


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored balance that is not the sum of its ledger."""

    ledger: str
    subject: str
    stored: int
    computed: int


def check_ledgers(tx: ReadUnit) -> list[Difference]:
    """Every difference found; none means that the books agree with themselves."""
    return [
        Difference(
            "stock_level", f"product:{one.product_id}@location:{one.location_id}", one.stored_milli, one.moved_milli
        )
        for one in check_levels(tx)
    ]


def _subject(one: LevelDifference) -> str:
    return f"product:{one.product_id}@location:{one.location_id}"
