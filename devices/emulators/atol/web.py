"""What the emulated service speaks: HTTP with JSON, one request a connection."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, Final, Protocol
from urllib.parse import unquote

BASES: Final = ("/api/v2/requests", "/requests")
_BODY_MOST_BYTES: Final = 1_000_000
_WAIT_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and what it says: JSON, or bytes as they are."""

    status: int
    body: dict[str, Any] | bytes


class BrokenOff(Exception):
    """The connection ends here without an answer."""


class Desk(Protocol):
    """Who answers. Every method raises BrokenOff."""

    def arrived(self) -> None:
        """A request has come in; waits while nothing is answered at all."""

    def put(self, body: bytes) -> Reply: ...

    def look(self, uuid: str) -> Reply: ...

    def cancel(self, uuid: str) -> Reply: ...


def refusal(status: int, description: str) -> Reply:
    """A request that is refused."""
    return Reply(status, {"error": {"code": status, "description": description}})


class Handler(BaseHTTPRequestHandler):
    """One connection; ``desk`` answers. ``authorization`` is the header that everybody must send, empty for none."""

    desk: ClassVar[Desk]
    authorization: ClassVar[str] = ""
    timeout = _WAIT_S

    def do_GET(self) -> None:
        """An order's results, or the page that says that the service is there."""
        if self.path == "/":
            self._answer(lambda: Reply(200, "ЭМУЛЯТОР · EMULATED - TRAINING".encode()))
            return
        uuid = self._uuid()
        self._answer(lambda: refusal(404, "not found") if not uuid else self.desk.look(uuid))

    def do_POST(self) -> None:
        """A new order."""
        body = self._body()
        if self.path not in BASES:
            self._answer(lambda: refusal(404, "not found"))
        elif body is None:
            self._answer(lambda: refusal(400, "body"))
        else:
            self._answer(lambda: self.desk.put(body))

    def do_DELETE(self) -> None:
        """Cancels an order that still waits."""
        uuid = self._uuid()
        self._answer(lambda: refusal(404, "not found") if not uuid else self.desk.cancel(uuid))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class calls it so
        """Says nothing."""

    def _uuid(self) -> str:
        base, _, name = self.path.rpartition("/")
        return unquote(name) if base in BASES else ""

    def _body(self) -> bytes | None:
        told = self.headers.get("Content-Length", "")
        if not (told.isascii() and told.isdigit()) or int(told[:9]) > _BODY_MOST_BYTES:
            return None
        try:
            body = self.rfile.read(int(told))
        except OSError:
            return None
        return body if len(body) == int(told) else None

    def _answer(self, replied: Callable[[], Reply]) -> None:
        try:
            self.desk.arrived()
            allowed = not self.authorization or self.headers.get("Authorization") == self.authorization
            reply = replied() if allowed else refusal(401, "authorization")
        except BrokenOff:
            self.close_connection = True
            return
        is_json = isinstance(reply.body, dict)
        body = json.dumps(reply.body, ensure_ascii=False).encode() if is_json else reply.body
        assert isinstance(body, bytes)
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json; charset=utf-8" if is_json else "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
