"""What a till's fiscal register tells the rest of the shop, in the unit that changes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterReplaced:
    """Somebody has taken another register for the right one at a till; it knows nothing of the drawer's cash."""

    till_id: int
