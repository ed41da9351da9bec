"""Which names the server answers to: a foreign name that resolves to this machine is an attack (DNS rebinding)."""

import ipaddress
import re
from functools import lru_cache
from typing import Final

from app.core.tls.names import own_names

_KNOWN: Final = 256
"""Answers kept: a shop has few names and few machines, and every request asks."""
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)


@lru_cache(_KNOWN)
def is_ours(host_header: str, names: frozenset[str]) -> bool:
    """Whether a ``Host`` header names this server: an address, localhost, this PC's name or a configured one.

    An address cannot be rebound: only names can be pointed elsewhere.
    """
    found = _HOST.fullmatch(host_header)
    if found is None:
        return False
    name = found["name"].lower().removesuffix(".")
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name == "localhost" or name in own_names() or name in names
    return True


def host_without_port(host_header: str) -> str:
    """What a ``Host`` header calls the machine, as it stands in an address."""
    found = _HOST.fullmatch(host_header)
    return found["name"] if found is not None else ""


@lru_cache(_KNOWN)
def is_loopback(address: str | None) -> bool:
    """Whether a client's address is this machine's own."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return False
    # A server that listens on version 6 sees its neighbours of version 4 in this shape.
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback
