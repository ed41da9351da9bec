"""What the server plays: the owner's shop, or the demo beside it while no shop has been opened.

Only the main thread changes it. A page that asks for a change lowers the curtain at once, so that nobody is answered
by the shop that is leaving.
"""

import logging
import queue
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Final

from app.cli.console_door import ConsoleDoor
from app.cli.folder import data_locked
from app.cli.listening import Ports
from app.cli.practice import PracticeShop
from app.core import installation
from app.core.actor import program
from app.core.clock import SystemClock
from app.core.config import Config
from app.core.db import migrate
from app.core.db.unit import Database
from app.core.memory import settle_memory
from app.demo.emulated import EmulatedDevices
from app.demo.home import prepare_home
from app.demo.shop import fill_demo
from app.exchange.background import resume
from app.exchange.runs import Imports
from app.factory import create_app
from app.flows import begun
from app.places.exchange_keeper import ExchangeKeeper
from app.web.shared.context import Play, WebContext
from app.web.shared.curtain import curtain
from app.wiring import Program, build, open_database
from pos.rehearsal.background import tidy_up

_FIRST_DAY: Final = program("first day")
_log = logging.getLogger(__name__)


class Stage:
    """The parts of the running program, and the way from one shop to the other.

    ``ports`` are told which application answers; ``demo_days`` is the length of a new demo's history.
    """

    def __init__(self, ports: Ports, config: Config, demo_days: int) -> None:
        self._ports = ports
        self._config = config
        self._demo_days = demo_days
        self._wishes: queue.SimpleQueue[Play | None] = queue.SimpleQueue()
        self._running = ExitStack()

    def begin(self, *, empty: bool) -> None:
        """Plays the shop that is there. Where there is none: the demo, or with ``empty`` the first page."""
        with self._shop() as database, database.read_unit() as tx:
            opened = installation.is_opened(tx)
            own = opened or empty or begun.has_begun(tx)
        self._play("shop" if own else "demo", may_change=not opened)

    def wish(self, play: Play) -> None:
        """A page asks for the other shop; it is there a moment later. Safe from any thread."""
        self._ports.open_to(curtain)
        self._wishes.put(play)

    def stop(self) -> None:
        """Ends `next_act`. Safe from a signal handler."""
        self._wishes.put(None)

    def next_act(self, timeout_s: float) -> bool:
        """Waits for a wish and fulfils it; False once nothing more shall be played."""
        try:
            play = self._wishes.get(timeout=timeout_s)
        except queue.Empty:
            return True
        if play is not None:
            self._change(play)
        return play is not None

    def close(self) -> None:
        """Stops whatever is being played."""
        self._ports.open_to(curtain)
        self._running.close()

    def _change(self, play: Play) -> None:
        with self._shop() as database:
            with database.read_unit() as tx:
                opened = installation.is_opened(tx)
            if play == "shop" and not opened:
                # From now on a restart goes on with the owner's shop.
                database.transact(_FIRST_DAY, begun.begin)
        if opened:
            # Somebody else was quicker: a shop never gives way to the demo.
            self._play("shop", may_change=False)
            return
        try:
            self._play(play, may_change=True)
        except Exception:  # noqa: BLE001  # whatever it was, the owner's shop is not to suffer for it
            _log.exception("the demo shop could not be opened")
            self._play("shop", may_change=True)

    def _play(self, play: Play, *, may_change: bool) -> None:
        self._running = ExitStack()
        config = self._config if play == "shop" else self._demo()
        built = build(config)
        self._running.callback(built.database.close)
        migrate.upgrade(built.database)
        if play == "demo":
            self._fill(built)
        self._start(built, may_change=may_change)
        settle_memory()

    def _demo(self) -> Config:
        config = prepare_home(self._config)
        self._running.enter_context(data_locked(config))
        return config

    def _fill(self, built: Program) -> None:
        with built.database.read_unit() as tx:
            filled = installation.is_opened(tx)
        if not filled:
            sys.stderr.write("Filling a demo shop, once. This takes a moment.\n")
            fill_demo(built.config, SystemClock().now(), days=self._demo_days)

    def _start(self, built: Program, *, may_change: bool) -> None:
        config, database, running = built.config, built.database, self._running
        emulated = EmulatedDevices(config.data_folder, database)
        if "devices" in config.roles:
            exchanges = ExchangeKeeper(database, config.data_folder)
            exchanges.start()
            running.callback(exchanges.stop)
            emulated.start()
            running.callback(emulated.stop)
            running.callback(built.held.modems.close)
            built.dispatcher.start()
            running.callback(built.dispatcher.stop)
            running.callback(built.scales.stop)
            built.poles.start()
            running.callback(built.poles.stop)
            built.scanners.start()
            running.callback(built.scanners.stop)
            door = ConsoleDoor(config.data_folder, built.tests.test)
            door.start()
            running.callback(door.stop)
        if "jobs" in config.roles:
            built.scheduler.start()
            running.callback(built.scheduler.stop)
        practice = PracticeShop(config, database, self._ports)
        running.callback(practice.close)
        context = WebContext(
            config,
            database,
            emulators=emulated.by_till,
            trials=emulated if "devices" in config.roles else None,
            change_play=self.wish if may_change else None,
            secure_door=self._ports.secure_door,
            practice=practice,
            scales=built.scales if "devices" in config.roles else None,
            poles=built.poles if "devices" in config.roles else None,
            scanners=built.scanners if "devices" in config.roles else None,
            tests=built.tests if "devices" in config.roles else None,
        )
        running.callback(context.close_streams)
        if "jobs" in config.roles:
            resume(Imports(database, config.data_folder), context.stopping)
        tidy_up(database)
        self._ports.open_to(create_app(context))

    @contextmanager
    def _shop(self) -> Iterator[Database]:
        """The configured database, upgraded, while nothing of it is being played."""
        self.close()
        with closing(open_database(self._config)) as database:
            migrate.upgrade(database)
            yield database
