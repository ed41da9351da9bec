"""The tiers of customers who are one person: purchases count together, and the higher tier stays."""

from datetime import date

from app.core.db.unit import ReadUnit, Unit
from app.crm.merging import MergePart, Moved
from app.places.day import today
from loyalty.program.store import program_of
from loyalty.tiers.standing import Standing, higher_tier, set_standing, standing_of
from pos.sale.bought import bought_by


def standing_merge() -> MergePart:
    """Gives the one kept the tier that both hold together; parted, each has what he had, or has reached since."""
    return MergePart(_merge, _undo)


def _merge(tx: Unit, dropped_id: int, kept_id: int) -> Moved:
    dropped, kept = standing_of(tx, dropped_id), standing_of(tx, kept_id)
    held = higher_tier(tx, kept.tier, dropped.tier, _reached(tx, kept_id))
    # A warned customer stays warned only where the warning was about the tier that is held.
    ends = [one.falls_on for one in (kept, dropped) if one.tier == held and one.falls_on is not None]
    has_firm = any(one.tier == held and one.falls_on is None for one in (kept, dropped))
    set_standing(tx, kept_id, "merge", Standing(held, None if has_firm else max(ends, default=None)))
    set_standing(tx, dropped_id, "merge", Standing())
    return {"dropped": _written(dropped), "kept": _written(kept)}


def _undo(tx: Unit, dropped_id: int, kept_id: int, moved: Moved) -> None:
    for customer_id, name in ((dropped_id, "dropped"), (kept_id, "kept")):
        before = _read(moved[name])
        held = higher_tier(tx, before.tier, _reached(tx, customer_id))
        set_standing(tx, customer_id, "part", Standing(held, before.falls_on if held == before.tier else None))


def _reached(tx: ReadUnit, customer_id: int) -> str | None:
    program = program_of(tx)
    tier = program.reached(bought_by(tx, customer_id, program.counts_from(today(tx))).spent)
    return None if tier is None else tier.name


def _written(standing: Standing) -> dict[str, str | None]:
    return {
        "tier": standing.tier,
        "falls_on": None if standing.falls_on is None else standing.falls_on.isoformat(),
    }


def _read(written: dict[str, str | None]) -> Standing:
    falls_on = written["falls_on"]
    return Standing(written["tier"], None if falls_on is None else date.fromisoformat(falls_on))
