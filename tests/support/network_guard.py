"""No test talks to a machine other than its own."""

import ipaddress
import sys
from typing import Any

import pytest


class OutsideNetworkError(AssertionError):
    """A test tried to leave this machine."""


def is_loopback(host: object) -> bool:
    """Whether an address as Python's sockets take it stays on this machine.

    Names other than "localhost" are outside, because only a name server could tell.
    """
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host is None or host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: raises OutsideNetworkError before a connection, a datagram or a name look-up leaves the machine."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        # Unix sockets have plain paths as addresses; only internet addresses are tuples.
        outside = isinstance(address, tuple) and len(address) > 1 and not is_loopback(address[0])
    elif event == "socket.getaddrinfo":
        address = arguments[0]
        outside = not is_loopback(address)
    else:
        return
    if outside:
        raise OutsideNetworkError(f"a test may not reach {address!r}")


def pytest_configure(config: pytest.Config) -> None:
    """Set the guard once per process; Python offers no way to take an audit hook away, and no test needs one."""
    assert config is not None
    sys.addaudithook(refuse_outside)
