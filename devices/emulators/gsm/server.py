"""An emulated GSM modem: it keeps what it is given to send, and goes wrong on command."""

import re
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from devices.emulators.gsm.commands import OK, Commands
from devices.emulators.gsm.condition import GsmCondition
from devices.emulators.memory import remember, remembered
from devices.emulators.plugs import Plug
from devices.emulators.served import ServedDevice
from devices.emulators.shelf import STATE_FILE
from devices.sms.pdu import StatusReport, Submitted, read_submit, status_report

MEMORY_FILE: Final = "memory.json"
_KEPT: Final = 500
_SEND: Final = re.compile(r"\+CMGS=(\d{1,3})")
_BAD_PDU: Final = 304
_CTRL_Z, _ESCAPE = 0x1A, 0x1B
_CHATTER: Final = ("^RSSI: 21", "+CREG: 1", "RING")
_ORDERS: Final = {"report deliver": 0x00, "report fail": 0x46}


@dataclass(frozen=True, slots=True)
class SentPart:
    """A message, or a part of one, as the network got it; ``reference`` is what the modem answered."""

    reference: int
    message: Submitted


class GsmEmulator(ServedDevice[GsmCondition]):
    """The modem. ``sent`` are the last five hundred parts that the network has, kept in ``folder`` where one is given.

    What it reports waits until somebody is plugged in.
    """

    def __init__(
        self, port: int = 0, folder: Path | None = None, *, host: str = "127.0.0.1", terminal: Path | None = None
    ) -> None:
        super().__init__(port, host, terminal, GsmCondition())
        self.sent: deque[SentPart] = deque(maxlen=_KEPT)
        self._unreported: deque[SentPart] = deque(maxlen=_KEPT)
        self._commands = Commands(self.condition)
        self._heard = bytearray()
        self._expected: int | None = None
        self._count = 0
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._count = int(remembered(folder / MEMORY_FILE).get("sent", 0))

    def texts(self) -> list[tuple[str, str]]:
        """Numbers and texts of what was sent, oldest first; parts one by one."""
        with self._changed:
            return [(one.message.number, one.message.text) for one in self.sent]

    def _hear(self, plug: Plug, data: bytes) -> None:
        if self._expected is None and self._commands.settings.echo and not self.condition.mute:
            plug.send(data)
        for byte in data:
            if self._expected is not None and byte in {_CTRL_Z, _ESCAPE}:
                self._take_text(plug, is_given=byte == _CTRL_Z)
            elif byte == 0x0D and self._expected is None:
                line, self._heard = self._heard.decode("ascii", "replace").strip(), bytearray()
                self._obey_command(plug, line.upper() if '"' not in line else line)
            elif byte != _ESCAPE:
                self._heard.append(byte)
        self._note()

    def _obey_command(self, plug: Plug, line: str) -> None:
        if not line.startswith("AT"):
            return
        sending = _SEND.fullmatch(line[2:])
        if sending is None:
            self._say(plug, self._commands.answer(line[2:]))
            return
        refusal = self._commands.refusal()
        if refusal:
            self._say(plug, refusal)
        elif self.condition.prompt:
            self._expected = int(sending[1])
            self._answer(plug, b"\r\n> ")

    def _take_text(self, plug: Plug, *, is_given: bool) -> None:
        expected, text = self._expected, bytes(self._heard)
        self._expected, self._heard = None, bytearray()
        loses, self.condition.loses = (self.condition.loses, "") if is_given else ("", self.condition.loses)
        if not is_given:
            self._say(plug, [OK])
        elif loses == "text":
            self._restart()
        elif self.condition.cms is not None:
            number, self.condition.cms = self.condition.cms, None
            self._say(plug, self._commands.error(number, "CMS"))
        else:
            self._send_on(plug, text, expected, loses)

    def _send_on(self, plug: Plug, text: bytes, expected: int | None, loses: str) -> None:
        try:
            octets = bytes.fromhex(text.decode("ascii"))
            message = read_submit(octets)
        except ValueError:
            self._say(plug, self._commands.error(_BAD_PDU, "CMS"))
            return
        if len(octets) - 1 - octets[0] != expected:
            self._say(plug, self._commands.error(_BAD_PDU, "CMS"))
            return
        part = SentPart(self._count % 256, message)
        self._count += 1
        self.sent.append(part)
        if message.wants_report and self._commands.settings.reports:
            self._unreported.append(part)
        if loses != "answer":
            self._say(plug, [f"+CMGS: {part.reference}", *(() if loses == "ok" else (OK,))])
        if not self.condition.reports_wait:
            self._report(0x00)

    def _obey(self, order: str) -> None:
        words = " ".join(order.split())
        if words in _ORDERS:
            self._report(_ORDERS[words])
        elif words == "reset":
            self._restart()
        else:
            super()._obey(order)

    def _report(self, status: int) -> None:
        plug = next((one for one in self._plugs.both if one.connection is not None), None)
        if plug is None or not self._unreported:
            return
        part = self._unreported.popleft()
        octets = status_report(StatusReport(part.reference, part.message.number, status))
        self._say(plug, [f"+CDS: {len(octets) - 1}", octets.hex().upper()])

    def _restart(self) -> None:
        self._forget()
        for plug in self._plugs.both:
            plug.send(b"\r\nRDY\r\n")

    def _forget(self) -> None:
        self._commands.forget()
        self._expected, self._heard = None, bytearray()

    def _say(self, plug: Plug, lines: list[str]) -> None:
        if self.condition.chatty:
            lines = [*_CHATTER, *lines]
        data = "".join(f"\r\n{line}\r\n" for line in lines).encode("ascii")
        for piece in (bytes((byte,)) for byte in data) if self.condition.slow else (data,):
            self._answer(plug, piece)

    def _state(self) -> dict[str, object]:
        last = self.sent[-1].message if self.sent else None
        return {
            **self.condition.as_facts(),
            "sent": self._count,
            "unreported": len(self._unreported),
            "last": None if last is None else {"number": last.number, "text": last.text},
        }

    def _note(self) -> None:
        super()._note()
        if self._folder is None:
            return
        remember(self._folder / STATE_FILE, self._state())
        remember(self._folder / MEMORY_FILE, {"sent": self._count, "messages": [asdict(one) for one in self.sent]})
