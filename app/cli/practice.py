"""The shop to practise in: a second shop in this process, with a database, emulated devices and ports of its own.

It lives in a folder below the data of the real one, is made anew when somebody begins to practise, and ends with the
server.
"""

import logging
import shutil
import threading
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Final

from app.auth import sessions
from app.auth.accounts import account
from app.auth.login import DOOR
from app.auth.sessions import Session
from app.cli.listening import Ports
from app.core.config import DATABASE_FILE, Config
from app.core.db import migrate
from app.core.db.engine import sqlite_url
from app.core.db.unit import Database, Unit
from app.core.errors import ConfigError, NotFound
from app.demo.emulated import EmulatedDevices
from app.factory import create_app
from app.flows.practising import copy_shop
from app.jobs.dispatcher import Dispatcher
from app.places.exchange_keeper import ExchangeKeeper
from app.places.pairing import pair
from app.places.service import place_of
from app.web.shared.context import WebContext
from app.web.shared.curtain import curtain
from app.web.shared.practice import Entrance, Neighbour
from app.wiring import held_devices, open_database, practice_handlers
from devices.emulators.trials import RECEIPT_PRINTERS

FOLDER: Final = "practise"
GONE_AFTER: Final = timedelta(minutes=10)
"""Whoever has not touched the practice till for so long has gone back, and the shop may be made anew."""

_log = logging.getLogger(__name__)


class PracticeShop:
    """Made when somebody first wants to practise; ``real`` is only read. Its pages lead back to ``ports``."""

    def __init__(self, config: Config, real: Database, ports: Ports) -> None:
        folder = config.data_folder / FOLDER
        self._config = replace(
            config,
            data_folder=folder,
            database_url=sqlite_url(folder / DATABASE_FILE),
            port=config.practice_port,
            tls_port=config.practice_tls_port,
        )
        self._real = real
        self._real_ports = ports
        self._turn = threading.Lock()
        self._ports: Ports | None = None
        self._running = ExitStack()
        self._database: Database | None = None

    def enter(self, session: Session, till_id: int, label: str) -> Entrance:
        """Lets the person of a session practise at the same till; see ``Practice``.

        Raises what the disk and the database refuse; nothing is left running then.
        """
        with self._turn:
            database = self._database
            if database is None or not _may_be_joined(database, session, till_id):
                database = self._open_anew()
            assert self._ports is not None

            def open_session(tx: Unit) -> tuple[str, str]:
                pairing_id, till_token = pair(tx, till_id, label)
                return till_token, sessions.open_session(tx, session.kind, session.account_id, pairing_id)

            till_token, session_token = database.transact(DOOR, open_session)
            return Entrance(_neighbour(self._ports), till_token, session_token)

    def close(self) -> None:
        """Ends it with all it runs."""
        with self._turn:
            self._end()
            if self._ports is not None:
                self._ports.stop()
                self._ports = None

    def _open_anew(self) -> Database:
        self._end()
        try:
            return self._open()
        except BaseException:
            self._end()
            raise

    def _open(self) -> Database:
        ports = self._ports = self._ports or self._listening()
        config = replace(self._config, port=ports.port)
        self._make_room()
        database = open_database(config, self._real.clock)
        self._running.callback(database.close)
        migrate.upgrade(database)
        copy_shop(self._real, database, RECEIPT_PRINTERS["escpos"].address)
        exchanges = ExchangeKeeper(database, config.data_folder)
        exchanges.start()
        self._running.callback(exchanges.stop)
        emulated = EmulatedDevices(config.data_folder, database)
        self._running.callback(emulated.stop)
        emulated.start()
        held = held_devices(database)
        dispatcher = Dispatcher(database, practice_handlers(database, held))
        dispatcher.start()
        self._running.callback(dispatcher.stop)
        self._running.callback(held.scales.stop)
        held.poles.start()
        self._running.callback(held.poles.stop)
        held.scanners.start()
        self._running.callback(held.scanners.stop)
        context = WebContext(
            config,
            database,
            emulators=emulated.by_till,
            trials=emulated,
            secure_door=ports.secure_door,
            way_back=_neighbour(self._real_ports),
            scales=held.scales,
            poles=held.poles,
            scanners=held.scanners,
        )
        self._running.callback(context.close_streams)
        ports.open_to(create_app(context))
        self._database = database
        return database

    def _end(self) -> None:
        if self._ports is not None:
            self._ports.open_to(curtain)
        self._database = None
        self._running.close()

    def _make_room(self) -> None:
        folder = self._config.data_folder
        try:
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir(parents=True)
        except OSError as error:
            problem = error.strerror or str(error)
            raise ConfigError("data_folder_not_writable", folder=str(folder), problem=problem) from None

    def _listening(self) -> Ports:
        secure = self._real_ports.secure_door
        keeper = secure.keeper if secure is not None else None
        try:
            ports = Ports(self._config, keeper)
        except ConfigError as error:
            _log.info("the shop to practise in takes a free port: %s", error)
            ports = Ports(replace(self._config, port=0, tls_port=0), keeper)
        ports.start()
        return ports


def _may_be_joined(database: Database, session: Session, till_id: int) -> bool:
    """Whether somebody practises at another till, in a copy that knows this person and this till, too."""
    with database.read_unit() as tx:
        try:
            account(tx, session.account_id)
            place_of(tx, till_id)
        except NotFound:
            return False
        return sessions.in_use_elsewhere(tx, till_id, tx.now - GONE_AFTER)


def _neighbour(ports: Ports) -> Neighbour:
    return Neighbour(ports.port, ports.secure_door.tls_port if ports.secure_door is not None else None)
