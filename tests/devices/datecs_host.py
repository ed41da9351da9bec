"""A host of the Datecs protocol for tests: frames put together and taken apart by hand, and nothing else."""

import os
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.core.clock import SetClock
from devices.emulators.datecs.condition import Condition
from devices.emulators.datecs.link import Port
from devices.emulators.datecs.machine import Machine
from devices.emulators.datecs.memory import Vault
from devices.emulators.datecs.server import DIALECTS
from tests.devices.fiscal_acts import MOSCOW

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)
UNP = "DT000600-OP01-0001000"


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


@dataclass(frozen=True)
class Answer:
    """What an answer said; ``syns`` came before it."""

    sequence: int
    command: int
    text: str
    status: bytes
    syns: int = 0

    def has(self, byte: int, bit: int) -> bool:
        """Whether a status bit is set."""
        return bool(self.status[byte] >> bit & 1)


class NotHeard(Exception):
    """No whole answer came, or NAK."""


def four(value: int) -> bytes:
    """Four hexadecimal digits, each with 30h added."""
    return bytes(0x30 + int(digit, 16) for digit in f"{value:04x}")


def framed(sequence: int, command: int, data: bytes, *, wide: bool = False) -> bytes:
    """A frame of the host."""
    if wide:
        inside = four(0x20 + 10 + len(data)) + bytes((sequence,)) + four(command) + data + b"\x05"
    else:
        inside = bytes((0x24 + len(data), sequence, command)) + data + b"\x05"
    return b"\x01" + inside + four(sum(inside)) + b"\x03"


def read(frame: bytes, *, wide: bool = False) -> Answer:
    """An answer; NotHeard where it is no good."""
    syns = len(frame) - len(frame.lstrip(b"\x16"))
    frame = frame.lstrip(b"\x16")
    if (
        len(frame) < 16
        or frame[:1] != b"\x01"
        or frame[-1:] != b"\x03"
        or frame[-6] != 5
        or four(sum(frame[1:-5])) != frame[-5:-1]
    ):
        raise NotHeard(frame.hex(" "))
    if wide:
        length = int("".join(f"{byte - 0x30:x}" for byte in frame[1:5]), 16)
        command = int("".join(f"{byte - 0x30:x}" for byte in frame[6:10]), 16)
        sequence, rest, status = frame[5], frame[10:-15], frame[-14:-6]
    else:
        length, sequence, command, rest, status = frame[1], frame[2], frame[3], frame[4:-13], frame[-12:-6]
    if length != 0x20 + len(frame) - 6 or frame[-7 - len(status)] != 4 or not all(byte & 0x80 for byte in status):
        raise NotHeard(frame.hex(" "))
    return Answer(sequence, command, rest.decode("cp1251"), status, syns)


class Wire(Protocol):
    """What bytes go over."""

    def exchange(self, data: bytes, *, until: Callable[[bytes], bool]) -> bytes:
        """Sends, and collects what comes until there is enough."""


class Desk:
    """A register without a wire: a machine, and the port it is spoken to through."""

    def __init__(self, dialect: str = "p", folder: Path | None = None) -> None:
        self.clock = SetClock(NOON)
        self.condition, self.vault = Condition(), Vault(folder)
        kind = DIALECTS[dialect]
        self.machine = Machine(self.vault, self.condition, self.clock, MOSCOW, kind.letters)
        self.dialect = kind(self.machine)
        self.said = bytearray()
        self.waited_s = 0.0
        self.port = Port(
            self.condition, kind.framing, lambda one, _fault: self.dialect.obey(one.command, one.data), self._wait
        )
        self.port.send = self.said.extend

    def _wait(self, seconds: float) -> bool:
        self.waited_s += seconds
        return False

    def exchange(self, data: bytes, *, until: Callable[[bytes], bool]) -> bytes:
        """See ``Wire``."""
        self.said.clear()
        self.port.receive(data)
        return bytes(self.said)


class Network:
    """A register on a TCP port."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)

    def exchange(self, data: bytes, *, until: Callable[[bytes], bool]) -> bytes:
        """See ``Wire``; NotHeard where the connection ends."""
        got = b""
        try:
            self._socket.sendall(data)
            while not until(got):
                more = self._socket.recv(1024)
                if not more:
                    raise NotHeard("hung up")
                got += more
        except OSError as problem:
            raise NotHeard(str(problem)) from problem
        return got

    def close(self) -> None:
        self._socket.close()


class Cable:
    """A register on a pseudo-terminal."""

    def __init__(self, name: Path) -> None:
        self._handle = os.open(name, os.O_RDWR | os.O_NOCTTY)

    def exchange(self, data: bytes, *, until: Callable[[bytes], bool]) -> bytes:
        """See ``Wire``; TimeoutError after five seconds."""
        os.write(self._handle, data)
        got, end = b"", time.monotonic() + 60
        while not until(got):
            if time.monotonic() > end:
                raise TimeoutError(got.hex(" "))
            ready, _, _ = select.select([self._handle], [], [], 0.1)
            got += os.read(self._handle, 1024) if ready else b""
        return got

    def close(self) -> None:
        os.close(self._handle)


class Host:
    """Counts the frames and reads the answers."""

    def __init__(self, wire: Wire, *, wide: bool = False) -> None:
        self.wire = wire
        self.wide = wide
        self.sequence = 0x20

    def ask(self, command: int, text: str = "", *, again: bool = False) -> Answer:
        """Sends a command; with ``again`` under the number of the last one. NotHeard where no whole answer comes."""
        if not again:
            self.sequence = 0x20 if self.sequence == 0x7F else self.sequence + 1
        frame = framed(self.sequence, command, text.encode("cp1251"), wide=self.wide)
        return read(self.wire.exchange(frame, until=lambda got: got[-1:] in (b"\x03", b"\x15")), wide=self.wide)

    def values(self, command: int, text: str = "") -> list[str]:
        """What an answer of the X family says between its tabs."""
        return self.ask(command, text).text.split("\t")[:-1]
