"""The fiscal lane: each act is registered once, whatever fails where, or somebody hears of it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.core import outbox, outbox_view
from app.core.errors import BadInput, Conflict, Forbidden
from app.core.ids import new_uid
from app.crm.customers import CustomerData, update_customer
from app.places.service import place_of
from devices.errors import Trouble
from devices.fiscal.evidence import Attempt, Registered
from devices.fiscal.fake import Step
from devices.fiscal.port import ShiftState
from devices.fiscal.receipt import Act, DocumentKind, ItemKind, Settlement
from pos.checkout.completed import CompletedSale
from pos.checkout.void import void_sale
from pos.fiscal.copying import copy_at_register
from pos.fiscal.correcting import never_registered, register_afterwards
from pos.fiscal.deciding import decide
from pos.fiscal.queue import TASKS, queue_test
from pos.fiscal.reading import last_answer
from pos.fiscal.settings import RECEIPT_PAPER, SELLS_IN_DOUBT, TELLS_CONTACT
from pos.papers.store import PRINT_KIND, is_asked_for, receipt_document, stored_paper
from pos.sale.reading import recent_sales
from pos.sale.receipt_code import receipt_barcode
from pos.shift.account_payment import pay_off
from pos.shift.service import cash_in_out
from printing.document import Pair
from tests.factories.amounts import money
from tests.factories.fiscal import (
    BULGARIAN_ADDRESS,
    PLUGS,
    REGISTER_ADDRESS,
    FiscalTill,
    PluggedRegister,
    handlers_for_register,
)
from tests.factories.gift_cards import sells_card
from tests.factories.shop import Shop

OPENED = [("ShiftOpening", 0), ("cash", 10_000)]


@pytest.fixture
def till(shop: Shop) -> FiscalTill:
    """A till whose register stands in an open shift with 100.00."""
    return FiscalTill(shop)


def test_a_whole_day_is_registered_in_order(shop: Shop, till: FiscalTill) -> None:
    saw, advice = shop.product("Saw", "120.00"), shop.product("Advice", "15.00", tax="none", kind="service")
    desk = till.desk
    desk.adds(saw, "2")
    desk.adds(advice)
    sale = desk.pays(cash="300.00")
    desk.does(cash_in_out, new_uid(), "safe_drop", money("200.00"), "to the safe")
    till.works()
    desk.takes_back(sale, "1")
    back = desk.pays_out()
    voided = desk.sells(advice, card="rest")
    desk.does(void_sale, voided.uid, new_uid(), "rung up twice")
    desk.closes()
    till.works()
    assert till.acts == [
        *OPENED,
        ("sale", 255_00),
        ("cash", -200_00),
        ("sale_return", 120_00),
        ("sale", 15_00),
        ("sale_return", 15_00),
        ("ShiftClosing", 0),
    ]
    assert till.books_agree()
    first = till.receipts[0]
    assert [(line.name, line.tax_code, line.item_kind) for line in first.lines] == [
        ("Saw", "2000", ItemKind.GOODS),
        ("Advice", "none", ItemKind.SERVICE),
    ]
    assert (first.paid, first.total) == (money("300.00"), money("255.00"))
    assert till.state_of(sale).documents[0].number == 2
    assert (till.state_of(back).state, till.state_of(back).documents[0].kind) == ("registered", "sale_return")
    assert shop.faults() == ([], [])


def test_an_exchange_is_a_sale_and_a_return(shop: Shop, till: FiscalTill) -> None:
    saw, drill = shop.product("Saw", "120.00"), shop.product("Drill", "150.00")
    sale = till.desk.sells(saw)
    till.desk.takes_back(sale)
    till.desk.adds(drill)
    exchange = till.desk.pays(card="rest")
    till.works()
    sold, back = till.receipts[1:]
    assert (sold.kind, sold.total, [(one.code, one.amount.minor) for one in sold.tenders]) == (
        DocumentKind.SALE,
        money("150.00"),
        [("card", 30_00), ("cash", 120_00)],
    )
    assert (back.kind, back.total) == (DocumentKind.SALE_RETURN, money("120.00"))
    assert len(till.state_of(exchange).documents) == 2
    assert till.register.status().cash == till.desk.expected_cash
    assert till.books_agree()


def test_what_is_bought_on_account_is_credit_and_its_payment_a_receipt(shop: Shop, till: FiscalTill) -> None:
    shop.sets(TELLS_CONTACT, True)
    customer = shop.customer(credit="500.00")
    shop.changes(lambda tx: update_customer(tx, customer, CustomerData("Anna Field", email="anna@example.org")))
    till.desk.is_of(customer)
    till.desk.adds(shop.product("Saw", "120.00"))
    till.desk.pays(account="rest")
    till.desk.does(pay_off, new_uid(), customer, "cash", money("50.00"))
    till.works()
    bought, paid = till.receipts
    assert (bought.lines[0].settlement, bought.tenders[0].code) == (Settlement.CREDIT, "account")
    assert (paid.total, paid.lines[0].settlement, paid.lines[0].item_kind) == (
        money("50.00"),
        Settlement.CREDIT_PAYMENT,
        ItemKind.PAYMENT,
    )
    assert (bought.contact, paid.contact) == ("anna@example.org", "anna@example.org")


def test_what_costs_nothing_is_registered_nowhere_alone_and_with_others_where_it_may(
    shop: Shop, till: FiscalTill
) -> None:
    gift, saw = shop.product("Gift", "0.00"), shop.product("Saw", "120.00")
    nothing = till.desk.sells(gift)
    for takes_free_lines in (True, False):
        till.register.info = replace(till.register.info, takes_free_lines=takes_free_lines)
        till.desk.adds(gift)
        till.desk.sells(saw)
        till.works()
    assert till.state_of(nothing).state == "nothing"
    assert [[line.name for line in one.lines] for one in till.receipts] == [["Gift", "Saw"], ["Saw"]]


def test_the_registers_cash_follows_the_counted_float(shop: Shop, till: FiscalTill) -> None:
    till.desk.closes("90.00")
    till.desk.opens("70.00")
    till.works()
    assert till.acts == [*OPENED, ("ShiftClosing", 0), ("ShiftOpening", 0), ("cash", -30_00)]
    till.desk.closes("70.00")
    till.desk.opens("70.00")
    till.works()
    assert till.acts[-2:] == [("ShiftClosing", 0), ("ShiftOpening", 0)], "nothing is to be evened out"


@pytest.mark.parametrize("plug", PLUGS)
def test_a_power_cut_at_any_step_leaves_one_registration(shop: Shop, till: FiscalTill, plug: str) -> None:
    sale = till.desk.sells(shop.product("Saw", "120.00"))
    till.power_goes(plug)
    assert till.state_of(sale).state in ("waiting", "in_doubt")
    till.works()
    assert till.acts == [*OPENED, ("sale", 120_00)]
    assert till.state_of(sale).state == "registered"
    assert till.books_agree()


@pytest.mark.parametrize(
    ("step", "trouble"),
    [
        (Step.LOST_COMMAND, Trouble.LOST),
        (Step.LOST_ANSWER, Trouble.LOST),
        (Step.LOST_ANSWER, Trouble.PAPER_OUT),
    ],
)
def test_a_lost_answer_is_asked_after_until_the_register_is_back(
    shop: Shop, till: FiscalTill, step: Step, trouble: Trouble
) -> None:
    till.register.troubles[step] = trouble
    sale = till.desk.sells(shop.product("Saw", "120.00"))
    till.works()
    assert till.state_of(sale).state == "in_doubt"
    assert till.status.error_code == Trouble.IN_DOUBT
    till.register.troubles.clear()
    till.register.come_back()
    till.works()
    assert till.acts == [*OPENED, ("sale", 120_00)]
    assert till.books_agree()
    assert till.documents[-1].is_recovered == (step is Step.LOST_ANSWER)


@pytest.mark.parametrize("tells_shift_age", [True, False])
def test_a_shift_that_is_closed_or_over_is_opened_anew_before_the_sale(
    shop: Shop, till: FiscalTill, tells_shift_age: bool
) -> None:
    till.register.info = replace(till.register.info, tells_shift_age=tells_shift_age)
    saw = shop.product("Saw", "120.00")
    till.register.shift = ShiftState.EXPIRED
    till.desk.sells(saw)
    till.works()
    assert till.acts == [*OPENED, ("ShiftClosing", 0), ("ShiftOpening", 0), ("sale", 120_00)]
    till.register.shift = ShiftState.CLOSED
    till.desk.closes()
    till.works()
    assert till.acts[-1] == ("sale", 120_00), "what is closed already needs no report"
    assert till.books_agree()


def test_cash_that_is_missed_overtakes_the_payout_that_waits_for_it(shop: Shop, till: FiscalTill) -> None:
    sale = till.desk.sells(shop.product("Saw", "120.00"), card="rest")
    till.works()
    till.register.entries.remove(next(entry for entry in till.register.entries if entry.kept is None))
    till.desk.does(cash_in_out, new_uid(), "petty_cash", money("20.00"), "stamps")
    till.works()
    assert till.status.error_code == Trouble.CASH_SHORT
    till.desk.does(cash_in_out, new_uid(), "in", money("50.00"), "change")
    till.works()
    assert till.acts[-2:] == [("cash", 50_00), ("cash", -20_00)]
    assert till.state_of(sale).state == "registered"


def doubtful(shop: Shop, till: FiscalTill) -> CompletedSale:
    """A sale at which the lane stands: its command was lost, and somebody used the register meanwhile."""
    saw = shop.product("Saw", "120.00")
    till.desk.sells(saw)
    till.works()
    sale = till.desk.sells(saw)
    till.loses_and_cannot_tell()
    assert till.state_of(sale).state == "in_doubt"
    return sale


def test_a_doubt_stops_the_lane_and_shows_the_evidence(shop: Shop, till: FiscalTill) -> None:
    doubtful(shop, till)
    later = till.desk.sells(shop.product("Drill", "150.00"))
    till.works()
    assert till.state_of(later).state == "waiting", "nothing overtakes what is in doubt"
    (standing,) = till.standing
    assert [(one.number, one.total) for one in standing.seen] == [(3, money("120.00"))]
    assert standing.attempt is not None
    assert standing.attempt.before.last_document == 2


def test_a_senior_says_that_it_is_registered(shop: Shop, till: FiscalTill) -> None:
    sale = doubtful(shop, till)
    with pytest.raises(BadInput, match="fiscal_number_needed"):
        till.decides("registered")
    till.decides("registered", 3)
    till.works()
    (document,) = till.state_of(sale).documents
    assert (document.number, document.sign, document.decided_by) == (3, "0001", till.desk.cashier.name)
    assert till.standing == []
    assert shop.faults() == ([], [])


def test_a_senior_says_that_it_is_not_registered(shop: Shop, till: FiscalTill) -> None:
    sale = doubtful(shop, till)
    till.decides("not_registered")
    till.works()
    (document,) = till.state_of(sale).documents
    assert (document.number, document.decided_by) == (4, None)


def test_a_senior_lets_it_go_and_it_is_never_registered(shop: Shop, till: FiscalTill) -> None:
    sale = doubtful(shop, till)
    with pytest.raises(BadInput, match="reason_needed"):
        till.decides("skip", reason=" ")
    till.decides("skip")
    till.works()
    assert (till.state_of(sale).state, till.state_of(sale).documents) == ("skipped", ())
    assert len(till.register.entries) == 4


def test_what_was_let_go_is_registered_afterwards_as_a_correction(shop: Shop, till: FiscalTill) -> None:
    sale = doubtful(shop, till)
    with pytest.raises(Conflict, match="nothing_to_correct"):
        shop.changes(lambda tx: register_afterwards(tx, sale.uid))
    till.decides("skip")
    with shop.database.read_unit() as tx:
        assert [one.uid for one in never_registered(tx, till.desk.id)] == [sale.uid]
    shop.changes(lambda tx: register_afterwards(tx, sale.uid, "17-1/22"))
    with shop.database.read_unit() as tx:
        assert never_registered(tx, till.desk.id) == []
    with pytest.raises(Conflict, match="nothing_to_correct"):
        shop.changes(lambda tx: register_afterwards(tx, sale.uid))
    assert till.state_of(sale).state == "waiting"
    till.works()
    told = till.receipts[-1]
    assert told.correction is not None
    assert (told.correction.order_number, told.total) == ("17-1/22", sale.to_pay)
    state = till.state_of(sale)
    assert state.state == "registered"
    with shop.database.read_unit() as tx:
        copied = stored_paper(tx, receipt_document(sale.uid))
        assert not is_asked_for(tx, receipt_document(sale.uid)), "nobody waits for it"
    assert [block.value for block in copied.blocks if isinstance(block, Pair) and block.label == "Fiscal document"] == [
        str(state.documents[0].number)
    ]
    bulgarian = FiscalTill(shop, address=BULGARIAN_ADDRESS)
    other = bulgarian.desk.sells(shop.product("Saw", "120.00"))
    with pytest.raises(Conflict, match="register_has_no_corrections"):
        shop.changes(lambda tx: register_afterwards(tx, other.uid))


def test_asking_again_finds_out_what_became_of_it(shop: Shop, till: FiscalTill) -> None:
    sale = doubtful(shop, till)
    del till.register.entries[-1]
    till.decides("ask", reason="")
    till.works()
    assert till.state_of(sale).state == "registered"


def test_only_who_may_decides_and_only_where_the_lane_stands(shop: Shop, till: FiscalTill) -> None:
    doubtful(shop, till)
    (standing,) = till.standing
    cashier = shop.cashier(role="cashier")
    with pytest.raises(Forbidden):
        shop.database.transact(cashier, lambda tx: decide(tx, till.desk.id, standing.message.id, "skip", "no paper"))
    with pytest.raises(Conflict, match="fiscal_same_register"):
        till.decides("accept")
    till.decides("not_registered")
    with pytest.raises(Conflict, match="message_settled"):
        till.desk.does(decide, standing.message.id, "skip", "no paper")


def test_another_register_stops_the_lane_until_a_senior_takes_it(shop: Shop, till: FiscalTill) -> None:
    till.register.serial_number = "FAKE0002"
    sale = till.desk.sells(shop.product("Saw", "120.00"))
    till.works()
    assert (till.state_of(sale).state, till.state_of(sale).error_code) == ("failed", Trouble.SWAPPED)
    assert till.acts == OPENED
    with pytest.raises(Conflict, match="fiscal_never_sent"):
        till.decides("registered", 3)
    till.decides("accept")
    till.works()
    assert till.state_of(sale).documents[0].serial_number == "FAKE0002"


def test_what_the_register_refuses_for_good_stops_the_lane(shop: Shop, till: FiscalTill) -> None:
    till.register.troubles[Step.BEFORE] = Trouble.REGISTER_REFUSED
    sale = till.desk.sells(shop.product("Saw", "120.00"))
    till.works()
    assert (till.state_of(sale).state, till.status.in_doubt) == ("failed", 1)
    till.register.troubles.clear()
    till.decides("not_registered")
    till.works()
    assert till.books_agree()


@pytest.mark.parametrize("sells_in_doubt", [True, False])
def test_the_owner_says_whether_selling_goes_on_in_doubt(shop: Shop, till: FiscalTill, sells_in_doubt: bool) -> None:
    shop.sets(SELLS_IN_DOUBT, sells_in_doubt)
    doubtful(shop, till)
    till.desk.adds(shop.product("Drill", "150.00"))
    if sells_in_doubt:
        till.desk.pays(cash="rest")
        return
    with pytest.raises(Conflict, match="fiscal_in_doubt"):
        till.desk.pays(cash="rest")
    till.decides("not_registered")
    till.works()
    till.desk.pays(cash="rest")


def printed(till: FiscalTill) -> list[str]:
    with till.shop.database.read_unit() as tx:
        waiting = outbox_view.open_messages(tx, f"printer:till-{till.desk.id}")
    return [one.payload["document"] for one in waiting if one.kind == PRINT_KIND]


@pytest.mark.parametrize("prints_codes", [False, True])
def test_the_register_prints_the_receipt_and_nobody_else(shop: Shop, prints_codes: bool) -> None:
    till = FiscalTill(shop, printer=True)
    till.register.info = replace(till.register.info, prints_codes=prints_codes)
    code = sells_card(till.desk, "20.00")
    with shop.database.read_unit() as tx:
        receipt = receipt_barcode(place_of(tx, till.desk.id).till_number, recent_sales(tx)[0].number)
    till.works()
    assert printed(till) == []
    assert till.receipts[0].on_paper
    assert code in till.receipts[0].texts, "the card is on the only paper there is"
    assert till.receipts[0].codes == ({code, receipt} if prints_codes else set())
    assert (till.receipts[0].texts[-1] == receipt) is prints_codes, "what is brought back is found by scanning it"


def test_the_receipt_printer_prints_it_once_registered_with_the_fiscal_data(shop: Shop) -> None:
    shop.sets(RECEIPT_PAPER, "printer")
    till = FiscalTill(shop, printer=True)
    sale = till.desk.sells(shop.product("Saw", "120.00"))
    assert printed(till) == [], "it waits for its number"
    till.works()
    assert printed(till) == [f"receipt:{sale.uid}"]
    assert not till.receipts[0].on_paper
    with shop.database.read_unit() as tx:
        text = stored_paper(tx, f"receipt:{sale.uid}").to_json()
    assert "0000000002" in text
    assert "FAKE0001" in text


def test_the_till_waits_for_no_register(shop: Shop) -> None:
    till = FiscalTill(shop)
    saw = shop.product("Saw", "120.00")
    asked, answers = threading.Event(), threading.Event()

    class Slow(PluggedRegister):
        def carry_out(self, act: Act, attempt: Attempt) -> Registered:
            asked.set()
            assert answers.wait(60)
            return super().carry_out(act, attempt)

    till.handlers = handlers_for_register(shop, lambda _settings: Slow())
    till.desk.sells(saw)
    with ThreadPoolExecutor(1) as lane:
        working = lane.submit(till.works)
        assert asked.wait(60)
        next_sale = till.desk.sells(saw)
        assert till.state_of(next_sale).state == "waiting"
        answers.set()
        working.result(20)
    assert till.state_of(next_sale).state == "registered"


def test_paper_that_ended_inside_goes_on_before_the_next_receipt(shop: Shop, till: FiscalTill) -> None:
    till.register.troubles[Step.PAPER] = Trouble.PAPER_OUT
    sale = till.desk.sells(shop.product("Saw", "120.00"))
    later = till.desk.sells(shop.product("Drill", "150.00"))
    till.works()
    assert (till.state_of(sale).state, till.status.error_code) == ("registered", Trouble.PAPER_OUT)
    assert till.state_of(later).state == "waiting"
    till.register.troubles.clear()
    till.works()
    assert till.state_of(later).state == "registered"


def test_what_registers_nothing_is_done_between_two_receipts(shop: Shop, till: FiscalTill) -> None:
    till.register.drawer_is_open = True
    for task in TASKS:
        shop.changes(lambda tx, task=task: queue_test(tx, till.desk.id, new_uid(), task))  # type: ignore[misc]
    till.works()
    assert till.register.texts == ["X", "COPY"]
    with shop.database.read_unit() as tx:
        answer = last_answer(tx, till.desk.id, REGISTER_ADDRESS)
        assert last_answer(tx, till.desk.id, BULGARIAN_ADDRESS) == {}, "what another register said of itself"
    assert (answer["refused"], answer["shift"]) == (Trouble.SHIFT_OPEN, "open"), "no clock is set inside a shift"
    assert (answer["task"], answer["drawer_is_open"]) == ("clock", True)
    assert till.acts == OPENED


def test_the_register_copies_the_receipt_it_printed_last_and_no_other(shop: Shop, till: FiscalTill) -> None:
    earlier, last = (till.desk.sells(shop.product("Saw", "120.00")) for _ in range(2))
    till.works()
    uid = new_uid()
    for _twice in range(2):
        till.desk.does(copy_at_register, last.uid, uid)
    with pytest.raises(Conflict, match="register_copies_last"):
        till.desk.does(copy_at_register, earlier.uid, new_uid())
    till.works()
    assert till.register.texts == ["COPY"]


def test_a_till_without_a_register_queues_nothing(shop: Shop) -> None:
    desk = shop.till()
    sale = desk.sells(shop.product("Saw", "120.00"))
    desk.closes()
    with shop.database.read_unit() as tx:
        assert outbox_view.open_messages(tx, f"fiscal:till-{desk.id}") == []
        assert not outbox.known(tx, f"fiscal:{sale.uid}:sale")
