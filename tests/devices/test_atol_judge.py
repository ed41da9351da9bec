"""A client that somebody else wrote drives the emulated service: what it understands, the real one would say too."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import atol.errors
import pytest
from atol import WebClient

from app.core.clock import SetClock
from devices.emulators.atol.server import AtolEmulator
from tests.devices.fiscal_acts import MOSCOW

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)
BREAD = {
    "type": "position",
    "name": "Хлеб",
    "price": 45.5,
    "quantity": 2,
    "amount": 91.0,
    "tax": {"type": "vat10"},
}


@pytest.fixture
def emulator() -> Iterator[AtolEmulator]:
    """A register at noon, its shift closed."""
    with AtolEmulator(clock=SetClock(NOON), zone=MOSCOW) as machine:
        yield machine


def client(emulator: AtolEmulator, path: str = "/api/v2/requests") -> Any:
    url = f"http://{emulator.host}:{emulator.port}{path}"
    return WebClient(url, get_status_delay=0.001, get_status_timeout=30.0, log_fn=lambda *_words: None)


@pytest.mark.parametrize("path", ["/api/v2/requests", "/requests"])
def test_a_day_at_the_foreign_till(emulator: AtolEmulator, path: str) -> None:
    till = client(emulator, path)
    cashier = {"name": "Иванова А."}
    assert till.get_shift_status()[0]["result"]["shiftStatus"]["state"] == "closed"
    till.open_shift(operator=cashier)
    assert till.cash_in(500.0)[0]["result"]["counters"]["cashSum"] == 500.0
    sold = till.sell([BREAD], [{"type": "cash", "sum": 100.0}], taxationType="osn", operator=cashier)
    assert sold[0]["result"]["fiscalParams"]["total"] == 91.0
    till.sell_return([BREAD], [{"type": "cash", "sum": 91.0}])
    till.buy([BREAD], [{"type": "cash", "sum": 91.0}])
    till.buy_return([BREAD], [{"type": "cash", "sum": 91.0}])
    till.sell_correction(
        [{"type": "electronically", "sum": 91.0}],
        [],
        items=[BREAD],
        correctionType="self",
        correctionBaseDate="2026.02.27",
    )
    till.cash_out(100.0)
    till.report_x(operator=cashier)
    till.non_fiscal([{"type": "text", "text": "Good morning"}])
    assert till.ofd_exchange_status()[0]["result"]["status"]["notSentCount"] == 6
    assert till.get_fn_info()[0]["result"]["fnInfo"]["serial"] == emulator.memory.storage_number
    assert till.get_device_info()[0]["result"]["deviceInfo"]["modelName"]
    assert till.get_device_status()[0]["result"]["deviceStatus"]["paperPresent"] is True
    assert till.get_registration_info()[0]["result"]["device"]["registrationNumber"]
    till.close_shift(operator=cashier)
    assert [kept.operation for kept in emulator.receipts] == [1, 2, 3, 4, 1]
    assert emulator.memory.cash == 40_000


def test_the_foreign_till_hears_of_errors_and_waits_for_a_blocked_queue(emulator: AtolEmulator) -> None:
    till = client(emulator)
    with pytest.raises(atol.errors.TaskError) as refused:
        till.sell([BREAD], [{"type": "cash", "sum": 91.0}])
    assert refused.value.args[0][0]["error"]["code"] == 73
    emulator.order("block 3 at openShift")
    assert till.open_shift()[0]["result"]["warnings"] == {"recovered": True}
    emulator.order("busy 3 at sell")
    till.sell([BREAD], [{"type": "cash", "sum": 91.0}])
    emulator.order("http 409")
    with pytest.raises(atol.errors.TaskIdCollision):
        till.get_shift_status()
    assert [kept.total for kept in emulator.receipts] == [9100]
