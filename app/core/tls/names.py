"""By which names and addresses the other machines of the shop reach this one."""

import ipaddress
import os
import re
import socket
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address
from typing import Final

Address = IPv4Address | IPv6Address

LOCALHOST: Final = "localhost"
LOOPBACKS: Final = (IPv4Address("127.0.0.1"), IPv6Address("::1"))
_PLAIN_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.ASCII)
_FAR: Final = ("198.51.100.1", "10.255.255.254", "172.31.255.254", "192.168.255.254")
"""Machines that need not exist (RFC 5737, RFC 1918): the system chooses the address it would call them from."""
_SIOCGIFADDR: Final = 0x8915
"""Asks Linux for the address of an interface (netdevice(7))."""


@dataclass(frozen=True, slots=True)
class HostNames:
    """Names and addresses of a machine, those for itself among them."""

    names: frozenset[str]
    addresses: frozenset[Address]

    @property
    def addresses_for_others(self) -> list[Address]:
        """What other machines can call, the private addresses of version 4 first."""
        others = [address for address in self.addresses if not address.is_loopback]
        return sorted(others, key=lambda address: (address.version, not address.is_private, int(address)))


@cache
def own_names() -> frozenset[str]:
    """This machine's name, and the one by which its neighbours find it (RFC 6762)."""
    name = socket.gethostname().lower()
    return frozenset({name, f"{name.partition('.')[0]}.local"})


def find_names(more: Iterable[str]) -> HostNames:
    """What this machine is called now, with the names and addresses that the configuration adds."""
    names, addresses = {LOCALHOST, *own_names()}, {*LOOPBACKS, *_own_addresses()}
    for text in more:
        try:
            addresses.add(ipaddress.ip_address(text.strip("[]")))
        except ValueError:
            names.add(text)
    return HostNames(
        # A certificate takes no other signs, and a browser calls no other names.
        frozenset(name for name in names if _PLAIN_NAME.fullmatch(name)),
        frozenset(address for address in addresses if not (address.is_unspecified or address.is_multicast)),
    )


def _own_addresses() -> set[Address]:
    """The addresses of version 4. Those of version 6 change daily, and nobody types them."""
    found: set[str] = {*_by_interface(), *map(_used_towards, _FAR)}
    if os.name == "nt":
        with suppress(OSError):
            found |= set(socket.gethostbyname_ex(socket.gethostname())[2])
    addresses = {IPv4Address(text) for text in found if text}
    return {address for address in addresses if not (address.is_link_local or address.is_unspecified)}


def _used_towards(far: str) -> str:
    """The address this machine would call another one from; nothing is sent."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((far, 9))
        return str(probe.getsockname()[0])
    return ""


def _by_interface() -> set[str]:
    """What Linux says of each interface: a network without a way out has an address, too."""
    found: set[str] = set()
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415  # not on Windows

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            for _, name in socket.if_nameindex():
                with suppress(OSError):
                    asked = struct.pack("256s", name.encode()[:15])
                    found.add(socket.inet_ntoa(fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, asked)[20:24]))
    return found
