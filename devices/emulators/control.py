"""A port on this machine where other processes tell an emulated device what goes wrong next.

One order a line, as in the ``HELP`` of the device's conditions; the answer is one line of JSON: the state, or
``{"refused": …}``.
"""

import json
import socket
import socketserver
import threading
from typing import Final, Protocol, Self

from app.core.errors import BadInput

LOOPBACK: Final = "127.0.0.1"
_ORDER_BYTES: Final = 200


class Emulator(Protocol):
    """An emulated device that takes orders."""

    def order(self, order: str) -> dict[str, object]:
        """Obeys, and answers its state; BadInput for an unknown order."""


class ControlPort:
    """Listens on loopback; a context manager. ``port`` 0 takes a free one; OSError where it is taken.

    ``orders`` are the lines that explain the device's orders.
    """

    def __init__(self, device: Emulator, orders: str, port: int = 0) -> None:
        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while line := self.rfile.readline(_ORDER_BYTES):
                    self.wfile.write(_obeyed(device, orders, line))

        self._server = socketserver.ThreadingTCPServer((LOOPBACK, port), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="emulator-control", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _obeyed(device: Emulator, orders: str, line: bytes) -> bytes:
    order = line.decode("utf-8", "replace").strip()
    try:
        answer = device.order(order)
    except BadInput:
        answer = {"refused": order, "orders": orders.splitlines()}
    return json.dumps(answer).encode() + b"\n"


def send_order(port: int, order: str, timeout_s: float = 5.0) -> dict[str, object]:
    """Tells the device of another process something; the answer. OSError where nobody listens."""
    with socket.create_connection((LOOPBACK, port), timeout=timeout_s) as connection:
        connection.sendall(order.encode() + b"\n")
        with connection.makefile("rb") as answers:
            return dict(json.loads(answers.readline()))
