"""A register that answers, but later than the driver waits: nothing is carried out twice, nothing is mistaken."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.clock import SetClock
from devices.drivers.shtrih import session
from devices.drivers.shtrih.codes import ShtrihOptions
from devices.drivers.shtrih.register import ShtrihRegister
from devices.emulators.shtrih.commands import obey
from devices.emulators.shtrih.condition import Condition
from devices.emulators.shtrih.link import Port
from devices.emulators.shtrih.machine import Machine
from devices.emulators.shtrih.memory import Vault
from devices.fiscal.receipt import Act
from tests.devices.fiscal_acts import SETTINGS, cash_move, opening, receipt
from tests.devices.late import Late, carries_out

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Bench:
    """A register of a level of the protocol on a late wire, with an open shift."""

    def __init__(self, level: int, *, keeps: bool) -> None:
        self._wire = Late(keeps=keeps)
        machine = Machine(Vault(None), Condition(), SetClock(NOON), UTC)
        self.vault = machine.vault
        port = Port(machine.condition, lambda payload, _fault: obey(machine, payload))
        port.send = self._wire.said
        self._wire.hear = port.receive
        self._register = ShtrihRegister(self._wire, ShtrihOptions(level=level), SETTINGS)
        assert self.carries_out(opening(), [])

    def carries_out(self, act: Act, pauses: list[int]) -> bool:
        """See ``late``."""
        with self._wire.passing(session):
            return carries_out(self._wire, self._register, act, pauses)


pauses = st.lists(st.integers(0, 3), max_size=80)
LEVELS = pytest.mark.parametrize(("level", "keeps"), [(1, False), (1, True), (2, False), (2, True)])


@LEVELS
@settings(max_examples=40)
@given(pauses)
@example([1, 0, 1, 0, 1, 0])
@example([0, 0, 2, 3, 3, 3])
def test_cash_is_put_in_once(level: int, keeps: bool, waited: list[int]) -> None:
    bench = Bench(level, keeps=keeps)
    expected = 70_00 if bench.carries_out(cash_move(70_00), waited) else 0
    assert bench.vault.memory.cash == expected


@LEVELS
@settings(max_examples=40)
@given(pauses)
def test_a_receipt_holds_each_item_once(level: int, keeps: bool, waited: list[int]) -> None:
    bench = Bench(level, keeps=keeps)
    sold = receipt()
    expected = [sold.total.minor] if bench.carries_out(sold, waited) else []
    assert [kept.total for kept in bench.vault.receipts] == expected
