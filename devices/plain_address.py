"""The address of a printer as its owner knows it: a number on the network, or a port of the PC."""

import re
from typing import Final

ROLLS: Final = {"80": 48, "58": 32}
"""Characters on a line, by the width of the roll in millimetres: letters of 12 dots at 203 dots an inch."""
_NETWORK: Final = re.compile(
    r"(?P<host>[0-9]{1,3}(\.[0-9]{1,3}){3}|[a-z0-9-]+(\.[a-z0-9-]+)+)(:(?P<port>[0-9]{1,5}))?", re.IGNORECASE
)
_SERIAL: Final = re.compile(r"/dev/(tty|cu\.|serial/)[\w./:-]+|COM[0-9]{1,3}", re.IGNORECASE)
_DEVICE_FILE: Final = re.compile(r"/dev/[\w./:-]+")
RAW_PORT: Final = 9100
"""Where printers take a job as it is; HP JetDirect, and everybody since."""


def whole_address(typed: str, roll: str) -> str:
    """``192.0.2.50``, ``printer.lan:9101``, ``COM3`` and ``/dev/usb/lp0`` as whole addresses; anything else as typed.

    ``roll`` is one of ROLLS; of anything else nothing is said of the width.
    """
    typed = typed.strip()
    way = _way(typed)
    width = f"?width={ROLLS[roll]}" if roll in ROLLS else ""
    return typed if way is None else f"escpos+{way}{width}"


def whole_label_address(typed: str, language: str, size: str) -> str:
    """The same for a label printer that speaks ``language``; ``size`` is like ``58x40``, in millimetres."""
    typed = typed.strip()
    way = _way(typed)
    width, _, height = size.partition("x")
    return typed if way is None else f"{language}+{way}?width_mm={width}&height_mm={height}"


def _way(typed: str) -> str | None:
    """The way to a device without its language; None for what is no plain address."""
    network = _NETWORK.fullmatch(typed)
    if network is not None:
        return f"tcp://{network['host']}:{network['port'] or RAW_PORT}"
    if _SERIAL.fullmatch(typed):
        return f"serial://{typed}"
    return f"file://{typed}" if _DEVICE_FILE.fullmatch(typed) else None
