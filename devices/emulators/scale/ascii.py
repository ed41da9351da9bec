"""Scales that speak in plain text: SMA, MT-SICS, and those that tell a line again and again."""

from typing import ClassVar

from devices.emulators.scale.dialect import Commands, Listener
from devices.emulators.scale.platform import Shown


class Sma(Commands):
    """SMA SCP-0499."""

    def _obey(self, command: bytes) -> None:
        platform = self._box.platform
        if command == b"Z":
            platform.zero()
        elif command == b"T":
            platform.tare()
        elif command != b"W":
            self._box.remark(f"unknown command {command[:10].hex(' ')}")
            self._box.transmit(b"\n?\r")
            return
        self._weigh()

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        states = ((shown.fails, "E"), (shown.over, "O"), (shown.under, "U"), (shown.at_zero, "Z"))
        status = next((letter for holds, letter in states if holds), " ")
        kind, motion = "N" if shown.is_net else "G", " " if shown.stable else "M"
        return f"\n{status}1{kind}{motion} {shown.number(10)}{shown.unit:<3}\r".encode()


class Sics(Commands):
    """MT-SICS."""

    end: ClassVar[bytes] = b"\n"

    def _obey(self, command: bytes) -> None:
        platform = self._box.platform
        if command == b"SI":
            self._weigh()
        elif command == b"Z":
            self._box.transmit(b"Z A\r\n" if platform.zero() else b"Z I\r\n")
        elif command == b"T":
            done = platform.tare()
            tare = f"{platform.tare_g / 1000:10.3f}"
            self._box.transmit(f"T S {tare} kg\r\n".encode() if done else b"T I\r\n")
        else:
            self._box.remark(f"unknown command {command[:10].hex(' ')}")
            self._box.transmit(b"ES\r\n")

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        for holds, letter in ((shown.fails, "I"), (shown.over, "+"), (shown.under, "-")):
            if holds:
                return f"S {letter}\r\n".encode()
        return f"S {'S' if shown.stable else 'D'} {shown.number(10)} {shown.unit}\r\n".encode()


class Lines(Listener):
    """A line with a status word, again and again."""

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        status = "OL" if shown.over or shown.fails else "ST" if shown.stable else "US"
        return f"{status},{_signed(shown)} {shown.unit}\r\n".encode()


class BareLines(Listener):
    """A line without a status word, again and again."""

    def frame(self, shown: Shown) -> bytes:
        """See ``Dialect``."""
        return f"{_signed(shown)} {shown.unit}\r\n".encode()


def _signed(shown: Shown) -> str:
    return f"{'-' if shown.net_g < 0 else '+'}{shown.digits(1):>8}"
