"""Rights that a senior lent for a payment at a terminal: they hold until what was begun has come to its end.

Nobody is asked again once the card was charged. What is paid beside the card has to be what the senior saw.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.core.actor import Actor
from app.core.db.unit import Unit

LENT: Final = "lent"
"""The key of the plan's JSON under which they are kept."""


@dataclass(frozen=True, slots=True)
class Lent:
    """The rights with the name of who lent them, and what was to be paid ``beside`` the card."""

    rights: Mapping[str, str]
    beside: str


NOTHING_LENT: Final = Lent({}, "")


def lent_to(actor: Actor, beside: str) -> Lent:
    """What is lent to whoever acts now."""
    return Lent(dict.fromkeys(sorted(actor.borrowed), actor.supervisor or ""), beside)


def to_json(lent: Lent) -> dict[str, object]:
    """As it is kept; nothing where nothing was lent."""
    return {LENT: {"rights": dict(lent.rights), "beside": lent.beside}} if lent.rights else {}


def from_json(kept: Mapping[str, dict[str, str] | str] | None) -> Lent:
    """As it was kept."""
    if kept is None:
        return NOTHING_LENT
    rights, beside = kept["rights"], kept["beside"]
    assert isinstance(rights, dict)
    return Lent(rights, str(beside))


def hold_lent(tx: Unit, lent: Iterable[Lent], beside: str) -> None:
    """Gives the unit's actor what was lent for the payments, where the same is paid beside them."""
    for one in lent:
        if one.beside == beside:
            for right, supervisor in one.rights.items():
                tx.actor = tx.actor.lent(right, supervisor)
