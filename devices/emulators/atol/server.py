"""The emulated ATOL register with the web server of the maker's driver: its port, its power, the hands around it."""

import contextlib
import socketserver
import threading
from base64 import b64encode
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final, NoReturn

from app.core.clock import Clock, SystemClock
from devices.emulators.atol.condition import ON_ARRIVAL, ON_LOOK, Condition
from devices.emulators.atol.machine import Machine
from devices.emulators.atol.memory import Memory, Stored, Vault
from devices.emulators.atol.queue import Malformed, PowerLost, Queue, old_errors, order_of
from devices.emulators.atol.web import BrokenOff, Handler, Reply, refusal
from devices.emulators.fiscal.register import ServedRegister

_POLL_S: Final = 0.01
_STRANGER: Final = {"uuid": "stranger", "status": "ready", "error": {"code": 0, "description": "Ошибок нет"}}


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 32

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody who hung up is nobody's business."""


class AtolEmulator(ServedRegister[Condition, Memory, Stored]):
    """The service. A context manager; ``port`` 0 takes a free one.

    Everything it remembers lies in ``folder``, where one is given. Its register's clock shows the time of ``zone``, or
    of this computer's. With a ``user`` it wants Basic authorization.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        host: str = "127.0.0.1",
        clock: Clock | None = None,
        zone: tzinfo | None = None,
        user: str = "",
        password: str = "",
    ) -> None:
        condition, vault = Condition(), Vault(folder)
        self._machine = Machine(vault, condition, clock or SystemClock(), zone)
        super().__init__((host, port), condition, vault, self._machine.papers)
        self._queue = Queue(self._machine, condition)
        self._authorization = f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}" if user else ""
        self._server: _Server | None = None
        self._closing: threading.Thread | None = None

    def start(self) -> None:
        """Begins to listen, and goes on with its queue; OSError where the port is taken."""
        self._plug_in()

    def stop(self) -> None:
        """Ends every connection."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            self._let_go()
        self._wait_until_closed()

    def order(self, order: str) -> dict[str, object]:
        """Does what a line of ``condition.HELP`` says; its state afterwards. BadInput for an unknown one."""
        with self._changed:
            self._obey_order(order)
            self._vault.keep()
            self._changed.notify_all()
            if not self.condition.power:
                self._let_go()
        self._wait_until_closed()
        self._plug_in()
        with self._changed:
            return self._state()

    def arrived(self) -> None:
        """See ``web.Desk``."""
        with self._changed:
            self._changed.wait_for(lambda: not self.condition.silent or self._is_dead())
            if self._is_dead():
                raise BrokenOff

    def put(self, body: bytes) -> Reply:
        """See ``web.Desk``."""
        with self._changed:
            try:
                order = order_of(body)
            except Malformed as problem:
                return refusal(400, str(problem))
            fault = self.condition.take(ON_ARRIVAL, {str(task.get("type")) for task in order.tasks})
            name = "" if fault is None else fault.name
            if name == "lose-request":
                raise BrokenOff
            if name == "power-off-before":
                self._lose_power()
            if fault is not None and name == "http":
                return refusal(fault.number, "ordered")
            if self._queue.find(order.uuid) is not None:
                return refusal(409, "uuid is known")
            try:
                self._queue.put(order)
            except PowerLost:
                self._lose_power()
            finally:
                self._vault.keep()
            if name == "lose-answer":
                raise BrokenOff
            if name == "garbage":
                return Reply(201, b"{not at all")
            number = self._queue.orders.index(order) + 1
            return Reply(201, {"uuid": order.uuid, "number": number, "isBlocked": False, "blockedUUID": ""})

    def look(self, uuid: str) -> Reply:
        """See ``web.Desk``."""
        with self._changed:
            order = self._queue.find(uuid)
            if order is None:
                return refusal(404, "uuid is not known")
            fault = self.condition.take(ON_LOOK, {str(task.get("type")) for task in order.tasks})
            name = "" if fault is None else fault.name
            if name == "lose-look":
                raise BrokenOff
            try:
                results = self._queue.look(order)
            except PowerLost:
                self._lose_power()
            finally:
                self._vault.keep()
            if name == "garbage-look":
                return Reply(200, b'{"results": [{"status": "rea')
            if self.condition.old_errors:
                results = old_errors(results)
            if name == "stranger":
                results = [dict(_STRANGER), *({"uuid": uuid, **result} for result in results)]
            return Reply(200, {"results": results})

    def cancel(self, uuid: str) -> Reply:
        """See ``web.Desk``."""
        with self._changed:
            order = self._queue.find(uuid)
            if order is None:
                return refusal(404, "uuid is not known")
            try:
                is_canceled = self._queue.cancel(order)
            except PowerLost:
                self._lose_power()
            finally:
                self._vault.keep()
            return Reply(200, {}) if is_canceled else refusal(400, "too late")

    def _handle(self, words: str, order: str) -> None:
        if words == "forget":
            self.memory.orders.clear()
        else:
            super()._handle(words, order)

    def _facts(self) -> dict[str, object]:
        memory = self.memory
        return {
            "clock": self._machine.clock.isoformat(),
            "serial": memory.serial,
            "shift": f"{memory.shift_number} {self._machine.shift_state}",
            "cash": memory.cash,
            "orders_waiting": sum(not order.is_done for order in memory.orders),
            "last_document": self._machine.last_number,
            "drawer_open": memory.drawer_is_open,
        }

    def _lose_power(self) -> NoReturn:
        """With the lock held. Whoever is connected hears nothing more; the port closes."""
        self.condition.power = False
        self._changed.notify_all()
        self._let_go()
        raise BrokenOff

    def _plug_in(self) -> None:
        with self._changed:
            if self._server is not None or self._is_dead():
                return
            handler = type("BoundHandler", (Handler,), {"desk": self, "authorization": self._authorization})
            self._server = _Server((self.host, self.port), handler)
            self.port = self._server.server_address[1]
            threading.Thread(
                target=self._server.serve_forever, args=(_POLL_S,), name="atol-emulator", daemon=True
            ).start()
            # What the service was in the middle of goes on by itself.
            with contextlib.suppress(PowerLost):
                self._queue.advance()
            self._vault.keep()

    def _let_go(self) -> None:
        """With the lock held: the port closes, in a thread of its own because a request may be what closes it."""
        server, self._server = self._server, None
        if server is not None:
            self._closing = threading.Thread(target=_close, args=(server,), name="atol-emulator-power", daemon=True)
            self._closing.start()

    def _wait_until_closed(self) -> None:
        if self._closing is not None:
            self._closing.join()


def _close(server: _Server) -> None:
    server.shutdown()
    server.server_close()
