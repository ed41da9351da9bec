"""Who holds the shop's modem: its line stays open from message to message, so that delivery reports arrive."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from devices.errors import DeviceError
from devices.sms.port import DeliveryReport, SmsGateway

OpenGateway = Callable[[str], SmsGateway]


class Modems:
    """The one modem in use; one thread at a time speaks to it."""

    def __init__(self, open_gateway: OpenGateway) -> None:
        self._open_gateway = open_gateway
        self._turn = threading.Lock()
        self._address = ""
        self._gateway: SmsGateway | None = None

    @contextmanager
    def held(self, address: str) -> Iterator[SmsGateway]:
        """The modem at an address, while nobody else speaks to it; what stood in the settings before is let go."""
        with self._turn:
            if self._gateway is None or address != self._address:
                self._let_go()
                self._gateway, self._address = self._open_gateway(address), address
            yield self._gateway

    def reports(self) -> list[DeliveryReport]:
        """The reports that came since; nothing while it is at work, and where its line is not open."""
        if not self._turn.acquire(blocking=False):
            return []
        try:
            return [] if self._gateway is None else self._gateway.reports()
        except DeviceError:
            # The next message finds out, and says so.
            return []
        finally:
            self._turn.release()

    def close(self) -> None:
        """Lets go of the line."""
        with self._turn:
            self._let_go()

    def _let_go(self) -> None:
        if self._gateway is not None:
            self._gateway.close()
        self._gateway, self._address = None, ""
