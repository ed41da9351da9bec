"""A shop that sends short messages by a modem that exists only in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.core.outbox import LaneHandler
from app.core.registry import Registry
from app.jobs.dispatcher import Dispatcher
from app.messaging.sms.lane import SmsHandler
from app.messaging.sms.modems import Modems
from app.messaging.sms.outgoing import SMS_KIND
from app.messaging.sms.reading import SmsView, messages
from app.places.devices import add_device
from app.places.service import SMS_MODEM
from devices.sms.fake import FakeSms
from tests.factories.shop import Shop
from tests.factories.together import until

ADDRESS = "gsm+tcp://127.0.0.1:9110"


@dataclass
class SmsDesk:
    """The shop, and the modem in it."""

    shop: Shop
    modem: FakeSms = field(default_factory=FakeSms)

    def __post_init__(self) -> None:
        till = self.shop.till(opened=False)
        self.shop.changes(lambda tx: add_device(tx, till.id, SMS_MODEM, "Modem", ADDRESS))
        self.modems = Modems(lambda _address: self.modem)

    @property
    def handler(self) -> SmsHandler:
        """Who sends."""
        return SmsHandler(self.shop.database, self.modems)

    def messages(self) -> list[SmsView]:
        """What became of each, newest first."""
        with self.shop.database.read_unit() as tx:
            return list(messages(tx).messages)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The lane works meanwhile."""
        handlers: Registry[LaneHandler] = Registry("outbox message")
        handlers.add(SMS_KIND, self.handler)
        dispatcher = Dispatcher(self.shop.database, handlers)
        dispatcher.start()
        try:
            yield
        finally:
            dispatcher.stop()

    def reaches(self, *wanted: tuple[str, str | None]) -> None:
        """Waits until the messages, newest first, are in these states with these errors."""
        until(lambda: [(one.state, one.error_code) for one in self.messages()] == list(wanted))
