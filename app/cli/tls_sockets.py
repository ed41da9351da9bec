"""TLS for cheroot, with the handshake in the thread that reads the request.

cheroot's own adapter shakes hands in the thread that accepts connections: a phone that falls asleep half-way would
keep every till waiting.
"""

import socket
import ssl
from contextlib import suppress
from typing import Any, Final

from cheroot.errors import FatalSSLAlert
from cheroot.makefile import StreamReader, StreamWriter
from cheroot.ssl import Adapter

_PLAIN_HTTP: Final = "HTTP_REQUEST"
_WORDS: Final = b"This port speaks TLS only: write https:// before the address.\n"
_ANSWER: Final = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(_WORDS), _WORDS)
)
_MOST_READ_BYTES: Final = 65536


class LateHandshake(ssl.SSLSocket):
    """A socket that shakes hands when it is first read; FatalSSLAlert where that fails."""

    _shaken = False

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        if not self._shaken:
            self._shake()
        return super().recv_into(buffer, nbytes, flags)

    def _shake(self) -> None:
        try:
            self.do_handshake()
        except OSError as error:
            if getattr(error, "reason", None) == _PLAIN_HTTP:
                self._explain()
            raise FatalSSLAlert(*error.args) from error
        self._shaken = True

    def _explain(self) -> None:
        """Answers somebody who forgot the ``https``, below the TLS that never came about."""
        with suppress(OSError):
            # What is left unread would make the system break the connection off before the answer arrives.
            socket.socket.recv(self, _MOST_READ_BYTES)
            socket.socket.sendall(self, _ANSWER)


class TlsAdapter(Adapter):
    """Wraps connections in a context, which may take a new certificate at any time."""

    def __init__(self, context: ssl.SSLContext) -> None:
        context.sslsocket_class = LateHandshake
        self.context = context

    def bind(self, sock: socket.socket) -> socket.socket:
        return sock

    def wrap(self, sock: socket.socket) -> tuple[socket.socket, dict[str, str]]:
        try:
            wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        except OSError as error:
            raise FatalSSLAlert(*error.args) from error
        return wrapped, self.get_environ()

    def get_environ(self) -> dict[str, str]:
        return {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def makefile(self, sock: socket.socket, mode: str = "r", bufsize: int = -1) -> StreamReader | StreamWriter:
        return (StreamReader if "r" in mode else StreamWriter)(sock, mode, bufsize)
