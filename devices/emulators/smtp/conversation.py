"""What the emulated mail server says on one connection (RFC 5321, 3207, 4954)."""

import base64
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from devices.emulators.smtp.condition import Condition

_LINE_MOST: Final = 2000
_MAIL_MOST: Final = 10_000_000
_REFUSALS: Final = {
    "sender": b"550 5.7.1 this sender may not send here",
    "address": b"550 5.1.1 no such mailbox",
    "for now": b"451 4.3.0 come back later",
    "mail": b"554 5.6.0 this mail is not wanted",
}


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A mail as it came: envelope and bytes."""

    sender: str
    to: str
    data: bytes


class Machine(Protocol):
    """What a conversation needs of its server."""

    user: str
    password: str
    certificate: ssl.SSLContext | None
    security: str
    condition: Condition

    def pause(self) -> None:
        """Before each answer, where the server is slow."""

    def take(self, mail: ReceivedMail) -> int:
        """Keeps a mail; its number."""


class HungUp(Exception):
    """The other side is gone, or this one hangs up on purpose."""


class Conversation:
    """One connection, from the greeting to the end."""

    def __init__(self, server: Machine, connection: socket.socket) -> None:
        self._server = server
        self._connection = connection
        self._buffer = b""
        self._is_secure = False
        self._is_known = not server.user
        self._sender = ""
        self._to = ""

    def hold(self) -> None:
        """Answers until somebody hangs up."""
        self._connection.settimeout(30)
        if self._server.certificate is not None and self._server.security == "tls":
            self._secure()
        self._say(b"220 emulated mail server")
        commands: dict[str, Callable[[str], None]] = {
            "EHLO": self._hello,
            "HELO": self._hello,
            "STARTTLS": self._start_tls,
            "AUTH": self._log_in,
            "MAIL": self._from,
            "RCPT": self._recipient,
            "DATA": self._data,
            "RSET": lambda _rest: self._say(b"250 2.0.0 forgotten"),
            "NOOP": lambda _rest: self._say(b"250 2.0.0 still here"),
        }
        while True:
            verb, _, rest = self._line().decode("utf-8", "replace").partition(" ")
            if verb.upper() == "QUIT":
                self._say(b"221 2.0.0 bye")
                return
            command = commands.get(verb.upper())
            if command is None:
                self._say(b"502 5.5.1 unknown command")
            else:
                command(rest)

    def close(self) -> None:
        """Ends the connection, secured or not."""
        self._connection.close()

    def _hello(self, _name: str) -> None:
        offered = [b"emulated mail server", b"8BITMIME"]
        if self._server.certificate is not None and not self._is_secure:
            offered.append(b"STARTTLS")
        if self._server.user:
            offered.append(b"AUTH PLAIN LOGIN")
        lines = [b"250-" + line for line in offered[:-1]] + [b"250 " + offered[-1]]
        self._say(b"\r\n".join(lines))

    def _start_tls(self, _rest: str) -> None:
        if self._server.certificate is None or self._is_secure:
            self._say(b"502 5.5.1 not offered")
            return
        self._say(b"220 2.0.0 go on")
        self._secure()

    def _log_in(self, rest: str) -> None:
        method, _, first = rest.partition(" ")
        if method.upper() == "PLAIN":
            answer = _decoded(first or self._asked(b""))
            given = answer.split("\0")[-2:]
        else:
            given = [_decoded(first or self._asked(b"VXNlcm5hbWU6")), _decoded(self._asked(b"UGFzc3dvcmQ6"))]
        server = self._server
        self._is_known = given == [server.user, server.password] and server.condition.refuses != "login"
        self._say(b"235 2.7.0 welcome" if self._is_known else b"535 5.7.8 wrong login")

    def _from(self, rest: str) -> None:
        self._sender, self._to = _address(rest), ""
        if not self._is_known:
            self._say(b"530 5.7.0 log in first")
        elif self._server.condition.refuses == "sender":
            self._say(_REFUSALS["sender"])
        else:
            self._say(b"250 2.1.0 fine")

    def _recipient(self, rest: str) -> None:
        refused = self._server.condition.refuses
        if refused in ("address", "for now"):
            self._say(_REFUSALS[refused])
            return
        self._to = _address(rest)
        self._say(b"250 2.1.5 fine")

    def _data(self, _rest: str) -> None:
        if not self._to:
            self._say(b"503 5.5.1 to whom?")
            return
        condition = self._server.condition
        if condition.breaks == "before":
            raise HungUp
        self._say(b"354 go on")
        data = self._mail()
        if condition.refuses == "mail":
            self._say(_REFUSALS["mail"])
            return
        number = self._server.take(ReceivedMail(self._sender, self._to, data))
        if condition.breaks == "after":
            raise HungUp
        self._say(b"250 2.0.0 kept as %d" % number)

    def _mail(self) -> bytes:
        lines = []
        size = 0
        while (line := self._line()) != b".":
            size += len(line)
            if size > _MAIL_MOST:
                raise HungUp
            lines.append(line.removeprefix(b"."))
        return b"\r\n".join(lines) + b"\r\n"

    def _asked(self, prompt: bytes) -> str:
        self._say(b"334 " + prompt)
        return self._line().decode("ascii", "replace")

    def _secure(self) -> None:
        certificate = self._server.certificate
        assert certificate is not None
        self._connection = certificate.wrap_socket(self._connection, server_side=True)
        self._is_secure = True

    def _line(self) -> bytes:
        while b"\r\n" not in self._buffer:
            if len(self._buffer) > _LINE_MOST:
                raise HungUp
            more = self._connection.recv(8192)
            if not more:
                raise HungUp
            self._buffer += more
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        return line

    def _say(self, answer: bytes) -> None:
        self._server.pause()
        self._connection.sendall(answer + b"\r\n")


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except ValueError:
        return ""


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]
