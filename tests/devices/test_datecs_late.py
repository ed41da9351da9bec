"""A register that answers, but later than the driver waits: nothing is carried out twice, nothing is mistaken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.drivers.datecs.codes import DatecsOptions
from devices.drivers.datecs.register import DatecsRegister
from devices.fiscal.receipt import Act
from tests.devices.datecs_host import Desk
from tests.devices.fiscal_acts import DATECS_SETTINGS, DATECS_X_SETTINGS, cash_move, receipt
from tests.devices.late import Late, carries_out

SETTINGS = {"p": DATECS_SETTINGS, "x": DATECS_X_SETTINGS}


class Bench:
    """A register of a family on a late wire."""

    def __init__(self, dialect: str, *, keeps: bool) -> None:
        self._wire = Late(keeps=keeps)
        desk = Desk(dialect)
        self.vault = desk.vault
        desk.port.send = self._wire.said
        self._wire.hear = desk.port.receive
        self._register = DatecsRegister(self._wire, DatecsOptions(dialect=dialect), SETTINGS[dialect])

    def carries_out(self, act: Act, pauses: list[int]) -> bool:
        """See ``late``."""
        with self._wire.passing():
            return carries_out(self._wire, self._register, act, pauses)


pauses = st.lists(st.integers(0, 6), max_size=80)
DIALECTS = pytest.mark.parametrize(("dialect", "keeps"), [("p", False), ("p", True), ("x", False), ("x", True)])


@DIALECTS
@settings(max_examples=40)
@given(pauses)
def test_what_is_late_counts_once(dialect: str, keeps: bool, waited: list[int]) -> None:
    bench = Bench(dialect, keeps=keeps)
    cash = 70_00 if bench.carries_out(cash_move(70_00), waited) else 0
    assert bench.vault.memory.cash == cash
    sold = receipt()
    expected = [sold.total.minor] if bench.carries_out(sold, waited) else []
    assert [kept.total for kept in bench.vault.receipts] == expected
