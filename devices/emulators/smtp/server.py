"""A small mail server that keeps what it is sent and goes wrong on command."""

import contextlib
import socket
import ssl
import threading
from collections import deque
from pathlib import Path
from typing import Final, Self

from devices.emulators.smtp.condition import Condition
from devices.emulators.smtp.conversation import Conversation, HungUp, ReceivedMail

_KEPT: Final = 50


class SmtpEmulator:
    """The server. A context manager; ``port`` 0 takes a free one.

    ``certificate`` makes it offer STARTTLS, or speak TLS from the first byte with ``security`` ``tls``. A ``user``
    must log in with ``password``. Mails are kept in ``mails`` (the last fifty) and, where a ``folder`` is given, there
    as ``.eml`` files.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        host: str = "127.0.0.1",
        user: str = "",
        password: str = "",
        certificate: ssl.SSLContext | None = None,
        security: str = "starttls",
    ) -> None:
        self.host, self.port = host, port
        self.user, self.password = user, password
        self.certificate, self.security = certificate, security
        self.condition = Condition()
        self.mails: deque[ReceivedMail] = deque(maxlen=_KEPT)
        self._folder = folder
        self._came = 0
        self._changed = threading.Condition()
        self._listener: socket.socket | None = None
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begins to listen; OSError where the port is taken."""
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._listen()
        thread = threading.Thread(target=self._serve, name="smtp-emulator", daemon=True)
        thread.start()
        self._threads.append(thread)

    def stop(self) -> None:
        """Ends every connection."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._hang_up()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.stop()

    def order(self, order: str) -> dict[str, object]:
        """Changes the server by a line of ``condition.HELP``; its state afterwards. BadInput for an unknown one."""
        with self._changed:
            self.condition.obey(order)
            wanted = self.condition.listening
            self._changed.notify_all()
        if not wanted:
            self._hang_up()
        with self._changed:
            self._changed.wait_for(lambda: (self._listener is not None) == wanted, 5.0)
            return self.condition.as_facts()

    def wait_for_mails(self, count: int, timeout_s: float = 10.0) -> list[ReceivedMail]:
        """The mails so far, once there have been that many; TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._came >= count, timeout_s):
                raise TimeoutError(f"{self._came} mails came")
            return list(self.mails)

    # What a conversation asks of its server.

    def pause(self) -> None:
        """Before each answer, where the server is slow."""
        if self.condition.slow_ms:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping, self.condition.slow_ms / 1000)

    def take(self, mail: ReceivedMail) -> int:
        """Keeps a mail; its number."""
        with self._changed:
            self.mails.append(mail)
            self._came += 1
            if self._folder is not None:
                (self._folder / f"{self._came:06d}.eml").write_bytes(mail.data)
            self._changed.notify_all()
            return self._came

    def _listen(self) -> None:
        self._listener = socket.create_server((self.host, self.port))
        self.port = self._listener.getsockname()[1]

    def _serve(self) -> None:
        while True:
            listener = self._listener
            if listener is not None:
                with listener:
                    self._accept(listener)
            with self._changed:
                self._listener = None
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._stopping or self.condition.listening)
                if self._stopping:
                    return
                self._listen()
                self._changed.notify_all()

    def _accept(self, listener: socket.socket) -> None:
        while self.condition.listening and not self._stopping:
            connection, _ = listener.accept()
            with (
                connection,
                contextlib.closing(Conversation(self, connection)) as conversation,
                contextlib.suppress(OSError, HungUp),
            ):
                conversation.hold()

    def _hang_up(self) -> None:
        """Wakes the thread that waits for a connection."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                socket.create_connection((self.host, self.port), timeout=1).close()
