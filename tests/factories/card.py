"""A till with a connected card terminal, and the lane between them worked by hand: one step when a test says so."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from app.core import outbox
from app.core.actor import program
from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from app.core.outbox import Message, Outcome
from app.core.registry import Registry
from devices.card.fake import FakeCardTerminal
from devices.card.port import CardTerminal, Operation, Order
from pos.checkout.by_card import Asked, give_back, pay_by_card, void_by_card
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.checkout.void import void_sale
from pos.payments.deciding import Verdict, decide
from pos.payments.devices import add_terminal
from pos.payments.keeping import CARD_KIND, ask_cancel, card_lane
from pos.payments.lane import CardHandler, Pace
from pos.payments.reading import PaymentView, live_of_till, payment_by_uid, recent_payments
from pos.payments.terminals import OpenTerminal, Terminals
from tests.factories.fiscal import PlugPulled
from tests.factories.shop import Shop
from tests.factories.till import TillDesk

TERMINAL_ADDRESS = "training+tcp://127.0.0.1:9150"
PLUGS = ("claimed", "noted", "told", "known")
"""Where the power can go: before the terminal is asked, before and behind the order, behind the terminal's answer."""
HASTY = Pace(look_for_ms=0, look_every_ms=0)
_WORKER = program("job:outbox")
T = TypeVar("T")


class PluggedTerminal(FakeCardTerminal):
    """A fake at which the server's power can go: ``pulled_at`` is one of ``PLUGS``, once."""

    def __init__(self) -> None:
        super().__init__()
        self.pulled_at = ""

    def start(self, order: Order) -> Operation:
        self._pull("noted")
        operation = super().start(order)
        self._pull("told")
        return operation

    def ask(self, key: str) -> Operation | None:
        operation = super().ask(key)
        self._pull("known")
        return operation

    def _pull(self, plug: str) -> None:
        if self.pulled_at == plug:
            self.pulled_at = ""
            raise PlugPulled


class CardTill:
    """A till, made for it or there before as ``desk``, whose terminal is a fake, or what ``terminal`` opens."""

    def __init__(
        self, shop: Shop, terminal: CardTerminal | None = None, *, role: str = "senior", desk: TillDesk | None = None
    ) -> None:
        self.shop = shop
        self.fake = PluggedTerminal()
        self.desk: TillDesk = shop.till(role=role) if desk is None else desk
        self.device_id = shop.changes(lambda tx: add_terminal(tx, self.desk.id, "Terminal", TERMINAL_ADDRESS))
        drivers: Registry[OpenTerminal] = Registry("card terminal")
        opened: CardTerminal = self.fake if terminal is None else terminal
        drivers.add("training", lambda _address: opened)
        self.handler = CardHandler(shop.database, Terminals(shop.database, drivers), HASTY)

    def asks(self, *tenders: TenderRequest, uid: str = "") -> PaymentView | None:
        """The cashier presses PAY: the next payment at the terminal, None where none is needed."""
        asked = Asked(uid or new_uid(), self.desk.cart_uid, None, tenders)
        return self.desk.does(pay_by_card, asked)

    def closes(self, *tenders: TenderRequest) -> CompletedSale:
        """The sale is closed."""
        done = self.desk.act(checkout, None, tenders)
        self.desk.cart_uid = new_uid()
        return done

    def pays(self, *tenders: TenderRequest) -> CompletedSale:
        """As the page does it while nothing goes wrong: each payment in turn, then the sale."""
        for _ in range(len(tenders) + 5):
            if self.asks(*tenders) is None:
                return self.closes(*tenders)
            self.works()
        raise AssertionError("it never comes to an end")

    def voids(self, sale: CompletedSale) -> CompletedSale:
        """A sale is voided, each payment given back in turn."""
        uid = new_uid()
        while self.desk.does(void_by_card, sale.uid, uid, "a mistake", new_uid(), {}) is not None:
            self.works()
        return self.desk.does(void_sale, sale.uid, uid, "a mistake")

    def gives_back(self, payment: PaymentView) -> PaymentView:
        """The cashier gives an approved payment back."""
        begun = self.desk.does(give_back, new_uid(), payment.uid)
        self.works()
        return self.known(begun)

    def cancels(self, payment: PaymentView) -> None:
        """The cashier cancels."""
        self.shop.database.transact(self.desk.cashier, lambda tx: ask_cancel(tx, payment.uid))

    def decides(self, payment: PaymentView, verdict: Verdict, code: str = "") -> None:
        """The senior of this till decides."""
        self.shop.database.transact(self.desk.cashier, lambda tx: decide(tx, payment.uid, verdict, "looked", code))

    def works(self) -> None:
        """The lane does what it can, waiting as long as it wants between tries, until nothing moves any more."""
        for _ in range(3):
            self.shop.clock.advance(timedelta(seconds=1))
            message = self._claims()
            if message is None:
                return
            self._acts(message)

    def power_goes(self, plug: str) -> None:
        """The server works until the plug is pulled there, where it comes so far, and starts again."""
        message = self._claims()
        if message is None:
            return
        if plug != "claimed":
            self.fake.pulled_at = plug
            with contextlib.suppress(PlugPulled):
                self._acts(message)
            self.fake.pulled_at = ""
        self._transact(self._start_again)

    def known(self, payment: PaymentView) -> PaymentView:
        """A payment as it is now."""
        with self.shop.database.read_unit() as tx:
            return payment_by_uid(tx, payment.uid)

    @property
    def live(self) -> list[PaymentView]:
        """What has not come to its end."""
        with self.shop.database.read_unit() as tx:
            return live_of_till(tx, self.desk.id)

    def amount_of(self, key: str) -> Money:
        """What the books say that an order of the terminal moved."""
        with self.shop.database.read_unit() as tx:
            return payment_by_uid(tx, key).approved

    @property
    def booked(self) -> Money:
        """What the books say the terminal holds: sales and what waits for one."""
        with self.shop.database.read_unit() as tx:
            payments = recent_payments(tx, 10_000)
        total = ZERO
        for one in payments:
            total += -one.approved if one.goes_back else one.approved
        return total

    def _claims(self) -> Message | None:
        return self._transact(lambda tx: outbox.claim(tx, card_lane(self.device_id)))

    def _acts(self, message: Message) -> Outcome:
        outcome = self.handler.act(message)

        def settle(tx: Unit) -> None:
            outbox.settle(tx, message, outcome)
            self.handler.settle(tx, message, outcome)

        self._transact(settle)
        return outcome

    def _start_again(self, tx: Unit) -> None:
        for message in outbox.mark_interrupted(tx):
            assert message.kind == CARD_KIND
            outcome = self.handler.resolve(message)
            outbox.settle(tx, message, outcome)
            self.handler.settle(tx, message, outcome)

    def _transact(self, act: Callable[[Unit], T]) -> T:
        return self.shop.database.transact(_WORKER, act)
