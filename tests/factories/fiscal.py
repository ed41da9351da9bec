"""A till with a fiscal register, and the lane between them worked by hand: one step when a test says so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from app.core import outbox, outbox_view
from app.core.actor import program
from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.core.outbox import LaneHandler, Message, Outcome
from app.core.outbox_view import LaneStatus
from app.core.registry import Registry
from devices.errors import Trouble
from devices.fakes import FakeReceiptPrinter
from devices.fiscal.evidence import Attempt, KeptDocument, Registered
from devices.fiscal.fake import FakeEntry, FakeFiscalRegister, Step
from devices.fiscal.makers import MAKERS
from devices.fiscal.port import FiscalRegister, FiscalSettings
from devices.fiscal.receipt import Act, CashMove, FiscalReceipt
from pos.checkout.completed import CompletedSale
from pos.fiscal.codes import add_register, maker_of
from pos.fiscal.deciding import Verdict, decide
from pos.fiscal.keeping import FiscalDocumentView, documents_of_till
from pos.fiscal.lane import FiscalHandler, RestHandler, StatusHandler
from pos.fiscal.queue import FISCAL_KIND, REST_KIND, TEST_KIND, fiscal_lane
from pos.fiscal.reading import FiscalState, Standing, fiscal_state, standing_messages
from pos.fiscal.registers import OpenRegister, Registers
from pos.papers.lane import DrawerHandler, Printers
from pos.papers.store import DRAWER_KIND, printer_lane
from tests.factories.shop import Shop
from tests.factories.till import TillDesk

REGISTER_ADDRESS = "shtrih+tcp://127.0.0.1:7778"
BULGARIAN_ADDRESS = "datecs+tcp://127.0.0.1:4999"
PLUGS = ("claimed", "prepared", "kept", "sent")
"""Where the power can go: before the register is asked, before and behind the evidence, behind the registration."""
_WORKER = program("job:outbox")


class PlugPulled(BaseException):
    """The process is gone: nothing catches it."""


class PluggedRegister(FakeFiscalRegister):
    """A fake at which the server's power can go: ``pulled_at`` is one of ``PLUGS``, once."""

    def __init__(self) -> None:
        super().__init__()
        self.pulled_at = ""

    def prepare(self, act: Act) -> Attempt:
        attempt = super().prepare(act)
        self._pull("prepared")
        return attempt

    def carry_out(self, act: Act, attempt: Attempt) -> Registered:
        self._pull("kept")
        registered = super().carry_out(act, attempt)
        self._pull("sent")
        return registered

    def _pull(self, plug: str) -> None:
        if self.pulled_at == plug:
            self.pulled_at = ""
            raise PlugPulled


class FiscalTill:
    """A till with a fake register whose lane is worked by hand. ``printer`` gives it a receipt printer too.

    Where there is a ``driver``, it opens another register, and the fake is not used. The ``address`` says whose codes
    and whose law it has; at one of a maker that wants sale numbers the fake wants them too.
    """

    def __init__(
        self,
        shop: Shop,
        *,
        printer: bool = False,
        opened: bool = True,
        address: str = REGISTER_ADDRESS,
        driver: Callable[[FiscalSettings], FiscalRegister] | None = None,
    ) -> None:
        self.shop = shop
        self.register = PluggedRegister()
        self.register.now = shop.clock.now
        maker = maker_of(address)
        if maker.wants_sale_number:
            self.register.info = replace(
                self.register.info, wants_sale_number=True, returns_need_original=True, may_skip_paper=False
            )
        self.desk: TillDesk = shop.till(printer=printer, opened=False)
        self.device_id = shop.changes(lambda tx: add_register(tx, self.desk.id, "Register", address))
        self.lane = fiscal_lane(self.desk.id)
        self.handlers = handlers_for_register(shop, driver or self._fake)
        if opened:
            self.desk.opens()
            self.works()

    def _fake(self, settings: FiscalSettings) -> FiscalRegister:
        self.register.accepted_serial = settings.serial_number
        return self.register

    def works(self) -> None:
        """The lane does what it can, waiting as long as it wants between tries, until nothing moves any more."""
        in_vain = 0
        while in_vain < 3:
            self.shop.clock.advance(timedelta(seconds=5))
            message = self._claims()
            if message is None:
                return
            outcome = self._acts(message)
            in_vain = 0 if outcome.state == "done" or (outcome.result or {}).get("before") else in_vain + 1

    def drawer_opens(self) -> None:
        """The lane of the drawer does what it was asked."""
        message = self.shop.database.transact(_WORKER, lambda tx: outbox.claim(tx, printer_lane(self.desk.id)))
        assert message is not None, "nobody asked for the drawer"
        assert self._acts(message).state == "done"

    def power_goes(self, plug: str) -> None:
        """The server works the next message until the plug is pulled there, and starts again."""
        message = self._claims()
        assert message is not None, "nothing waits"
        if plug != "claimed":
            self.register.pulled_at = plug
            try:
                self._acts(message)
            except PlugPulled:
                pass
            else:
                raise AssertionError(f"the lane never came to {plug!r}")
        self._starts_again()

    def decides(self, verdict: Verdict, number: int | None = None, reason: str = "looked at the paper") -> None:
        """The senior of this till decides at what the lane stands."""
        (standing,) = self.standing
        self.desk.does(decide, standing.message.id, verdict, reason, number)

    def used_by_hand(self) -> int:
        """Somebody rings up a receipt at the register itself; its number."""
        self.register.number += 1
        other = replace(self.receipts[0], uid=new_uid())
        kept = KeptDocument(self.register.number, self.register.clock, other.kind, False, other.total, "0001")
        self.register.entries.append(FakeEntry(other, kept))
        return kept.number

    def loses_and_cannot_tell(self) -> int:
        """The next act's last command is lost, and somebody uses the register meanwhile; the number of his receipt."""
        self.register.troubles[Step.LOST_COMMAND] = Trouble.LOST
        self.works()
        self.register.troubles.clear()
        self.register.come_back()
        number = self.used_by_hand()
        self.works()
        return number

    @property
    def standing(self) -> list[Standing]:
        """What somebody has to decide."""
        with self.shop.database.read_unit() as tx:
            return standing_messages(tx, self.desk.id)

    @property
    def status(self) -> LaneStatus:
        """The lane as a light shows it."""
        with self.shop.database.read_unit() as tx:
            return outbox_view.lane_status(tx, self.lane)

    @property
    def documents(self) -> list[FiscalDocumentView]:
        """What the books say was registered, oldest first."""
        with self.shop.database.read_unit() as tx:
            return documents_of_till(tx, self.desk.id, 1000)[::-1]

    def state_of(self, sale: CompletedSale) -> FiscalState:
        """How far the registration of a sale is."""
        with self.shop.database.read_unit() as tx:
            return fiscal_state(tx, sale.sale_id, sale.uid)

    @property
    def acts(self) -> list[tuple[str, int]]:
        """What the register has in its memory: kind and amount in minor units."""
        return [_told(entry.act) for entry in self.register.entries]

    @property
    def receipts(self) -> list[FiscalReceipt]:
        """The receipts in its memory."""
        return [entry.act for entry in self.register.entries if isinstance(entry.act, FiscalReceipt)]

    def books_agree(self) -> bool:
        """Whether the books say what the register's memory says, in order and to the minor unit."""
        memory = [(entry.act.uid, abs(_told(entry.act)[1])) for entry in self.register.entries]
        return [(one.act_uid, one.total.minor) for one in self.documents] == memory

    def _claims(self) -> Message | None:
        return self.shop.database.transact(_WORKER, lambda tx: outbox.claim(tx, self.lane))

    def _acts(self, message: Message) -> Outcome:
        outcome = self.handlers.get(message.kind).act(message)
        self._settles(message, outcome)
        return outcome

    def _settles(self, message: Message, outcome: Outcome) -> None:
        def settle(tx: Unit) -> None:
            outbox.settle(tx, message, outcome)
            self.handlers.get(message.kind).settle(tx, message, outcome)

        self.shop.database.transact(_WORKER, settle)

    def _starts_again(self) -> None:
        for message in self.shop.database.transact(_WORKER, outbox.mark_interrupted):
            self._settles(message, self.handlers.get(message.kind).resolve(message))


def handlers_for_register(shop: Shop, driver: Callable[[FiscalSettings], FiscalRegister]) -> Registry[LaneHandler]:
    """The handlers of the fiscal lane, in front of one register."""
    drivers: Registry[OpenRegister] = Registry("fiscal register")
    for maker in MAKERS:
        drivers.add(maker, lambda _address, settings: driver(settings))
    registers = Registers(shop.database, drivers)
    handlers: Registry[LaneHandler] = Registry("outbox message")
    handlers.add(FISCAL_KIND, FiscalHandler(shop.database, registers))
    handlers.add(REST_KIND, RestHandler(registers))
    handlers.add(TEST_KIND, StatusHandler(shop.database, registers))
    printers = Printers(shop.database, lambda _address: FakeReceiptPrinter())
    handlers.add(DRAWER_KIND, DrawerHandler(shop.database, printers, registers.open_drawer))
    return handlers


def _told(act: Act) -> tuple[str, int]:
    match act:
        case FiscalReceipt():
            return act.kind.value, act.total.minor
        case CashMove():
            return "cash", act.amount.minor
        case _:
            return type(act).__name__, 0
