"""A register that answers, but later than the driver waits: nothing is carried out twice, nothing is mistaken."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.core.clock import SetClock
from devices.drivers.shtrih.codes import ShtrihOptions
from devices.drivers.shtrih.line import Patience
from devices.drivers.shtrih.register import ShtrihRegister
from devices.emulators.shtrih.commands import obey
from devices.emulators.shtrih.condition import Condition
from devices.emulators.shtrih.link import Port
from devices.emulators.shtrih.machine import Machine
from devices.emulators.shtrih.memory import Vault
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Finding
from devices.fiscal.receipt import Act
from devices.transports.channel import Deadline
from tests.devices.fiscal_acts import SETTINGS, cash_move, opening, receipt

AT_ONCE = Patience(byte_ms=1, answer_ms=2, longest_ms=2, again_ms=1, print_ms=1, look_ms=0)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Late:
    """A register on a wire whose bytes keep their order and are late where ``pauses`` says so.

    Each pause is how often the driver has to look in vain before the next piece of what was said is there.
    """

    def __init__(self) -> None:
        self._machine = Machine(Vault(None), Condition(), SetClock(NOON), UTC)
        self.memory = self._machine.vault.memory
        self.pauses: list[int] = []
        self._said: list[bytes] = []
        self._port = Port(self._machine.condition, lambda payload, _fault: obey(self._machine, payload))
        self._port.send = self._said.append
        self.is_late = False

    @property
    def receipts(self) -> list[int]:
        """What each registered receipt came to."""
        return [kept.total for kept in self._machine.vault.receipts]

    def open(self, deadline: Deadline) -> "Late":
        self._said.clear()
        return self

    def write(self, data: bytes, deadline: Deadline) -> None:
        self._port.receive(data)

    def read(self, deadline: Deadline) -> bytes:
        if self.is_late and self._said and self.pauses:
            self.pauses[0] -= 1
            if self.pauses[0] >= 0:
                return b""
            self.pauses.pop(0)
        return self._said.pop(0) if self._said else b""

    def close(self) -> None:
        """What was said stays unheard."""


def carried_out(device: Late, act: Act) -> bool:
    """Whether the act is registered, as the driver says while the line is late; the truth later where it cannot."""
    register = ShtrihRegister(device, ShtrihOptions(), SETTINGS, patience=AT_ONCE)
    attempt = register.prepare(act)
    device.is_late = True
    try:
        register.carry_out(act, attempt)
    except DeviceError as problem:
        if problem.trouble not in (Trouble.NO_ANSWER, Trouble.GARBLED, Trouble.BUSY):
            raise
    else:
        return True
    finally:
        device.is_late = False
    verdict = register.resolve(attempt)
    assert verdict.finding is not Finding.UNKNOWN
    return verdict.finding is Finding.REGISTERED


pauses = st.lists(st.integers(0, 3), max_size=80)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pauses)
@example([1, 0, 1, 0, 1, 0])
def test_cash_is_put_in_once(waited: list[int]) -> None:
    device = Late()
    assert carried_out(device, opening())
    device.pauses = waited
    expected = 70_00 if carried_out(device, cash_move(70_00)) else 0
    assert device.memory.cash == expected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pauses)
def test_a_receipt_holds_each_item_once(waited: list[int]) -> None:
    device = Late()
    assert carried_out(device, opening())
    device.pauses = waited
    sold = receipt()
    expected = [sold.total.minor] if carried_out(device, sold) else []
    assert device.receipts == expected
