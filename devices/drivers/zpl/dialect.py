"""ZPL II: printers of Zebra, and those that speak its language."""

from collections.abc import Sequence
from typing import Final

from devices.drivers.zpl import commands
from devices.drivers.zpl.status import is_whole, read_status
from devices.labels.dialect import Reading, drop_stale, unanswered
from devices.labels.options import LabelOptions
from devices.labels.port import Labels
from devices.transports.channel import Channel, Deadline

_LONGEST: Final = 1024


class Zpl:
    """A ``Dialect``. The printer tells how many labels of a format, and how many formats, are still to come."""

    name: Final = "zpl"
    counts: Final = True
    greeting: Final = b""
    clear: Final = commands.CANCEL_ALL

    def __init__(self, options: LabelOptions) -> None:
        self._options = options

    def encode(self, batch: Sequence[Labels]) -> bytes:
        """The batch as ZPL."""
        return commands.encode(batch, self._options)

    def ask(self, channel: Channel, deadline: Deadline) -> Reading:
        """~HS."""
        drop_stale(channel, deadline)
        channel.write(commands.STATUS, deadline)
        heard = b""
        while not is_whole(heard) and len(heard) < _LONGEST and (more := channel.read(deadline)):
            heard += more
        reading = read_status(heard)
        if reading is None:
            raise unanswered(heard)
        return reading

    def explain(self, reading: Reading, channel: Channel, deadline: Deadline) -> Reading:
        """Its answer names every trouble."""
        return reading
