"""TSPL and TSPL2: printers of TSC, Xprinter, Gprinter and most without a name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from devices.drivers.tspl import commands
from devices.drivers.tspl.status import LONG_LENGTH, NONSENSE, read_cause, read_status
from devices.errors import Trouble
from devices.labels.dialect import Reading, drop_stale, unanswered
from devices.labels.options import LabelOptions
from devices.labels.port import Labels
from devices.transports.channel import Channel, Deadline


class Tspl:
    """A ``Dialect``. The printer tells no end of a job and no count: only that it rests."""

    name: Final = "tspl"
    counts: Final = False
    greeting: Final = commands.GREETING
    clear: Final = commands.RESET

    def __init__(self, options: LabelOptions) -> None:
        self._options = options

    def encode(self, batch: Sequence[Labels]) -> bytes:
        """The batch as TSPL."""
        return commands.encode(batch, self._options)

    def ask(self, channel: Channel, deadline: Deadline) -> Reading:
        """ESC ! ?, which every printer knows."""
        drop_stale(channel, deadline)
        channel.write(commands.STATUS, deadline)
        heard = channel.read(deadline)
        if len(heard) != 1 or heard[0] == NONSENSE:
            raise unanswered(heard)
        return read_status(heard[0])

    def explain(self, reading: Reading, channel: Channel, deadline: Deadline) -> Reading:
        """ESC ! S for an error without a bit of its own; old printers do not know it."""
        if reading.trouble is not Trouble.BROKEN:
            return reading
        channel.write(commands.LONG_STATUS, deadline)
        longer = b""
        while len(longer) < LONG_LENGTH and (more := channel.read(deadline)):
            longer += more
        return replace(
            reading,
            trouble=read_cause(longer),
            maker_code=f"{reading.maker_code} {longer.hex(' ')}".strip(),
            owes=len(longer) < LONG_LENGTH,
        )
