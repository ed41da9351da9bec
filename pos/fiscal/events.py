"""What a till's fiscal register tells the rest of the shop, in the unit that changes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterReplaced:
    """Another register is the right one at a till now, or one is there for the first time, or in use again.

    It knows nothing of the drawer's cash.
    """

    till_id: int
