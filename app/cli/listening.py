"""The ports of a server: plain HTTP for its own machine, TLS for the others, all before the same application."""

import errno
import logging
import socket
import threading
from typing import Any, Final

from cheroot.wsgi import Server

from app.cli.tls_sockets import TlsAdapter
from app.core.config import Config
from app.core.errors import ConfigError
from app.core.tls.keeper import CertificateKeeper
from app.web.shared.curtain import curtain
from app.web.shared.secure_door import SecureDoor

LOOPBACK: Final = "127.0.0.1"
EVERYWHERE: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  # what somebody may write, compared here

_log = logging.getLogger(__name__)


class Ports:
    """Holds the ports from the start, so that a second server is refused at once; the curtain answers at first.

    Raises ConfigError ``port_in_use``, ``port_refused``, ``address_unknown``.
    """

    def __init__(self, config: Config, keeper: CertificateKeeper | None) -> None:
        self._config = config
        self._servers: list[Any] = []
        self._threads: list[threading.Thread] = []
        try:
            self.port = self._listen(config.host, config.port, "--port")
            if keeper is not None and config.host not in EVERYWHERE:
                # The PC's own browsers need no certificate, whatever address the others use.
                self._listen(LOOPBACK, self.port, "--port")
            self.secure_door: SecureDoor | None = None
            if keeper is not None:
                tls_port = self._listen(config.host, config.tls_port, "--tls-port", keeper)
                self.secure_door = SecureDoor(keeper, self.port, tls_port)
        except ConfigError:
            self.stop()
            raise

    def open_to(self, application: Any) -> None:
        """From now on the application answers. Safe from any thread."""
        for server in self._servers:
            server.wsgi_app = application

    def start(self) -> None:
        """Begins to accept connections."""
        for server in self._servers:
            thread = threading.Thread(target=server.serve, name="server", daemon=True)
            self._threads.append(thread)
            thread.start()

    @property
    def are_served(self) -> bool:
        """Whether every port is still answered."""
        return all(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Gives the ports back."""
        for server in self._servers:
            server.stop()

    def _listen(self, host: str, port: int, option: str, keeper: CertificateKeeper | None = None) -> int:
        server = _Server((host, port), curtain, numthreads=self._config.threads, server_name="regulars")
        if keeper is not None:
            server.ssl_adapter = TlsAdapter(keeper.context)
        try:
            server.prepare()
        except OSError as error:
            code = {errno.EADDRINUSE: "port_in_use", errno.EACCES: "port_refused"}.get(_errno(error), "address_unknown")
            raise ConfigError(code, host=host, port=port, option=option) from None
        self._servers.append(server)
        bound: int = server.bind_addr[1]
        return bound


class _Server(Server):
    """cheroot, its words in our log."""

    def error_log(
        self, msg: str = "", level: int = logging.INFO, traceback: bool = False
    ) -> None:  # cheroot's own shape
        _log.log(level, msg, exc_info=traceback)

    @staticmethod
    def bind_socket(socket_: socket.socket, bind_addr: Any) -> socket.socket:
        """Binds the socket, and closes one that cannot be bound, which cheroot forgets."""
        try:
            socket_.bind(bind_addr)
        except OSError:
            socket_.close()
            raise
        return socket_


def _errno(error: OSError) -> int:
    """Cheroot wraps the system's error in one without a number; the number stands in its words."""
    if error.errno:
        return error.errno
    return next((code for code in (errno.EADDRINUSE, errno.EACCES) if f"Errno {code}" in str(error)), 0)
