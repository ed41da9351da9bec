"""Numbers that the law of a register wants before a sale's first line: given without gap, kept whatever became."""

import json

import pytest
from sqlalchemy import select

from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import new_uid
from devices.errors import Trouble
from devices.fiscal.fake import Step
from devices.fiscal.receipt import ReturnReason
from devices.fiscal.sale_number import operator_code
from pos.cart.service import drop_cart
from pos.checkout.void import void_sale
from pos.fiscal.codes import change_register
from pos.fiscal.settings import RECEIPT_PAPER
from pos.numbering.models import DroppedCart, SaleNumber
from pos.numbering.numbers import begin_later, last_given
from pos.numbering.registers import accepted_serial
from pos.offers.making import OfferWish, make_offer
from pos.returns.service import take_back_without_receipt
from pos.shift.account_payment import pay_off
from tests.factories.amounts import money
from tests.factories.fiscal import BULGARIAN_ADDRESS, FiscalTill
from tests.factories.shop import FITTER, Shop


@pytest.fixture
def till(shop: Shop) -> FiscalTill:
    """A till whose register stands in an open shift and has said which one it is."""
    return FiscalTill(shop, address=BULGARIAN_ADDRESS)


def number(till: FiscalTill, running: int) -> str:
    """What the law makes of a running number at this till."""
    return f"FAKE0001-{operator_code(till.desk.cashier.account_id)}-{running:07}"


def numbers(shop: Shop) -> list[str]:
    with shop.database.read_unit() as tx:
        return list(tx.execute(select(SaleNumber.number).order_by(SaleNumber.id)).scalars())


def test_numbers_run_without_gap_and_dropped_carts_are_kept_under_theirs(shop: Shop, till: FiscalTill) -> None:
    saw, desk = shop.product("Saw", "120.00"), till.desk
    first = desk.sells(saw)
    with pytest.raises(NotFound):
        desk.scans("nobody knows this")
    desk.adds(saw, "2")
    desk.does(drop_cart, desk.cart_uid, "changed his mind")
    desk.cart_uid = new_uid()
    desk.adds(saw)
    offer = desk.act(make_offer, new_uid(), None, OfferWish())
    desk.cart_uid = new_uid()
    last = desk.sells(saw)
    till.works()
    assert numbers(shop) == [number(till, running) for running in (1, 2, 3, 4)]
    assert [one.sale_number for one in till.receipts] == [number(till, 1), number(till, 4)]
    with shop.database.read_unit() as tx:
        kept = tx.execute(
            select(SaleNumber.running, DroppedCart.gross, DroppedCart.reason, DroppedCart.lines)
            .join(DroppedCart, DroppedCart.sale_number_id == SaleNumber.id)
            .order_by(SaleNumber.id)
        ).all()
    assert [row[:3] for row in kept] == [
        (2, money("240.00"), "changed his mind"),
        (3, money("120.00"), offer.written_number),
    ]
    assert [(line["name"], line["qty_milli"]) for line in json.loads(kept[0].lines)] == [("Saw", 2000)]
    assert [till.state_of(sale).state for sale in (first, last)] == ["registered", "registered"]
    assert shop.faults() == ([], [])


def test_a_return_names_the_receipt_it_takes_back_and_a_void_the_mistake(shop: Shop, till: FiscalTill) -> None:
    saw, desk = shop.product("Saw", "120.00"), till.desk
    sale = desk.sells(saw, "2")
    till.works()
    desk.takes_back(sale, "1")
    desk.adds(shop.product("Drill", "150.00"))
    desk.pays(cash="rest")
    wrong = desk.sells(saw)
    desk.does(void_sale, wrong.uid, new_uid(), "rung up twice")
    till.works()
    back, void = [one.original for one in till.receipts if one.original is not None]
    (registered,) = till.state_of(sale).documents
    assert (back.number, back.at, back.storage_number) == (registered.number, registered.registered_at, "FAKE")
    assert (back.sale_number, back.reason) == (number(till, 1), ReturnReason.REFUND)
    assert (void.sale_number, void.reason) == (number(till, 3), ReturnReason.OPERATOR_ERROR)
    # The exchange is two receipts under one number; the void has one of its own.
    assert [one.sale_number for one in till.receipts] == [number(till, running) for running in (1, 2, 2, 3, 4)]
    assert till.books_agree()


def test_what_the_register_could_not_name_does_not_come_into_the_cart(shop: Shop, till: FiscalTill) -> None:
    saw, desk = shop.product("Saw", "120.00"), till.desk
    elsewhere = shop.till().sells(saw)
    one, two = desk.sells(saw), desk.sells(saw)
    with pytest.raises(Conflict, match="return_needs_receipt"):
        desk.act(take_back_without_receipt, new_uid(), saw.id, 1000, "no paper")
    with pytest.raises(Conflict, match="return_not_registered"):
        desk.takes_back(elsewhere)
    desk.takes_back(one)
    with pytest.raises(Conflict, match="return_of_two_receipts"):
        desk.takes_back(two)
    bottle = shop.product("Bottle", "0.25", tax="none", kind="pledge", stocked=False)
    desk.adds(bottle)
    with pytest.raises(Conflict, match="return_needs_receipt"):
        desk.pays_out()


def test_a_return_waits_for_the_registration_of_its_sale_at_another_till(shop: Shop, till: FiscalTill) -> None:
    other = FiscalTill(shop, address=BULGARIAN_ADDRESS)
    sale = other.desk.sells(shop.product("Saw", "20.00"))
    till.desk.takes_back(sale)
    back = till.desk.pays_out()
    till.works()
    assert (till.state_of(back).state, till.state_of(back).error_code) == ("waiting", Trouble.ORIGINAL_WAITS)
    other.works()
    till.works()
    assert till.state_of(back).state == "registered"


def test_nothing_is_rung_up_before_the_register_has_said_which_one_it_is(shop: Shop) -> None:
    saw, till = shop.product("Saw", "120.00"), FiscalTill(shop, address=BULGARIAN_ADDRESS, opened=False)
    till.register.troubles[Step.BEFORE] = Trouble.UNREACHABLE
    till.register.serial_number = ""
    till.desk.opens()
    till.works()
    with pytest.raises(Conflict, match="register_not_met"):
        till.desk.adds(saw)
    till.register.troubles.clear()
    till.register.serial_number = "FAKE0001"
    till.register.last_sale_number = 41
    till.works()
    till.desk.sells(saw)
    till.works()
    assert till.receipts[0].sale_number == number(till, 42), "another program numbered the sales before"
    assert till.books_agree()


def test_the_owner_says_where_numbers_begin_until_one_is_given(shop: Shop, till: FiscalTill) -> None:
    with shop.database.unit_of_work(FITTER) as tx:
        begin_later(tx, "FAKE0001", 700)
        assert last_given(tx, "FAKE0001") == 700
    with pytest.raises(BadInput, match="sale_number_range"), shop.database.unit_of_work(FITTER) as tx:
        begin_later(tx, "FAKE0001", 9_999_999)
    till.desk.sells(shop.product("Saw", "120.00"))
    assert numbers(shop) == [number(till, 701)]
    with pytest.raises(Conflict, match="sale_numbers_given"), shop.database.unit_of_work(FITTER) as tx:
        begin_later(tx, "FAKE0001", 900)


def test_a_register_in_the_place_of_another_numbers_anew(shop: Shop, till: FiscalTill) -> None:
    saw = shop.product("Saw", "120.00")
    till.desk.sells(saw)
    till.works()
    till.desk.adds(saw)
    till.register.serial_number = "FAKE0002"
    under_way = till.desk.pays(cash="rest")
    till.works()
    till.decides("accept")
    till.works()
    till.desk.sells(saw)
    till.works()
    assert till.state_of(under_way).state == "registered"
    assert [one.sale_number[:8] for one in till.receipts] == ["FAKE0001", "FAKE0001", "FAKE0002"]
    assert [one.sale_number[-1] for one in till.receipts] == ["1", "2", "1"]


def test_payments_on_account_are_numbered_and_every_receipt_comes_from_the_register(shop: Shop) -> None:
    shop.sets(RECEIPT_PAPER, "printer")
    till = FiscalTill(shop, printer=True, address=BULGARIAN_ADDRESS)
    customer = shop.customer(credit="500.00")
    till.desk.is_of(customer)
    till.desk.adds(shop.product("Saw", "120.00"))
    till.desk.pays(account="rest")
    till.desk.does(pay_off, new_uid(), customer, "cash", money("50.00"))
    till.works()
    assert [(one.sale_number, one.on_paper) for one in till.receipts] == [
        (number(till, 1), True),
        (number(till, 2), True),
    ]


def test_other_registers_want_no_numbers(shop: Shop) -> None:
    till = FiscalTill(shop)
    till.desk.sells(shop.product("Saw", "120.00"))
    assert numbers(shop) == []


def test_a_register_of_another_maker_says_its_own_number(shop: Shop) -> None:
    till = FiscalTill(shop)
    till.desk.sells(shop.product())
    till.works()

    def known_after(address: str) -> str:
        shop.changes(lambda tx: change_register(tx, till.device_id, "Register", address, active=True))
        with shop.database.read_unit() as tx:
            return accepted_serial(tx, till.device_id)

    serial = till.register.serial_number
    assert known_after("shtrih+tcp://192.0.2.61:7778") == serial, "it may have moved"
    assert known_after("datecs+tcp://192.0.2.62:4999") == ""
    till.register.serial_number = "FAKE0002"
    till.works()
    with shop.database.read_unit() as tx:
        assert accepted_serial(tx, till.device_id) == "FAKE0002"
    assert till.standing == []
