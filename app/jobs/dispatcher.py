"""Works the outbox: one thread a lane, each message claimed, acted on and settled in three steps."""

import logging
import threading
from datetime import timedelta
from typing import Final

from app.core import outbox
from app.core.actor import program
from app.core.db.unit import Database, Unit
from app.core.errors import Conflict, NotFound, ShopError
from app.core.outbox import LaneHandler, Message, Outcome
from app.core.registry import Registry

POLL_SECONDS: Final = 2.0
"""The safety net under the wake-up of a commit."""
RETRY_STEPS_SECONDS: Final = (1, 1, 2, 3, 5)

_log = logging.getLogger(__name__)
_ACTOR: Final = program("job:outbox")


class Dispatcher:
    """Starts a worker for each lane that has something to do."""

    def __init__(self, database: Database, handlers: Registry[LaneHandler]) -> None:
        self._database = database
        self._handlers = handlers
        self._stopped = threading.Event()
        self._workers: dict[str, threading.Thread] = {}
        self._watcher = threading.Thread(target=self._watch, name="outbox", daemon=True)

    def start(self) -> None:
        """Asks after what a crash left in doubt, then begins to work."""
        self._ask_after_the_interrupted()
        self._watcher.start()

    def stop(self) -> None:
        """Lets each worker finish the message in its hands, and ends."""
        self._stopped.set()
        self._database.wake_ups.notify(outbox.WAKE)
        if self._watcher.is_alive():
            self._watcher.join()
        for worker in self._workers.values():
            worker.join()

    def _watch(self) -> None:
        seen = self._database.wake_ups.seen(outbox.WAKE)
        while not self._stopped.is_set():
            try:
                with self._database.read_unit() as tx:
                    lanes = outbox.lanes_with_work(tx)
                for lane in lanes:
                    if lane not in self._workers:
                        worker = threading.Thread(target=self._work, args=(lane,), name=f"lane {lane}", daemon=True)
                        self._workers[lane] = worker
                        worker.start()
            except Exception:  # noqa: BLE001  # a thread that ends leaves a till without paper
                _log.exception("the outbox could not be read; trying again")
            seen = self._database.wake_ups.wait(outbox.WAKE, seen, POLL_SECONDS)

    def _work(self, lane: str) -> None:
        while not self._stopped.is_set():
            seen = self._database.wake_ups.seen(outbox.WAKE)
            try:
                message = self._database.transact(_ACTOR, lambda tx: outbox.claim(tx, lane))
                if message is None:
                    self._database.wake_ups.wait(outbox.WAKE, seen, POLL_SECONDS / 2)
                    continue
                self._settle_surely(message, self._act(message))
            except Exception:  # noqa: BLE001  # a thread that ends leaves a till without paper
                _log.exception("lane %s stumbled; it goes on in a moment", lane)
                self._stopped.wait(POLL_SECONDS)

    def _act(self, message: Message) -> Outcome:
        try:
            return self._handlers.get(message.kind).act(message)
        except NotFound as error:
            return Outcome("failed", error.code)
        except Conflict as error:
            # The database was away before the device was asked.
            return Outcome("retry", error.code)
        except ShopError as error:
            _log.warning("message %s of %s: %s", message.id, message.lane, error)
            return Outcome("failed", error.code)
        except Exception:  # noqa: BLE001  # whatever a driver throws, the message must be settled
            # Whether it happened is unknown: sending it again could double it.
            _log.exception("message %s of %s broke off", message.id, message.lane)
            return Outcome("in_doubt", "unexpected")

    def _settle_surely(self, message: Message, outcome: Outcome) -> None:
        """Settles as soon as the database takes it: what has happened must be neither lost nor done again."""
        while True:
            try:
                self._settle(message, outcome)
            except ShopError as error:
                _log.warning("message %s of %s cannot be settled yet: %s", message.id, message.lane, error)
                if self._stopped.wait(POLL_SECONDS):
                    return
            else:
                return

    def _settle(self, message: Message, outcome: Outcome) -> None:
        step = RETRY_STEPS_SECONDS[min(message.attempts, len(RETRY_STEPS_SECONDS)) - 1]
        pause = timedelta(seconds=step) if outcome.retry_after is None else outcome.retry_after

        def settle(tx: Unit) -> None:
            outbox.settle(tx, message, outcome, retry_after=pause)
            if message.kind in self._handlers:
                self._handlers.get(message.kind).settle(tx, message, outcome)

        try:
            self._database.transact(_ACTOR, settle)
        except ShopError:
            raise
        except Exception:  # noqa: BLE001  # a handler that cannot note the outcome must not stop its lane
            _log.exception("message %s of %s cannot be settled", message.id, message.lane)
            doubt = Outcome("in_doubt", "unexpected")
            self._database.transact(_ACTOR, lambda tx: outbox.settle(tx, message, doubt))

    def _ask_after_the_interrupted(self) -> None:
        for message in self._database.transact(_ACTOR, outbox.mark_interrupted):
            try:
                self._settle(message, self._handlers.get(message.kind).resolve(message))
            except Exception:  # noqa: BLE001  # one device must not keep the server from starting
                # It stays in doubt, which is true, and a person decides.
                _log.exception("message %s of %s could not be asked after", message.id, message.lane)
