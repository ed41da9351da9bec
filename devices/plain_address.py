"""The address of a receipt printer as its owner knows it: a number on the network, or a port of the PC."""

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
    width = f"?width={ROLLS[roll]}" if roll in ROLLS else ""
    network = _NETWORK.fullmatch(typed)
    if network is not None:
        return f"escpos+tcp://{network['host']}:{network['port'] or RAW_PORT}{width}"
    if _SERIAL.fullmatch(typed):
        return f"escpos+serial://{typed}{width}"
    if _DEVICE_FILE.fullmatch(typed):
        return f"escpos+file://{typed}{width}"
    return typed
