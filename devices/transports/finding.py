"""What is connected to this PC: serial ports, and printers in its own networks.

Ports are only looked at. The network is asked only when somebody wants it, and nothing is sent there: a
printer would print it.
"""

import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Final

from serial.tools import list_ports

from app.core.tls.names import find_names
from devices.plain_address import RAW_PORT

ADAPTERS: Final = {
    (0x0403, None): "FTDI",
    (0x067B, None): "Prolific PL2303",
    (0x10C4, 0xEA60): "Silicon Labs CP210x",
    (0x1A86, None): "WCH CH340",
    (0x05E0, None): "Zebra, Symbol",
    (0x05F9, None): "Datalogic",
    (0x0C2E, None): "Honeywell",
    (0x1EAB, None): "Newland",
}
"""Who made what is on a port, by the numbers that USB gives out; None stands for any product."""
MOST_NETWORKS: Final = 4
PREFIX: Final = 24
"""Of a network as shops have it: 254 addresses; a wider one is searched around the PC's own address."""
_AT_ONCE: Final = 32
_ANSWERS_WITHIN_S: Final = 0.6
_BY_ID: Final = Path("/dev/serial/by-id")


@dataclass(frozen=True, slots=True)
class FoundPort:
    """A port; ``address`` is how a device there is best named, ``words`` is what is known of it.

    ``known_as`` is everything that the address of a device may call it by.
    """

    address: str
    words: str = ""
    known_as: tuple[str, ...] = ()


def serial_ports() -> list[FoundPort]:
    """The serial ports of this PC; on Linux by a name that stays when cables change places."""
    lasting = {}
    with suppress(OSError):
        lasting = {path.resolve(): path for path in sorted(_BY_ID.iterdir())}
    found = []
    for port in sorted(list_ports.comports()):
        maker = ADAPTERS.get((port.vid, port.pid)) or ADAPTERS.get((port.vid, None)) if port.vid else None
        known = (port.product, port.manufacturer or maker, port.serial_number)
        name = str(lasting.get(Path(port.device), port.device))
        words = [*(part for part in known if part), *([port.device] if name != port.device else [])]
        found.append(FoundPort(name, " · ".join(words), (name, port.device)))
    return found


def neighbours() -> list[str]:
    """Every address in the private networks that this PC is in, without its own."""
    return around(address for address in find_names(()).addresses if isinstance(address, IPv4Address))


def around(addresses: Iterable[IPv4Address]) -> list[str]:
    """The addresses beside those of a PC, in its first private networks."""
    own = sorted(one for one in addresses if one.is_private and not one.is_loopback)
    networks = dict.fromkeys(IPv4Network((address, PREFIX), strict=False) for address in own)
    hosts = (host for network in list(networks)[:MOST_NETWORKS] for host in network.hosts())
    return [str(host) for host in hosts if host not in own]


@dataclass(frozen=True, slots=True)
class SearchState:
    """How far a search is; ``found`` are the addresses that take a job as it is."""

    is_running: bool = False
    was_started: bool = False
    done: int = 0
    total: int = 0
    found: tuple[str, ...] = ()


class NetworkSearch:
    """Looks for printers among ``hosts``, in the background; one search at a time."""

    def __init__(self, hosts: Callable[[], Sequence[str]] = neighbours, port: int = RAW_PORT) -> None:
        self._hosts = hosts
        self._port = port
        self._turn = threading.Lock()
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._state = SearchState()

    @property
    def state(self) -> SearchState:
        """How far it is now."""
        with self._turn:
            return self._state

    def start(self) -> None:
        """Begins anew; nothing where a search is under way."""
        with self._turn:
            if self._state.is_running:
                return
            hosts = self._hosts()
            self._cancelled.clear()
            self._state = SearchState(is_running=True, was_started=True, total=len(hosts))
            self._thread = threading.Thread(target=self._search, args=(hosts,), name="network search", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Ends it; what was found stays. Waits until the last connection is closed."""
        self._cancelled.set()
        thread = self._thread
        if thread is not None:
            thread.join()

    def _search(self, hosts: Sequence[str]) -> None:
        try:
            with ThreadPoolExecutor(_AT_ONCE, "network search") as pool:
                list(pool.map(self._look, hosts))
        finally:
            with self._turn:
                self._state = replace(self._state, is_running=False)

    def _look(self, host: str) -> None:
        if self._cancelled.is_set():
            return
        answers = _takes_jobs(host, self._port)
        with self._turn:
            found = (*self._state.found, host) if answers else self._state.found
            self._state = replace(self._state, done=self._state.done + 1, found=tuple(sorted(found, key=_in_order)))


def _takes_jobs(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_ANSWERS_WITHIN_S):
            return True
    except OSError:
        return False


def _in_order(host: str) -> IPv4Address:
    return IPv4Address(host)
