"""The address of a device as its owner knows it: a number on the network, a port of the PC, a place on USB."""

import re
from typing import Final

ROLLS: Final = {"80": 48, "58": 32}
"""Characters on a line, by the width of the roll in millimetres: letters of 12 dots at 203 dots an inch."""
_NETWORK: Final = re.compile(
    r"(?P<host>[0-9]{1,3}(\.[0-9]{1,3}){3}|[a-z0-9-]+(\.[a-z0-9-]+)+)(:(?P<port>[0-9]{1,5}))?", re.IGNORECASE
)
_SERIAL: Final = re.compile(r"/dev/(tty|cu\.|serial/)[\w./:-]+|COM[0-9]{1,3}", re.IGNORECASE)
_DEVICE_FILE: Final = re.compile(r"/dev/[\w./:-]+")
_USB: Final = re.compile(r"usb://[0-9a-f]{4}:[0-9a-f]{4}(/[^?#\s]*)?(\?[^#\s]*)?", re.IGNORECASE)
RAW_PORT: Final = 9100
"""Where printers take a job as it is; HP JetDirect, and everybody since."""
SCALE_PORT: Final = 5001
POLE_PORT: Final = 9106
SCANNER_PORT: Final = 9108
MODEM_PORT: Final = 9110
"""Where they listen that are on the network: Massa-K's own port, and those of the emulated ones."""


def whole_address(typed: str, roll: str) -> str:
    """``192.0.2.50``, ``printer.lan:9101``, ``COM3``, ``/dev/usb/lp0`` and ``usb://04b8:0202`` as whole addresses.

    Anything else stays as typed.
    ``roll`` is one of ROLLS; of anything else nothing is said of the width.
    """
    typed = typed.strip()
    way = _way(typed)
    if way is None:
        return typed
    return f"escpos+{_with(way, f'width={ROLLS[roll]}')}" if roll in ROLLS else f"escpos+{way}"


def whole_label_address(typed: str, language: str, size: str) -> str:
    """The same for a label printer that speaks ``language``; ``size`` is like ``58x40``, in millimetres."""
    typed = typed.strip()
    way = _way(typed)
    width, _, height = size.partition("x")
    return typed if way is None else f"{language}+{_with(way, f'width_mm={width}&height_mm={height}')}"


def whole_scale_address(typed: str, protocol: str) -> str:
    """The same for a scale that speaks ``protocol``."""
    typed = typed.strip()
    way = _way(typed, SCALE_PORT)
    return typed if way is None else f"{protocol}+{way}"


def whole_pole_address(typed: str, commands: str, codepage: str) -> str:
    """The same for a pole display with its ``commands``; ``codepage`` is like ``cp866`` or ``cp866:11``."""
    typed = typed.strip()
    way = _way(typed, POLE_PORT)
    return typed if way is None else f"{commands}+{_with(way, f'codepage={codepage}')}"


def whole_scanner_address(typed: str) -> str:
    """The same for a scanner on a port."""
    typed = typed.strip()
    way = _way(typed, SCANNER_PORT)
    return typed if way is None else f"scanner+{way}"


def _with(way: str, options: str) -> str:
    return f"{way}{'&' if '?' in way else '?'}{options}"


def whole_modem_address(typed: str) -> str:
    """The same for a GSM modem."""
    typed = typed.strip()
    way = _way(typed, MODEM_PORT)
    return typed if way is None else f"gsm+{way}"


def _way(typed: str, port: int = RAW_PORT) -> str | None:
    """The way to a device without its language; None for what is no plain address."""
    network = _NETWORK.fullmatch(typed)
    if network is not None:
        return f"tcp://{network['host']}:{network['port'] or port}"
    if _SERIAL.fullmatch(typed):
        return f"serial://{typed}"
    if _USB.fullmatch(typed):
        return typed
    return f"file://{typed}" if _DEVICE_FILE.fullmatch(typed) else None
