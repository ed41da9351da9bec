"""What can be wrong with an emulated device on a line, and the lines of text that order it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar, Final

from app.core.errors import BadInput

MOST: Final = 999_999


def switches(*names: str) -> dict[str, dict[str, object]]:
    """Orders that switch a field of the condition: its name, then ``on`` or ``off``."""
    return {f"{name} {word}": {name: word == "on"} for name in names for word in ("on", "off")}


def whole(order: str, number: str, low: int = 0, high: int = MOST) -> int:
    """A number of an order within limits; BadInput ``emulator_order``."""
    digits = number.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10) or not low <= int(number) <= high:
        raise BadInput("emulator_order", got=order[:80])
    return int(number)


@dataclass
class DeviceCondition:
    """How a device is, and what is wrong with it; bytes and times count down to something, None for never.

    ``settled`` are orders with the fields they set, ``counted`` orders that end in a number, with its field.
    """

    power: bool = True
    mute: bool = False
    garbage: bool = False
    reading: bool = True
    late_ms: int = 0
    break_bytes: int | None = None

    settled: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "status": {},
        **switches("power", "mute", "garbage", "reading"),
    }
    counted: ClassVar[Mapping[str, str]] = {"late": "late_ms", "break after": "break_bytes"}

    def obey(self, order: str) -> None:
        """Changes one thing by an order of the device's ``HELP``; BadInput ``emulator_order`` for any other."""
        words = " ".join(order.split())
        change = self.settled.get(words)
        if change is None:
            start, _, number = words.rpartition(" ")
            name = self.counted.get(start)
            if name is None:
                raise BadInput("emulator_order", got=order[:80])
            change = {name: whole(order, number)}
        for name, value in change.items():
            setattr(self, name, value)

    def as_facts(self) -> dict[str, object]:
        """Everything, for the state file and for who asks."""
        return asdict(self)

    def arriving(self, data: bytes) -> tuple[bytes, bool]:
        """What of the data arrives, and whether the connection drops after it."""
        left = self.break_bytes
        if left is None:
            return data, False
        self.break_bytes = None if left <= len(data) else left - len(data)
        return data[:left], left <= len(data)
