"""Commands that a label printer obeys as they arrive, before everything that waits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Sieve:
    """Picks some commands out of what arrives, wherever they stand; what they stood in does not see them."""

    commands: Sequence[bytes]
    _begun: bytes = field(default=b"", init=False)

    def take(self, data: bytes) -> list[bytes]:
        """What has arrived, in order: a piece is one of the commands, or lies between them.

        The beginning of a command at the end is held back until the rest of it arrives.
        """
        data = self._begun + data
        pieces = [piece for piece in re.split(b"(" + b"|".join(map(re.escape, self.commands)) + b")", data) if piece]
        self._begun = b""
        if pieces and pieces[-1] not in self.commands:
            last = pieces.pop()
            self._begun = next((last[-n:] for n in range(self._longest, 0, -1) if self._begins(last[-n:])), b"")
            pieces += [rest] if (rest := last[: len(last) - len(self._begun)]) else []
        return pieces

    def rest(self) -> bytes:
        """What was held back and will not go on."""
        begun, self._begun = self._begun, b""
        return begun

    @property
    def _longest(self) -> int:
        return max(map(len, self.commands)) - 1

    def _begins(self, end: bytes) -> bool:
        return any(command.startswith(end) for command in self.commands)
