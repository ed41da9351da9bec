"""The first day of a tool shop, told as it happens: from the float in the morning to the Z report at night."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.core.errors import BadInput, Conflict, Forbidden, NotFound
from app.core.ids import new_uid
from app.core.money import ZERO
from app.jobs.dispatcher import Dispatcher
from devices.fakes import FakeReceiptPrinter
from pos.cart import service as cart
from pos.cart.goods import GivenPrice
from pos.checkout.completed import CompletedSale
from pos.checkout.paper import receipt_name
from pos.papers.layout import RECEIPT_FOOTER
from pos.papers.store import reprint
from pos.scan import ScannedNothing, ScannedProduct, ScannedReceipt, what_is
from pos.shift.service import cash_in_out, print_x
from printing.document import Barcode, Document, Item, Pair, Table
from tests.factories.amounts import money, qty, unit_price
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from tests.factories.together import until
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.prices import set_price


@pytest.fixture
def printer(shop: Shop) -> Iterator[FakeReceiptPrinter]:
    """The printer on the counter, and the program's worker in front of it."""
    printer = FakeReceiptPrinter()
    worker: Dispatcher = shop.outbox_worker(printer)
    worker.start()
    yield printer
    worker.stop()


def shown(paper: Document) -> dict[str, str]:
    """What stands left and right on a paper."""
    return {block.label: block.value for block in paper.blocks if isinstance(block, Pair)}


class FirstDay:
    """The day in chapters, each of which stands on those before it."""

    def __init__(self, shop: Shop, printer: FakeReceiptPrinter) -> None:
        self.shop = shop
        self.printer = printer
        shop.sets(RECEIPT_FOOTER, "Thank you for coming!")
        box = Code("OIL12", "box of 12", qty("12"), unit_price("89.00"))
        self.saw = shop.product("Chainsaw", "299.00", tax="20", stock="3")
        self.oil = shop.product("Chain oil 1 l", "8.50", tax="20", stock="24", packs=[box])
        self.nails = shop.product("Nails 80 mm", "2.10", unit="kg", tax="20", stock="25")
        self.book = shop.product("Felling trees safely", "24.90", tax="9", discountable=False, stock="2")
        self.till = shop.till(role="cashier", opened=False, printer=True)
        self.anna = self.till.cashier
        self.boris = shop.cashier("Boris", role="senior")

    def with_leave_for(self, right: str) -> TillDesk:
        """Boris lends Anna a right for one act."""
        self.till.cashier = self.anna.lent(right, self.boris.name)
        return self.till

    def later(self, **time: int) -> None:
        """Some time passes, and Anna is at the till."""
        self.shop.clock.advance(timedelta(**time))
        self.till.cashier = self.anna

    def paper(self, number: int) -> Document:
        """The paper that came out as this one of the day."""
        until(lambda: len(self.printer.papers) >= number)
        return self.printer.papers[number - 1].document

    def nobody_sells_before_the_drawer_is_counted(self) -> None:
        self.till.adds(self.saw)
        with pytest.raises(Conflict, match="no_open_shift"):
            self.till.pays(cash="300.00")
        shift = self.till.opens("150.00")
        assert (shift.number, shift.opening_float) == (1, money("150.00"))

    def the_first_customer_finds_the_saw_still_rung_up(self) -> CompletedSale:
        first = self.till.pays(cash="300.00")
        assert (first.number, first.change) == (1, money("1.00"))
        receipt = self.paper(1)
        assert self.printer.kicks == 1
        assert shown(receipt)["Change"] == "1.00"
        assert [item.name for item in receipt.blocks if isinstance(item, Item)] == ["Chainsaw"]
        (taxes,) = [block.rows for block in receipt.blocks if isinstance(block, Table)]
        assert taxes[1] == ("20\u00a0%", "249.17", "49.83", "299.00")
        return first

    def a_regular_gets_five_per_cent_by_a_colleagues_leave(self) -> None:
        till = self.till
        till.scans("OIL12")
        till.scans(self.oil.code)
        till.scans(self.oil.code)
        till.adds(self.nails, "1.350")
        with pytest.raises(Forbidden) as needed:
            till.act(cart.set_cart_discount, 500, ZERO, "regular")
        self.with_leave_for(needed.value.facts["right"]).act(cart.set_cart_discount, 500, ZERO, "regular")
        self.later(minutes=1)
        view = till.rung_up
        assert [(line.name, line.qty_milli, line.amount) for line in view.lines] == [
            ("Chain oil 1 l, box of 12", 1000, money("89.00")),
            ("Chain oil 1 l", 2000, money("17.00")),
            ("Nails 80 mm", 1350, money("2.84")),
        ]
        assert (view.subtotal, view.discount, view.to_pay) == (money("108.84"), money("5.44"), money("103.40"))
        second = till.pays(card="50.00", cash="60.00")
        assert (second.change, second.tenders) == (money("6.60"), (("card", money("50.00")), ("cash", money("60.00"))))
        assert self.shop.stock_of(self.oil) == qty("10")

    def slips_of_the_hand_cost_nothing(self) -> None:
        till = self.till
        with pytest.raises(NotFound, match="unknown_code"):
            till.scans("4006381333931")
        with pytest.raises(BadInput, match="qty_decimals"):
            till.adds(self.saw, "0.5")
        till.adds(self.book)
        wrong = till.adds(self.saw).line_uid or ""
        till.act(cart.remove_line, wrong)
        till.act(cart.undo)
        till.act(cart.remove_line, wrong)
        assert till.pays(card="rest").to_pay == money("24.90")
        assert self.shop.stock_of(self.saw) == qty("2")

    def something_without_a_price_and_something_in_no_catalogue(self) -> None:
        till, old = self.till, self.shop.product("Old stock", price=None, tax="20")
        with pytest.raises(Conflict, match="no_price"):
            till.adds(old)
        given = GivenPrice(unit_price("3.00"), "as marked on it")
        self.with_leave_for("till.change_price").act(cart.add_product, new_uid(), old.id, 1000, given=given)
        self.later(minutes=1)
        till.act(cart.add_one_off, new_uid(), "Key copied", unit_price("4.00"), 1000, self.shop.tax("20"))
        till.adds(self.shop.product("Sharpening", "6.00", tax="20", kind="service"))
        assert till.pays(transfer="rest").to_pay == money("13.00")

    def the_price_falls_at_noon_and_the_mornings_receipt_stays(self, first: CompletedSale) -> None:
        self.shop.changes(lambda tx: set_price(tx, self.saw.id, unit_price("279.00")))
        assert self.till.adds(self.saw).cart.gross == money("279.00")
        self.with_leave_for("till.drop_cart").act(cart.drop_cart, "only asked")
        self.later(minutes=1)
        self.paper(4)
        self.till.does(reprint, receipt_name(first.uid), new_uid())
        assert self.paper(5) == self.paper(1)
        assert [one.copy_text for one in self.printer.papers] == ["", "", "", "", "COPY"]

    def a_scan_is_told_by_what_it_holds(self, first: CompletedSale) -> None:
        (barcode,) = [block.value for block in self.paper(1).blocks if isinstance(block, Barcode)]
        with self.shop.database.read_unit() as tx:
            assert what_is(tx, barcode) == ScannedReceipt(first.uid, 1)
            assert isinstance(what_is(tx, self.saw.code), ScannedProduct)
            assert what_is(tx, "nothing of ours") == ScannedNothing("nothing of ours")

    def cash_leaves_for_the_safe_and_only_a_senior_sees_the_figures(self) -> None:
        self.till.does(cash_in_out, new_uid(), "petty_cash", money("12.30"), "stamps")
        self.till.does(cash_in_out, new_uid(), "safe_drop", money("300.00"), "noon")
        with pytest.raises(Forbidden):
            self.till.does(print_x, new_uid())
        self.till.cashier = self.boris
        self.till.does(print_x, new_uid())

    def counted_blind_at_night_two_cents_are_missing(self) -> None:
        closed = self.till.closes("190.08", "two cents under the drawer")
        assert (closed.expected, closed.difference) == (money("190.10"), money("-0.02"))
        figures = closed.figures
        assert (figures.sale_count, figures.first_number, figures.last_number) == (4, 1, 4)
        assert (figures.gross, figures.discount) == (money("440.30"), money("5.44"))
        assert figures.tenders == {"cash": money("360.00"), "card": money("74.90"), "transfer": money("13.00")}
        assert [(rate.rate_bp, rate.gross) for rate in figures.rates] == [
            (900, money("24.90")),
            (2000, money("415.40")),
        ]
        z = shown(self.paper(9))
        assert (z["Turnover"], z["Expected"], z["Counted"], z["Difference"]) == (
            "440.30",
            "190.10",
            "190.08",
            "\u22120.02",
        )


def test_the_first_day(shop: Shop, printer: FakeReceiptPrinter) -> None:
    day = FirstDay(shop, printer)
    day.nobody_sells_before_the_drawer_is_counted()
    first = day.the_first_customer_finds_the_saw_still_rung_up()
    day.later(minutes=20)
    day.a_regular_gets_five_per_cent_by_a_colleagues_leave()
    day.later(minutes=10)
    day.slips_of_the_hand_cost_nothing()
    day.something_without_a_price_and_something_in_no_catalogue()
    day.later(hours=1)
    day.the_price_falls_at_noon_and_the_mornings_receipt_stays(first)
    day.a_scan_is_told_by_what_it_holds(first)
    day.cash_leaves_for_the_safe_and_only_a_senior_sees_the_figures()
    day.later(hours=8)
    day.counted_blind_at_night_two_cents_are_missing()
    assert shop.faults() == ([], [])
    assert day.till.shift() is None


def test_the_day_after(shop: Shop, printer: FakeReceiptPrinter) -> None:
    """A till left open overnight, two cashiers, a second till: nothing is mixed up."""
    oil = shop.product("Oil", "8.50", stock="10")
    front, back = shop.till(printer=True), shop.till(printer=True)
    front.sells(oil)
    shop.clock.advance(timedelta(hours=22))  # nobody closed it
    late = front.sells(oil)
    other = back.sells(oil, card="rest")
    assert front.sale(late).head.business_date.isoformat() == "2026-03-07"
    assert (late.number, other.number) == (2, 1)
    # Another cashier goes on with the shift, and with the cart that lies on the counter.
    front.adds(oil)
    front.cashier = shop.cashier("Vera")
    front.adds(oil)
    assert front.sale(front.pays(cash="20.00")).head.cashier_name == "Vera"
    z_front, z_back = front.closes(), back.closes("101.00", "one euro too many")
    assert (z_front.figures.sale_count, z_back.figures.sale_count) == (3, 1)
    assert (z_front.difference, z_back.difference) == (ZERO, money("1.00"))
    until(lambda: len(printer.papers) == 6)
    assert shop.stock_of(oil) == qty("5")
    assert shop.faults() == ([], [])
