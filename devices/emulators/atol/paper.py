"""The paper of the emulated register and what stands on it."""

from typing import Final

from devices.emulators.fiscal.paper import Paper

PAPER: Final = Paper(columns=48)
TITLES: Final = ("ПРИХОД", "ВОЗВРАТ ПРИХОДА", "РАСХОД", "ВОЗВРАТ РАСХОДА")
"""By operation, from 1."""
