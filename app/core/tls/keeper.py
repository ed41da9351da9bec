"""Keeps the certificate of a running server good: renews it before it ends and when the machine is called anew."""

import logging
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.core.clock import Clock
from app.core.private_files import read_private, replace_private
from app.core.tls.authority import load_authority
from app.core.tls.certificate import is_due, issue
from app.core.tls.names import HostNames

FOLDER: Final = "tls"
SERVER_FILE: Final = "server.pem"
LOOK_SECONDS: Final = 60.0

_log = logging.getLogger(__name__)


class CertificateKeeper:
    """The authority of a shop, the names its server answers to, and the context that handshakes are made with.

    ``find_names`` says what the machine is called now. Raises what load_authority raises.
    """

    def __init__(self, data_folder: Path, find_names: Callable[[], HostNames], clock: Clock) -> None:
        self._folder = data_folder / FOLDER
        self._find_names = find_names
        self._clock = clock
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="certificate", daemon=True)
        names = find_names()
        self.authority = load_authority(self._folder, names, clock.now())
        self.names = self.authority.vouches_for(names)
        self._say_left_out(names)
        # TLS 1.2 or newer; clients show no certificate.
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        if not self._renew():
            self._load()

    def start(self) -> None:
        """Begins to look once a minute."""
        self._thread.start()

    def stop(self) -> None:
        """Ends that."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> bool:
        """Renews the certificate where that is due, and answers whether; the next handshake uses the new one."""
        found = self._find_names()
        names = self.authority.vouches_for(found)
        if names != self.names:
            self.names = names
            self._say_left_out(found)
        return self._renew()

    def _renew(self) -> bool:
        path = self._folder / SERVER_FILE
        now = self._clock.now()
        if path.exists() and not is_due(read_private(path), self.authority, self.names, now):
            return False
        replace_private(path, issue(self.authority, self.names, now))
        self._load()
        _log.info("a new certificate for %s", ", ".join(sorted(map(str, self.names.names | self.names.addresses))))
        return True

    def _load(self) -> None:
        self.context.load_cert_chain(self._folder / SERVER_FILE)

    def _watch(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:  # noqa: BLE001  # the certificate in use holds for weeks; the next look may succeed
                _log.exception("the certificate could not be looked after")

    def _say_left_out(self, wanted: HostNames) -> None:
        left_out = (wanted.names - self.names.names) | (wanted.addresses - self.names.addresses)
        if left_out:
            _log.warning("the certificate cannot hold for %s", ", ".join(sorted(map(str, left_out))))
