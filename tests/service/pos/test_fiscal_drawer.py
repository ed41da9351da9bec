"""The drawer's cash as the register believes in it: another register, and tips that it is told nothing of."""

import pytest

from app.core.ids import new_uid
from pos.cart.service import set_tip
from pos.fiscal.codes import change_register
from pos.fiscal.events import RegisterReplaced
from pos.shift.registers import tell_drawer
from pos.shift.service import cash_in_out
from pos.shift.tips_out import pay_out_tips
from pos.tips.settings import TIPS
from tests.factories.amounts import money
from tests.factories.fiscal import FiscalTill
from tests.factories.shop import Shop


@pytest.fixture
def till(shop: Shop) -> FiscalTill:
    """A till whose register stands in an open shift with 100.00."""
    return FiscalTill(shop)


def test_a_register_in_the_place_of_another_is_told_the_cash_of_the_drawer(shop: Shop, till: FiscalTill) -> None:
    shop.database.events.subscribe(RegisterReplaced, tell_drawer)
    saw = shop.product("Saw", "120.00")
    till.desk.sells(saw)
    till.works()
    till.register.serial_number = "FAKE0002"
    till.register.entries.clear()
    till.desk.does(cash_in_out, new_uid(), "safe_drop", money("150.00"), "bank")
    till.desk.sells(saw, cash="200.00")
    till.works()
    till.decides("accept")
    till.works()
    assert till.acts == [("cash", 220_00), ("cash", -150_00), ("sale", 120_00)]


def test_a_register_of_another_maker_is_told_the_cash_of_the_drawer(shop: Shop, till: FiscalTill) -> None:
    shop.database.events.subscribe(RegisterReplaced, tell_drawer)
    till.desk.sells(shop.product("Saw", "120.00"))
    till.works()
    till.register.entries.clear()
    shop.changes(lambda tx: change_register(tx, till.device_id, "ATOL", "atol+tcp://127.0.0.1:16732", active=True))
    till.works()
    assert till.acts == [("cash", 220_00)]
    shop.changes(lambda tx: change_register(tx, till.device_id, "ATOL 2", "atol+tcp://127.0.0.1:16733", active=True))
    till.works()
    assert len(till.acts) == 1, "whether that is another one it says itself"


def test_tips_paid_out_leave_the_register_the_cash_of_the_drawer(shop: Shop, till: FiscalTill) -> None:
    shop.sets(TIPS, True)
    saw, desk = shop.product("Saw", "120.00"), till.desk
    desk.adds(saw)
    desk.act(set_tip, money("5.00"))
    desk.pays(card="rest")
    desk.adds(saw)
    desk.act(set_tip, money("2.00"))
    desk.pays(cash="rest")
    assert desk.cashier.account_id is not None
    desk.does(pay_out_tips, new_uid(), desk.cashier.account_id, money("4.00"))
    till.works()
    assert till.acts == [("ShiftOpening", 0), ("cash", 100_00), ("sale", 120_00), ("sale", 120_00), ("cash", -2_00)]
    desk.adds(saw)
    desk.act(set_tip, money("1.00"))
    desk.pays(cash="rest")
    desk.closes()
    till.works()
    assert till.acts[-3:] == [("sale", 120_00), ("cash", 1_00), ("ShiftClosing", 0)]
    assert till.books_agree()
