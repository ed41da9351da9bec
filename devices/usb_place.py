"""Where a device on USB is: its kind, its own number, and its socket where nothing else tells two apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from app.core.errors import BadInput

_KIND: Final = re.compile(
    r"(?P<vendor>[0-9a-f]{4}):(?P<product>[0-9a-f]{4})(/(?P<serial>[^\x00-\x1f]{1,126})?)?", re.IGNORECASE
)
_SOCKET: Final = re.compile(r"[0-9]{1,3}-[0-9]{1,3}(\.[0-9]{1,3}){0,6}")


@dataclass(frozen=True, slots=True)
class UsbPlace:
    """The maker's and the product's number, and what tells two equal devices apart.

    ``serial`` is the device's own number, the same in every socket. ``socket`` is bus and ports as Linux writes them
    (``1-2.3``), for devices that have no number.
    """

    vendor: int
    product: int
    serial: str = ""
    socket: str = ""

    @classmethod
    def of(cls, target: str, options: Mapping[str, str]) -> "UsbPlace":
        """The place that an address names: ``04b8:0202`` or ``04b8:0202/J3AF012345``, and its option ``socket=1-2.3``.

        Raises BadInput ``address_usb`` or ``address_value``.
        """
        kind = _KIND.fullmatch(target)
        if kind is None:
            raise BadInput("address_usb", got=target[:40], example="escpos+usb://04b8:0202/J3AF012345")
        socket = options.get("socket", "")
        if "socket" in options and not _SOCKET.fullmatch(socket):
            raise BadInput("address_value", option="socket", got=socket[:40], allowed="1-2, 1-2.3, …")
        return cls(int(kind["vendor"], 16), int(kind["product"], 16), kind["serial"] or "", socket)

    @property
    def way(self) -> str:
        """The part of an address behind its driver, ``usb://04b8:0202/J3AF012345``."""
        serial = "/" + quote(self.serial, safe="") if self.serial else ""
        socket = f"?socket={self.socket}" if self.socket else ""
        return f"usb://{self.vendor:04x}:{self.product:04x}{serial}{socket}"
