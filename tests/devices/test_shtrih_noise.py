"""Bytes without meaning: neither the driver nor the emulated register hangs, crashes or believes them."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.clock import SetClock
from app.core.errors import BadInput
from devices.drivers.shtrih import frames
from devices.drivers.shtrih.codes import ShtrihOptions
from devices.drivers.shtrih.line import Patience
from devices.drivers.shtrih.register import ShtrihRegister, open_shtrih
from devices.emulators.shtrih.commands import obey
from devices.emulators.shtrih.condition import Condition
from devices.emulators.shtrih.link import Port
from devices.emulators.shtrih.machine import Machine
from devices.emulators.shtrih.memory import Vault
from devices.emulators.shtrih.server import ShtrihEmulator
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Finding
from devices.fiscal.port import FiscalSettings
from devices.transports.channel import Deadline
from tests.devices.fiscal_acts import MOSCOW, SETTINGS, opening, receipt

AT_ONCE = Patience(byte_ms=1, answer_ms=2, longest_ms=2, again_ms=1, print_ms=1, look_ms=0)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CODES = [bytes((code,)) for code in range(0xFF)] + [bytes((0xFF, code)) for code in range(0x100)]


class Babbler:
    """A device that says what it likes, whatever it is told, and then falls silent."""

    def __init__(self, words: list[bytes]) -> None:
        self._words = words

    def open(self, deadline: Deadline) -> "Babbler":
        return self

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Deaf."""

    def read(self, deadline: Deadline) -> bytes:
        return self._words.pop(0) if self._words else b""

    def close(self) -> None:
        """Goes on babbling."""


def machine() -> Machine:
    return Machine(Vault(None), Condition(), SetClock(NOON), UTC)


answers = st.builds(lambda code, rest: code + rest, st.sampled_from(CODES), st.binary(max_size=80))
words = st.one_of(
    st.binary(min_size=1, max_size=20),
    st.sampled_from([b"\x06", b"\x15", b"\xff\x06", b"\x02", b"\x8f"]),
    answers.map(frames.framed),
    answers.map(lambda answer: b"\x06" + frames.framed(answer)),
    st.builds(frames.numbered, st.integers(0, 3), answers),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=40), st.sampled_from([1, 2]))
def test_a_babbling_register_registers_nothing(said: list[bytes], level: int) -> None:
    register = ShtrihRegister(Babbler(said), ShtrihOptions(level=level), SETTINGS, patience=AT_ONCE)
    assert register.status().trouble is not None
    with pytest.raises(DeviceError):
        register.prepare(receipt())


@settings(max_examples=40, deadline=None)
@given(st.lists(words, max_size=60), st.sampled_from([1, 2]))
def test_a_register_that_begins_to_babble_leaves_a_doubt_or_a_clear_no(said: list[bytes], level: int) -> None:
    with_sense = ShtrihRegister(Sensible(machine()), ShtrihOptions(), SETTINGS, patience=AT_ONCE)
    act = opening()
    attempt = with_sense.prepare(act)
    register = ShtrihRegister(Babbler(said), ShtrihOptions(level=level), SETTINGS, patience=AT_ONCE)
    with pytest.raises(DeviceError):
        register.carry_out(act, attempt)
    assert register.resolve(attempt).finding is Finding.UNKNOWN


class Sensible:
    """An emulated register without a wire."""

    def __init__(self, of: Machine) -> None:
        self._said = bytearray()
        self._port = Port(of.condition, lambda payload, _fault: obey(of, payload))
        self._port.send = self._said.extend

    def open(self, deadline: Deadline) -> "Sensible":
        return self

    def write(self, data: bytes, deadline: Deadline) -> None:
        self._port.receive(data)

    def read(self, deadline: Deadline) -> bytes:
        said, self._said[:] = bytes(self._said), b""
        return said

    def close(self) -> None:
        """Nothing to let go."""


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(words, st.binary(max_size=60)), max_size=20))
def test_noise_does_not_stop_the_emulated_register(heard: list[bytes]) -> None:
    said = bytearray()
    of = machine()
    port = Port(of.condition, lambda payload, _fault: obey(of, payload))
    port.send = said.extend
    for piece in heard:
        port.receive(piece)
    port.power_up()
    said.clear()
    port.receive(frames.framed(b"\x10\x1e\x00\x00\x00"))
    assert said[:1] == b"\x06"
    assert said[3:5] == b"\x10\x00"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.builds(lambda code, rest: code + rest, st.sampled_from(CODES), st.binary(max_size=190)), max_size=6))
def test_any_command_is_answered(payloads: list[bytes]) -> None:
    of = machine()
    for payload in payloads:
        answer = obey(of, payload)
        code = payload[: 2 if payload[:1] == b"\xff" else 1]
        assert answer.startswith(code)
        assert len(answer) > len(code)


@pytest.mark.parametrize(
    "address",
    [
        "shtrih+tcp://127.0.0.1:7778?level=3",
        "shtrih+tcp://127.0.0.1:7778?password=abc",
        "shtrih+tcp://127.0.0.1:7778?pasword=30",
        "shtrih+serial:///dev/ttyUSB0?flow=maybe",
    ],
)
def test_an_address_that_cannot_be_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        open_shtrih(address, SETTINGS)


def test_a_register_behind_a_spooler_cannot_be() -> None:
    with pytest.raises(DeviceError) as refused:
        open_shtrih("shtrih+file:///dev/usb/lp0", SETTINGS)
    assert refused.value.trouble is Trouble.NO_TRANSPORT


@pytest.mark.parametrize(
    ("taxes", "tenders", "system"),
    [({"a": "3"}, {}, ""), ({"a": "vat10"}, {}, ""), ({}, {"cash": "0"}, ""), ({}, {"cash": "17"}, ""), ({}, {}, "3")],
)
def test_tables_that_the_maker_does_not_know_are_refused(
    taxes: dict[str, str], tenders: dict[str, str], system: str
) -> None:
    with pytest.raises(BadInput):
        open_shtrih("shtrih+tcp://127.0.0.1", FiscalSettings(taxes, tenders, MOSCOW, tax_system=system))


@pytest.mark.parametrize("order", ["nonsense", "slow", "slow -1", "refuse at FF45", "nak 02", "hours many", "x 3", ""])
def test_an_order_that_is_none_changes_nothing(order: str) -> None:
    with ShtrihEmulator() as emulator, pytest.raises(BadInput):
        emulator.order(order)
