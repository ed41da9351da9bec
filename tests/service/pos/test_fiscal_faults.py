"""Sales in a row at a register that goes wrong at random: the books and its fiscal memory end up the same."""

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest

from app.core.ids import new_uid
from app.places.day import shop_zone
from pos.cart.service import set_buyer
from pos.checkout.void import void_sale
from pos.papers.store import registered_document, stored_paper
from printing.html import paper_html
from tests.factories.emulated_registers import KINDS, Emulator, Kind, till_at
from tests.factories.fiscal import FiscalTill
from tests.factories.shop import Shop
from tests.support.sampling import SEED

SALES: Final = int(os.environ.get("REGULARS_FISCAL_SALES", "6"))
"""How many sales in a row at each register; ``REGULARS_FISCAL_SALES=500`` for the whole proof."""


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    """A register of each maker."""
    return KINDS[request.param]


@pytest.fixture
def emulator(shop: Shop, kind: Kind) -> Iterator[Emulator]:
    """It has the shop's clock."""
    with shop.database.read_unit() as tx:
        zone = shop_zone(tx)
    with kind.emulator(shop.clock, zone) as machine:
        yield machine


def test_books_equal_fiscal_memory_after_sales_with_faults(
    shop: Shop, kind: Kind, emulator: Emulator, pytestconfig: pytest.Config
) -> None:
    chance = random.Random(pytestconfig.stash[SEED])
    till = till_at(shop, kind, emulator, hasty=True)
    saw = shop.product("Saw", "1.20")
    sold = []
    for pieces in range(1, SALES + 1):
        for _ in range(chance.randrange(3)):
            emulator.order(f"{chance.choice(kind.faults)} at {chance.choice(kind.steps)}")
        plug = chance.choice(("", "", "", "claimed"))
        sale = till.desk.sells(saw, str(1 + pieces % 7))
        if plug:
            till.power_goes(plug)
        sold.append(sale)
        register_surely(till, emulator)
        assert till.standing == []
        assert till.state_of(sale).state == "registered"
    books = [(one.number, one.total.minor) for one in till.documents if one.kind == "sale"]
    assert books == [(kept.number, kept.total) for kept in emulator.receipts]
    assert [total for _number, total in books] == [sale.to_pay.minor for sale in sold]
    assert emulator.memory.cash == till.desk.expected_cash.minor
    assert shop.faults() == ([], [])


def test_a_day_with_a_return_a_void_and_an_exchange_stands_in_its_memory(
    shop: Shop, kind: Kind, emulator: Emulator
) -> None:
    till = till_at(shop, kind, emulator)
    saw, drill = shop.product("Saw", "120.00"), shop.product("Drill", "150.00", tax="none")
    sale = till.desk.sells(saw, "2", card="rest")
    till.works()
    till.desk.takes_back(sale, "1")
    till.desk.adds(drill)
    till.desk.pays(cash="rest")
    till.drawer_opens()
    assert emulator.memory.drawer_is_open, "it hangs on the register"
    voided = till.desk.sells(saw, cash="200.00")
    till.desk.does(void_sale, voided.uid, new_uid(), "rung up twice")
    till.desk.takes_back(sale, "1")
    till.desk.pays_out()
    till.works()
    cash = till.desk.expected_cash
    till.desk.closes()
    till.works()
    assert till.standing == []
    assert (till.status.waiting, till.status.error_code) == (0, None)
    books = [(one.number, one.total.minor) for one in till.documents if one.kind in ("sale", "sale_return")]
    assert books == [(kept.number, kept.total) for kept in emulator.receipts]
    assert [total for _number, total in books] == [240_00, 150_00, 120_00, 120_00, 120_00, 120_00]
    assert emulator.memory.cash == cash.minor
    assert till.documents[-1].kind == "shift_closing"
    assert shop.faults() == ([], [])


@pytest.mark.parametrize("kind", ["datecs p"], indirect=True)
def test_an_invoice_keeps_its_number_and_each_return_of_it_names_that(
    shop: Shop, kind: Kind, emulator: Emulator
) -> None:
    till = till_at(shop, kind, emulator, hasty=True)
    saw, drill = shop.product("Saw", "120.00"), shop.product("Drill", "150.00", tax="none")
    till.desk.sells(saw)
    till.works()
    till.desk.adds(saw, "3")
    till.desk.act(set_buyer, "Пекарна ООД", "BG123456786", accept_tax_number=True)
    emulator.order("power-off-after at 56")
    invoice = till.desk.pays(cash="rest")
    register_surely(till, emulator)
    till.desk.takes_back(invoice, "1")
    till.desk.adds(drill)
    till.desk.pays(cash="rest")
    till.desk.takes_back(invoice, "1")
    till.desk.pays_out()
    till.desk.adds(saw)
    till.desk.act(set_buyer, "Пекарна ООД", "BG123456786", accept_tax_number=True)
    # Once it is closed, it does not say the number any more either.
    emulator.order("refuse 11 x 20 at 103")
    unknown = till.desk.pays(cash="rest")
    register_surely(till, emulator)
    till.desk.takes_back(unknown)
    till.desk.pays_out()
    register_surely(till, emulator)
    books = [(one.number, one.total.minor) for one in till.documents if one.kind in ("sale", "sale_return")]
    assert books == [(kept.number, kept.total) for kept in emulator.receipts]
    assert [one.invoice_number for one in till.documents if one.kind == "sale"] == [None, 1, None, None]
    stornos = [kept.receipt.storno for kept in emulator.receipts if kept.receipt.storno is not None]
    assert [one.invoice for one in stornos] == [1, 1, 0]
    (document,) = till.state_of(invoice).documents
    assert (document.invoice_number, document.is_recovered) == (1, True)
    with shop.database.read_unit() as tx:
        paper = paper_html(stored_paper(tx, registered_document(invoice.uid)), str)
    assert "Invoice number" in paper
    assert shop.faults() == ([], [])


def test_a_shift_that_grew_too_old_over_night_is_closed_before_the_first_sale(
    shop: Shop, kind: Kind, emulator: Emulator
) -> None:
    till = till_at(shop, kind, emulator)
    saw = shop.product("Saw", "120.00")
    till.desk.sells(saw)
    till.works()
    shop.clock.advance(timedelta(hours=25))
    late = till.desk.sells(saw)
    till.works()
    assert till.standing == []
    assert till.state_of(late).state == "registered"
    kinds = [one.kind for one in till.documents]
    assert kinds.index("shift_closing") < len(kinds) - 1 - kinds[::-1].index("sale")
    assert [kept.total for kept in emulator.receipts] == [120_00, 120_00]
    assert shop.faults() == ([], [])


@pytest.mark.parametrize("kind", ["datecs p", "datecs x"], indirect=True)
@pytest.mark.parametrize(("refusals", "state"), [("refuse 00", "registered"), ("refuse 00 x 20", "in_doubt")])
def test_a_register_that_will_not_close_a_paid_receipt_is_asked_again_before_a_senior_is(
    shop: Shop, kind: Kind, emulator: Emulator, refusals: str, state: str
) -> None:
    till = till_at(shop, kind, emulator, hasty=True)
    emulator.order("nak x 9 at 62")
    emulator.order(f"{refusals} at 56")
    sale = till.desk.sells(shop.product("Saw", "120.00"))
    for _ in range(4):
        till.works()
    assert till.state_of(sale).state == state


def register_surely(till: FiscalTill, emulator: Emulator) -> None:
    """The lane works while a patient person puts power and paper right, and decides where a register refuses."""
    for _ in range(40):
        till.works()
        for order in ("power on", "paper in"):
            emulator.order(order)
        if till.standing and till.standing[0].message.state == "failed":
            till.decides("not_registered")
        if not till.status.waiting and not till.status.in_doubt:
            return
    raise AssertionError(f"it is never registered: {till.status}")
