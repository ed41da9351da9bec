"""An emulated scanner on a port: it reads what it is ordered to."""

import re
from pathlib import Path
from typing import Final

from app.core.errors import BadInput
from devices.emulators.plugs import Plug
from devices.emulators.scanner.condition import ENDS, STARTS, ScannerCondition
from devices.emulators.served import ServedDevice

_AIM: Final = re.compile(r"aim (\][A-Za-z][0-9])")
_NOISE: Final = b"\x00\x00\r\n"
_FNC1: Final = "\\x1d"


class ScannerEmulator(ServedDevice[ScannerCondition]):
    """The scanner. ``sent`` counts the codes it has read, ``heard`` keeps what the host answered."""

    def __init__(self, port: int = 0, *, host: str = "127.0.0.1", terminal: Path | None = None) -> None:
        super().__init__(port, host, terminal, ScannerCondition())
        self.sent = 0
        self.heard = b""
        self.plugged = 0

    def scan(self, text: str) -> None:
        """Reads a code."""
        self.order(f"scan {text}")

    def _hear(self, plug: Plug, data: bytes) -> None:
        self.heard = (self.heard + data)[-100:]
        self._note()

    def _plugged(self, plug: Plug) -> None:
        self.plugged += 1
        self._note()

    def _obey(self, order: str) -> None:
        if order.startswith("scan "):
            self._read(order.removeprefix("scan "))
            return
        aim = _AIM.fullmatch(order.strip())
        if aim is not None:
            self.condition.aim = aim[1]
        else:
            super()._obey(order)

    def _read(self, text: str) -> None:
        if not text.strip():
            raise BadInput("emulator_order", got=text[:80])
        now = self.condition
        code = f"{now.aim}{text.replace(_FNC1, chr(0x1D))}".encode("utf-8" if not text.isascii() else "ascii")
        frame = STARTS[now.prefix] + code + ENDS[now.suffix]
        plug = next((one for one in self._plugs.both if one.connection is not None), None)
        if plug is None:
            return
        if now.half:
            now.half = False
            plug.send(frame[: len(frame) // 2])
            plug.hang_up()
            return
        if now.noise:
            plug.send(_NOISE)
        for _ in range(2 if now.twice else 1):
            step = max(1, len(frame) // max(1, now.pieces))
            for start in range(0, len(frame), step):
                plug.send(frame[start : start + step])
        self.sent += 1

    def _state(self) -> dict[str, object]:
        return {"sent": self.sent, **self.condition.as_facts()}
