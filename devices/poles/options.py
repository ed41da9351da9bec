"""What a shop sets for a pole display, as options of its address."""

import codecs
from dataclasses import dataclass
from typing import Final

from app.core.errors import BadInput
from devices.address import DeviceAddress, whole_option

POLE_DRIVERS: Final = ("epson", "cd5220", "dsp800", "led", "plain")
_BRIGHTEST: Final = {"epson": range(1, 5), "cd5220": range(1, 5)}
_PAGES: Final = frozenset(
    {"cp437", "cp850", "cp852", "cp858", "cp866", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp857"}
)


@dataclass(frozen=True, slots=True)
class PoleOptions:
    """Settings of one display.

    ``encoding`` is Python's name of its code page; ``page`` the number it knows it by, None where it is set in the
    display itself. ``brightness`` is 1 to 4, None for its own.
    """

    encoding: str = "cp437"
    page: int | None = None
    brightness: int | None = None

    @classmethod
    def of(cls, address: DeviceAddress) -> "PoleOptions":
        """The options of an address: ``codepage=cp866:11`` or ``cp866``, ``brightness=1`` to 4.

        Raises BadInput ``pole_driver``, ``address_transport``, ``address_option``, ``address_value`` or
        ``address_codepage``; only epson is told its page by number.
        """
        driver = address.driver
        if driver not in POLE_DRIVERS:
            raise BadInput("pole_driver", driver=driver[:40], known=", ".join(POLE_DRIVERS))
        if address.transport == "usb":
            # Displays on USB show up as a serial port.
            raise BadInput("address_transport", transport="usb", known="tcp, serial, file, cups, winspool")
        bright = _BRIGHTEST.get(driver)
        address.refuse_unknown_options({"codepage", *(("brightness",) if bright is not None else ())})
        encoding, page = _code_page(address.options.get("codepage", "cp437"), takes_number=driver == "epson")
        brightness = None
        if bright is not None and "brightness" in address.options:
            brightness = whole_option(address.options, "brightness", 4, bright)
        return cls(encoding, page, brightness)


def _code_page(text: str, *, takes_number: bool) -> tuple[str, int | None]:
    name, colon, number = text.partition(":")
    is_number = number.isascii() and number.isdigit() and int(number[:4]) <= 255
    if name.lower() not in _PAGES or bool(colon) != bool(is_number) or (colon and not takes_number):
        raise BadInput("address_codepage", got=text[:40], example="cp866:11" if takes_number else "cp866")
    return codecs.lookup(name).name, int(number) if colon else None


def pole_options(address: str) -> PoleOptions:
    """The options of a pole display's address as text; BadInput as ``DeviceAddress.parse`` and ``PoleOptions.of``."""
    return PoleOptions.of(DeviceAddress.parse(address))
