"""Sales in a row at a register that goes wrong at random: the books and its fiscal memory end up the same."""

import os
import random
from collections.abc import Iterator
from typing import Final

import pytest

from devices.drivers.shtrih.codes import ShtrihOptions
from devices.drivers.shtrih.register import ShtrihRegister
from devices.emulators.shtrih.server import ShtrihEmulator
from devices.fiscal.port import FiscalRegister, FiscalSettings
from devices.transports.tcp import TcpWire
from tests.devices.test_shtrih_faults import FAULTS, HASTY, STEPS_OF_A_RECEIPT
from tests.factories.fiscal import FiscalTill
from tests.factories.shop import Shop
from tests.support.sampling import SEED

SALES: Final = int(os.environ.get("REGULARS_FISCAL_SALES", "12"))
"""How many sales in a row; ``REGULARS_FISCAL_SALES=500`` for the whole proof."""


@pytest.fixture
def emulator(shop: Shop) -> Iterator[ShtrihEmulator]:
    """A register with the shop's clock."""
    with ShtrihEmulator(clock=shop.clock) as machine:
        yield machine


def test_books_equal_fiscal_memory_after_sales_with_faults(
    shop: Shop, emulator: ShtrihEmulator, pytestconfig: pytest.Config
) -> None:
    chance = random.Random(pytestconfig.stash[SEED])

    def driver(settings: FiscalSettings) -> FiscalRegister:
        wire = TcpWire(emulator.host, emulator.port)
        return ShtrihRegister(wire, ShtrihOptions(), settings, patience=HASTY)

    till = FiscalTill(shop, driver=driver)
    saw = shop.product("Saw", "1.20")
    sold = []
    for pieces in range(1, SALES + 1):
        for _ in range(chance.randrange(3)):
            emulator.order(f"{chance.choice(FAULTS)} at {chance.choice(STEPS_OF_A_RECEIPT)}")
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


def register_surely(till: FiscalTill, emulator: ShtrihEmulator) -> None:
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
