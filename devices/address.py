"""The address of a device: one line of text such as ``escpos+tcp://192.0.2.50:9100?width=48&codepage=cp866:17``."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from app.core.errors import BadInput
from devices.usb_place import UsbPlace

LOOPBACK: Final = "127.0.0.1"
"""Where devices stand that exist only in this program."""

# The options each way to a device takes; a driver adds its own.
TRANSPORT_OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    "tcp": frozenset(),
    "serial": frozenset({"baud", "flow", "framing"}),
    "usb": frozenset({"socket"}),
    "file": frozenset(),
    "cups": frozenset(),
    "winspool": frozenset(),
}


@dataclass(frozen=True, slots=True)
class DeviceAddress:
    """A driver, the way to the device, and options.

    ``host`` and ``port`` are of a network device (``port`` is 0 where none was given); ``target`` is the port, file
    or queue of any other, and of one on USB what ``UsbPlace.of`` reads.
    """

    driver: str
    transport: str
    target: str
    host: str = ""
    port: int = 0
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "DeviceAddress":
        """The address a person wrote.

        Raises BadInput: ``address_form`` where it is no address, ``address_transport`` for an unknown way to a
        device, ``address_target`` without host, port, file or queue, ``address_usb``, ``address_option_twice``.
        """
        try:
            parts = urlsplit(text.strip())
            # Elsewhere a colon is part of the name: "04b8:0e15" is a kind of device on USB.
            port = (parts.port or 0) if parts.scheme.endswith("+tcp") else 0
        except ValueError as problem:
            raise BadInput("address_form", address=text[:200], why=str(problem)) from problem
        driver, plus, transport = parts.scheme.partition("+")
        if not (driver and plus and transport):
            raise BadInput("address_form", address=text[:200], example="escpos+tcp://192.0.2.50:9100")
        if transport not in TRANSPORT_OPTIONS:
            raise BadInput("address_transport", transport=transport, known=", ".join(TRANSPORT_OPTIONS))
        target = unquote(parts.netloc + parts.path)
        host = parts.hostname or "" if transport == "tcp" else ""
        if not target or (transport == "tcp" and (not host or parts.path not in {"", "/"})):
            raise BadInput("address_target", address=text[:200])
        options = _options(parts.query)
        if transport == "usb":
            UsbPlace.of(target, options)
        return cls(driver, transport, target, host, port, options)

    def refuse_unknown_options(self, known: Iterable[str]) -> None:
        """BadInput ``address_option``, with the near one, for an option that neither driver nor transport knows."""
        takes = sorted(TRANSPORT_OPTIONS[self.transport].union(known))
        for name in self.options:
            if name not in takes:
                near = difflib.get_close_matches(name, takes, n=1)
                raise BadInput("address_option", option=name, known=", ".join(takes), near=near[0] if near else "")


def _options(query: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in options:
            raise BadInput("address_option_twice", option=name)
        options[name] = value
    return options


def whole_option(options: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    """An option that is a whole number within limits; BadInput ``address_value`` otherwise."""
    text = options.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or int(text[:12]) not in allowed:
        raise BadInput("address_value", option=name, got=text[:40], allowed=f"{allowed[0]} to {allowed[-1]}")
    return int(text)


def choice_option(options: Mapping[str, str], name: str, default: str, allowed: Iterable[str]) -> str:
    """An option that is one of some words; BadInput ``address_value`` otherwise."""
    text = options.get(name, default)
    words = tuple(allowed)
    if text not in words:
        raise BadInput("address_value", option=name, got=text[:40], allowed=", ".join(words))
    return text
