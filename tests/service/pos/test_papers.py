"""Papers: kept as they were laid out, printed through the outbox, repeated only as a COPY."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import outbox
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.core.journal import JournalEntry, till_chain
from app.core.outbox_tables import OutboxMessage
from app.crm.settings import COUNTRY
from app.jobs.dispatcher import Dispatcher
from app.places.devices import change_device, devices
from app.places.service import rename_till
from app.places.settings import PAPER_LANGUAGE
from devices.errors import Trouble
from devices.fakes import FakeReceiptPrinter, Step
from devices.ports import PrintResult
from pos.checkout.paper import receipt_name
from pos.papers.layout import RECEIPT_FOOTER
from pos.papers.store import (
    Printing,
    answer_doubt,
    open_drawer,
    print_first,
    printer_lane,
    printings,
    reprint,
    stored_paper,
)
from pos.papers.wish import PRINT_RECEIPT
from pos.scan import ScannedReceipt, what_is
from pos.status import TillStatus, till_status
from printing.document import Barcode, Document
from tests.factories.shop import PRINTER_ADDRESS, Shop
from tests.factories.till import TillDesk
from tests.factories.together import until
from warehouse.catalogue.taxes import rename_tax_category


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    """A till with a printer."""
    return shop.till(printer=True)


@pytest.fixture
def printer() -> FakeReceiptPrinter:
    """The printer of the till."""
    return FakeReceiptPrinter()


@pytest.fixture
def worker(shop: Shop, printer: FakeReceiptPrinter) -> Iterator[Dispatcher]:
    """A dispatcher at work in front of the printer."""
    dispatcher = shop.outbox_worker(printer)
    dispatcher.start()
    yield dispatcher
    dispatcher.stop()


def paper(till: TillDesk, document: str) -> Document:
    with till.shop.database.read_unit() as tx:
        return stored_paper(tx, document)


def ends(till: TillDesk, document: str) -> list[Printing]:
    with till.shop.database.read_unit() as tx:
        return printings(tx, document)


def status(till: TillDesk) -> TillStatus:
    with till.shop.database.read_unit() as tx:
        return till_status(tx, till.id)


def quiet(till: TillDesk) -> Callable[[], bool]:
    """Whether nothing is left to do on the till's lane."""

    def reached() -> bool:
        printer = status(till).printer
        return printer is not None and printer.waiting == 0

    return reached


def messages(tx: ReadUnit) -> list[tuple[str, str]]:
    return [(kind, state) for kind, state in tx.execute(select(OutboxMessage.kind, OutboxMessage.state)).all()]


def test_a_cash_sale_opens_the_drawer_and_prints_its_receipt(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher
) -> None:
    done = till.sells(till.shop.product("Saw", "12.50"), cash="20.00")
    until(quiet(till))
    document = receipt_name(done.uid)
    assert [(one.document, one.copy_text, one.whole) for one in printer.papers] == [(paper(till, document), "", True)]
    assert printer.kicks == 1
    assert ends(till, document) == [Printing(copy=False, outcome="printed", error_code=None)]
    assert status(till).doubtful_papers == ()


def test_a_card_sale_leaves_the_drawer_shut(till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher) -> None:
    till.sells(till.shop.product(), card="rest")
    until(quiet(till))
    assert (len(printer.papers), printer.kicks) == (1, 0)


def test_paying_twice_prints_once(till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher) -> None:
    till.adds(till.shop.product())
    uid = till.cart_uid
    till.pays(cash="rest")
    till.cart_uid = uid
    till.pays(cash="rest")
    until(quiet(till))
    assert (len(printer.papers), printer.kicks) == (1, 1)


@pytest.mark.parametrize("wish", ["ask", "never"])
def test_a_shop_that_prints_only_on_request_still_opens_the_drawer(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher, wish: str
) -> None:
    till.shop.sets(COUNTRY, "FR")
    till.shop.sets(PRINT_RECEIPT, wish)
    done = till.sells(till.shop.product(), cash="rest")
    until(quiet(till))
    assert (len(printer.papers), printer.kicks) == (0, 1)
    document = receipt_name(done.uid)
    for _ in range(2):
        till.does(print_first, document)
    until(quiet(till))
    assert [(one.document, one.copy_text) for one in printer.papers] == [(paper(till, document), "")]
    till.does(reprint, document, new_uid())
    until(quiet(till))
    assert [one.copy_text for one in printer.papers] == ["", "COPY"]
    assert printer.kicks == 1


@pytest.mark.parametrize("country", ["BG", "DE", "RU"])
def test_where_the_law_owes_the_buyer_a_receipt_every_sale_prints_one(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher, country: str
) -> None:
    till.shop.sets(PRINT_RECEIPT, "never")
    till.shop.sets(COUNTRY, country)
    till.sells(till.shop.product(), card="rest")
    until(quiet(till))
    assert len(printer.papers) == 1


def test_what_cannot_be_printed_afterwards_is_said(till: TillDesk) -> None:
    with pytest.raises(NotFound, match="no_paper"):
        till.does(print_first, receipt_name(new_uid()))
    done = till.sells(till.shop.product())
    with pytest.raises(NotFound, match="no_printer"):
        till.shop.till().does(print_first, receipt_name(done.uid))


def test_a_copy_shows_that_days_header_and_names(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher
) -> None:
    shop = till.shop
    shop.sets(RECEIPT_FOOTER, "Thank you")
    goods = shop.product("Saw", "12.50", tax="20")
    done = till.sells(goods)
    until(quiet(till))
    shop.sets(RECEIPT_FOOTER, "Come again")
    shop.sets(PAPER_LANGUAGE, "ru")
    shop.changes(lambda tx: rename_till(tx, till.id, "Front desk"))
    shop.changes(lambda tx: rename_tax_category(tx, shop.tax("20"), "VAT"))
    shop.clock.advance(timedelta(days=400))
    till.does(reprint, receipt_name(done.uid), new_uid())
    until(quiet(till))
    first, copy = printer.papers
    assert copy.document == first.document
    assert (first.copy_text, copy.copy_text) == ("", "COPY")
    assert "Thank you" in str(copy.document)
    assert "Front desk" not in str(copy.document)


def test_the_same_copy_asked_for_twice_is_printed_once(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher
) -> None:
    done = till.sells(till.shop.product())
    uid = new_uid()
    for _ in range(2):
        till.does(reprint, receipt_name(done.uid), uid)
    until(quiet(till))
    assert [one.copy_text for one in printer.papers] == ["", "COPY"]
    with till.shop.database.read_unit() as tx:
        kinds = tx.execute(select(JournalEntry.kind).where(JournalEntry.chain == till_chain(till.id))).scalars().all()
    assert kinds.count("paper.copy") == 1


def test_what_cannot_be_copied_is_said(till: TillDesk) -> None:
    done = till.sells(till.shop.product())
    with pytest.raises(NotFound, match="no_paper"):
        till.does(reprint, receipt_name(new_uid()), new_uid())
    with pytest.raises(BadInput, match="not_a_uid"):
        till.does(reprint, receipt_name(done.uid), "7")
    till.cashier = till.shop.cashier(without=["till.reprint"])
    with pytest.raises(Forbidden):
        till.does(reprint, receipt_name(done.uid), new_uid())
    bare = till.shop.till()
    with pytest.raises(NotFound, match="no_printer"):
        bare.does(reprint, receipt_name(done.uid), new_uid())


def test_paper_out_is_a_light_and_a_queue_that_goes_on_by_itself(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher
) -> None:
    printer.troubles[Step.BEFORE] = Trouble.PAPER_OUT
    goods = till.shop.product()
    sales = [till.sells(goods, card="rest") for _ in range(3)]

    def waits_for_paper() -> bool:
        light = status(till).printer
        return light is not None and (light.state, light.error_code, light.waiting) == ("waiting", "paper_out", 3)

    until(waits_for_paper)
    assert printer.papers == []
    del printer.troubles[Step.BEFORE]

    def all_printed() -> bool:
        till.shop.clock.advance(timedelta(seconds=5))
        return quiet(till)()

    until(all_printed)
    assert [one.document for one in printer.papers] == [paper(till, receipt_name(sale.uid)) for sale in sales]
    light = status(till).printer
    assert light is not None
    assert (light.state, light.error_code) == ("ok", None)


def test_a_drawer_that_could_not_open_in_time_stays_shut(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher
) -> None:
    printer.troubles[Step.BEFORE] = Trouble.UNREACHABLE
    till.shop.sets(COUNTRY, "FR")
    till.shop.sets(PRINT_RECEIPT, "ask")
    till.sells(till.shop.product(), cash="rest")

    def tried() -> bool:
        light = status(till).printer
        return light is not None and light.error_code == "device_unreachable"

    until(tried)
    till.shop.clock.advance(timedelta(seconds=11))
    del printer.troubles[Step.BEFORE]

    def expired() -> bool:
        with till.shop.database.read_unit() as tx:
            return messages(tx) == [("drawer", "expired")]

    until(expired)
    assert printer.kicks == 0


@pytest.mark.parametrize("step", [Step.INSIDE, Step.AFTER])
@pytest.mark.parametrize("printed", [True, False])
def test_a_paper_that_may_have_come_out_is_asked_about_and_never_repeated_by_itself(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher, step: Step, printed: bool
) -> None:
    printer.troubles[step] = Trouble.LOST
    done = till.sells(till.shop.product(), card="rest")
    document = receipt_name(done.uid)
    until(lambda: len(status(till).doubtful_papers) == 1)
    assert ends(till, document) == [Printing(copy=False, outcome="may_have_printed", error_code="device_lost")]
    (doubtful,) = status(till).doubtful_papers
    del printer.troubles[step]
    till.does(answer_doubt, doubtful.id, new_uid(), printed=printed)
    until(quiet(till))
    assert status(till).doubtful_papers == ()
    assert [one.copy_text for one in printer.papers] == ([""] if printed else ["", "COPY"])
    with pytest.raises(Conflict, match="message_settled"):
        till.does(answer_doubt, doubtful.id, new_uid(), printed=False)


def test_a_doubt_is_answered_at_the_till_it_stands_at(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher
) -> None:
    printer.troubles[Step.AFTER] = Trouble.LOST
    till.sells(till.shop.product(), cash="rest")
    until(lambda: len(status(till).doubtful_papers) == 1)
    (doubtful,) = status(till).doubtful_papers
    other = till.shop.till(printer=True)
    with pytest.raises(NotFound, match="no_message"):
        other.does(answer_doubt, doubtful.id, new_uid(), printed=True)
    with till.shop.database.read_unit() as tx:
        drawer = tx.execute(select(OutboxMessage.id).where(OutboxMessage.kind == "drawer")).scalar_one()
    for wrong in (drawer, 999_999):
        with pytest.raises(NotFound, match="no_message"):
            till.does(answer_doubt, wrong, new_uid(), printed=True)
    assert status(till).doubtful_papers == (doubtful,)


def test_a_printer_taken_away_fails_what_waits_and_says_so(till: TillDesk, printer: FakeReceiptPrinter) -> None:
    done = till.sells(till.shop.product(), card="rest")

    def take_away(active: bool) -> None:
        with till.shop.database.read_unit() as tx:
            (device,) = devices(tx, till.id)
        till.shop.changes(lambda tx: change_device(tx, device.id, "Printer", PRINTER_ADDRESS, active=active))

    take_away(active=False)
    worker = till.shop.outbox_worker(printer)
    worker.start()
    document = receipt_name(done.uid)
    until(lambda: ends(till, document) == [Printing(copy=False, outcome="not_printed", error_code="no_printer")])
    worker.stop()
    assert printer.papers == []
    take_away(active=True)
    assert [message.payload["document"] for message in failed(till)] == [document]


def failed(till: TillDesk) -> list[outbox.Message]:
    with till.shop.database.read_unit() as tx:
        ids = tx.execute(select(OutboxMessage.id).where(OutboxMessage.state == "failed")).scalars().all()
        return [outbox.message_of(tx, id_) for id_ in ids]


def test_the_drawer_opens_without_a_sale_behind_a_right(
    till: TillDesk, printer: FakeReceiptPrinter, worker: Dispatcher
) -> None:
    uid = new_uid()
    for _ in range(2):
        till.does(open_drawer, uid, "change for Boris")
    until(quiet(till))
    assert printer.kicks == 1
    with till.shop.database.read_unit() as tx:
        entries = tx.execute(select(JournalEntry.body).where(JournalEntry.kind == "drawer.opened")).scalars().all()
    assert entries == ['{"reason":"change for Boris"}']
    till.cashier = till.shop.cashier()
    with pytest.raises(Forbidden):
        till.does(open_drawer, new_uid(), "curious")


def test_a_till_without_a_printer_has_no_drawer_to_open(shop: Shop) -> None:
    bare = shop.till()
    with pytest.raises(NotFound, match="no_printer"):
        bare.does(open_drawer, new_uid(), "change")
    with shop.database.read_unit() as tx:
        assert messages(tx) == []
        assert till_status(tx, bare.id).printer is None


def test_a_receipt_can_be_scanned_back(till: TillDesk) -> None:
    done = till.sells(till.shop.product())
    (barcode,) = [block for block in paper(till, receipt_name(done.uid)).blocks if isinstance(block, Barcode)]
    with till.shop.database.read_unit() as tx:
        assert what_is(tx, barcode.value.lower()) == ScannedReceipt(done.uid, done.number)


def test_lanes_are_named_after_their_till(till: TillDesk) -> None:
    till.sells(till.shop.product())
    with till.shop.database.read_unit() as tx:
        assert outbox.lanes_with_work(tx) == [printer_lane(till.id)]


class OneAtATime(FakeReceiptPrinter):
    """A printer that minds being spoken to by two at once."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = threading.Lock()
        self.interrupted = 0

    def print_document(self, job: bytes) -> PrintResult:
        """Prints, slowly enough for another to interrupt."""
        if not self.busy.acquire(blocking=False):
            self.interrupted += 1
            return super().print_document(job)
        try:
            threading.Event().wait(0.02)  # a paper takes its time
            return super().print_document(job)
        finally:
            self.busy.release()


def test_tills_that_share_a_printer_take_turns(shop: Shop) -> None:
    printer, goods = OneAtATime(), shop.product()
    tills = [shop.till(printer=True) for _ in range(3)]
    for till in tills:
        for _ in range(3):
            till.sells(goods, card="rest")
    worker = shop.outbox_worker(printer)
    worker.start()
    until(lambda: all(quiet(till)() for till in tills))
    worker.stop()
    assert (len(printer.papers), printer.interrupted) == (9, 0)
