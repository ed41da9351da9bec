"""The emulated scale: its plugs, its power, and the hands around it."""

import contextlib
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from devices.emulators.condition import whole
from devices.emulators.connections import Connection
from devices.emulators.memory import remember, remembered
from devices.emulators.plugs import Plug
from devices.emulators.scale.ascii import BareLines, Lines, Sics, Sma
from devices.emulators.scale.cas import CasHandshake, CasHandshake7, CasStream, CasStream10, CasStream18
from devices.emulators.scale.condition import ScaleCondition
from devices.emulators.scale.dialect import Dialect
from devices.emulators.scale.massa import Massa, MassaOld, MassaPush
from devices.emulators.scale.platform import Platform
from devices.emulators.scale.toledo import Toledo
from devices.emulators.served import ServedDevice
from devices.emulators.shelf import STATE_FILE

PROTOCOLS: Final[dict[str, type[Dialect]]] = {
    "cas": CasHandshake,
    "cas-7": CasHandshake7,
    "cas-stream": CasStream,
    "cas-stream-10": CasStream10,
    "cas-stream-18": CasStream18,
    "toledo": Toledo,
    "massa": Massa,
    "massa-old": MassaOld,
    "massa-push": MassaPush,
    "sma": Sma,
    "sics": Sics,
    "ascii": Lines,
    "ascii-bare": BareLines,
}
MEMORY_FILE: Final = "memory.json"
_REMARKS_KEPT: Final = 20
_HEAVIEST_G: Final = 999_999
_KEPT: Final = ("capacity_g", "division_g", "load_g", "zero_g", "unit", "settle_ms", "noise_divisions")


class _Behind:
    """The scale as a protocol sees it from one plug."""

    def __init__(self, scale: "ScaleEmulator", plug: Plug) -> None:
        self._scale = scale
        self._plug = plug

    @property
    def platform(self) -> Platform:
        return self._scale.platform

    @property
    def condition(self) -> ScaleCondition:
        return self._scale.condition

    def transmit(self, data: bytes) -> None:
        self._scale.transmit(self._plug, data)

    def remark(self, remark: str) -> None:
        self._scale.remarks.append(remark)


class ScaleEmulator(ServedDevice[ScaleCondition]):
    """The scale; ``protocol`` is one of ``PROTOCOLS``. What it remembers lies in ``folder``, where one is given.

    What lies on it stays there when the program ends; its tare goes with the power.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        protocol: str = "cas",
        host: str = "127.0.0.1",
        terminal: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(port, host, terminal, ScaleCondition())
        self.platform = Platform(monotonic)
        self.remarks: deque[str] = deque(maxlen=_REMARKS_KEPT)
        self._protocol = PROTOCOLS[protocol]
        self._dialects = {plug: self._protocol(_Behind(self, plug)) for plug in self._plugs.both}
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for name, value in remembered(folder / MEMORY_FILE).items():
                setattr(self.platform, name, value)

    def transmit(self, plug: Plug, data: bytes) -> None:
        """With the lock held: tells somebody something, as far as faults let it."""
        data, is_pulled = self._spoilt(plug, data)
        self._answer(plug, data)
        if is_pulled:
            plug.hang_up()

    def _spoilt(self, plug: Plug, data: bytes) -> tuple[bytes, bool]:
        """What of a frame comes through, and whether the cable is pulled after it; one byte is no frame."""
        if len(data) < 2:
            return data, False
        if self.condition.take("corrupt"):
            data = self._dialects[plug].broken(data)
        is_pulled = self.condition.take("pull")
        is_half = self.condition.take("half") or is_pulled
        return data[: (len(data) + 1) // 2] if is_half else data, is_pulled

    def _works(self) -> list[Callable[[], None]]:
        return [self._tell] if self._protocol.streams else []

    def _plugged(self, plug: Plug) -> None:
        self._dialects[plug] = self._protocol(_Behind(self, plug))

    def _hear(self, plug: Plug, data: bytes) -> None:
        self._dialects[plug].hear(data)
        self._note()

    def _wake_up(self) -> None:
        self.platform.switch_on()

    def _obey(self, order: str) -> None:
        words = " ".join(order.split())
        start, _, value = words.rpartition(" ")
        if words == "zero":
            self.platform.zero()
        elif words == "stale":
            for plug, dialect in self._dialects.items():
                plug.send(2 * dialect.frame(self.platform.shown()))
        elif start == "unit" and value in ("kg", "g", "lb"):
            self.platform.unit = value
        elif start == "steady" and value in ("on", "off"):
            self.platform.steady = value == "on"
        elif start == "weight":
            self.platform.put(whole(order, value, -_HEAVIEST_G, _HEAVIEST_G))
        elif start in _NUMBERS:
            name, low = _NUMBERS[start]
            setattr(self.platform, name, whole(order, value, low))
        else:
            super()._obey(order)

    def _state(self) -> dict[str, object]:
        shown = self.platform.shown()
        return {
            **self.condition.as_facts(),
            **{name: getattr(self.platform, name) for name in _KEPT},
            "tare_g": shown.tare_g,
            "net_g": shown.net_g,
            "stable": shown.stable,
            "fails": shown.fails,
            "remarks": list(self.remarks),
        }

    def _note(self) -> None:
        super()._note()
        if self._folder is not None:
            remember(self._folder / MEMORY_FILE, {name: getattr(self.platform, name) for name in _KEPT})
            remember(self._folder / STATE_FILE, self._state())

    def _tell(self) -> None:
        """The thread of a scale that tells its weight by itself."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping, max(1, self.condition.rate_ms) / 1000)
                if self._stopping:
                    return
                told = [self._untold(plug) for plug in self._dialects] if self.condition.power else []
            # Without the lock: nobody may read, and then it waits here until the line breaks.
            for connection, data, is_pulled in told:
                if connection is not None and data:
                    with contextlib.suppress(OSError):
                        connection.send(data)
                    if is_pulled:
                        connection.hang_up()

    def _untold(self, plug: Plug) -> tuple[Connection | None, bytes, bool]:
        if plug.connection is None:
            return None, b"", False
        data = self._dialects[plug].untold(self.platform.shown())
        data, is_pulled = self._spoilt(plug, data) if data else (b"", False)
        return plug.connection, self._spoken(data), is_pulled


_NUMBERS: Final = {
    "tare": ("tare_g", 0),
    "capacity": ("capacity_g", 1),
    "division": ("division_g", 1),
    "settle": ("settle_ms", 0),
    "noise": ("noise_divisions", 0),
}
