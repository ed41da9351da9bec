"""Bytes without meaning, and answers that lie: the driver neither hangs, crashes nor believes them."""

import contextlib
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.drivers.datecs.codes import DatecsOptions
from devices.drivers.datecs.frames import CLASSIC, EXTENDED, Answer
from devices.drivers.datecs.line import Patience
from devices.drivers.datecs.register import DatecsRegister
from devices.errors import DeviceError
from devices.fiscal.evidence import Attempt, Counters, Finding, attempt_of
from devices.fiscal.port import FiscalSettings
from devices.fiscal.receipt import Act
from devices.transports.channel import Deadline
from tests.devices.fiscal_acts import MOSCOW, cash_move, closing, receipt
from tests.devices.test_datecs_frames import UNP, answered

AT_ONCE = Patience(answer_ms=1, busy_ms=1, tries=2)
BEFORE = Counters("DT000600", "02000600", 7, 3, shift_is_open=True, cash=receipt().total, cash_moves=0)
SYMBOLS = {"p": ("P", "D"), "x": ("0", "1")}


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


class Liar(Babbler):
    """A device that answers every frame in its form, and with any text and status."""

    def __init__(self, dialect: str, lies: list[tuple[bytes, bytes]]) -> None:
        super().__init__([])
        self._layout = EXTENDED if dialect == "x" else CLASSIC
        self._lies = cycle(lies)

    def write(self, data: bytes, deadline: Deadline) -> None:
        text, status = next(self._lies)
        at = 1 + self._layout.number_bytes
        command = self._layout.number(data[at + 1 : at + 1 + self._layout.number_bytes]) or 0
        whole_status = (status * 8)[: self._layout.status_bytes]
        self._words = [answered(self._layout, Answer(data[at], command, text, whole_status))]


def register(wire: Babbler, dialect: str) -> DatecsRegister:
    cash, card = SYMBOLS[dialect]
    owner = FiscalSettings({"main": "Б", "reduced": "Г"}, {"cash": cash, "card": card}, MOSCOW)
    return DatecsRegister(wire, DatecsOptions(dialect=dialect), owner, patience=AT_ONCE)


def attempt(act: Act) -> Attempt:
    return attempt_of(act, BEFORE, UNP)


words = st.one_of(
    st.binary(min_size=1, max_size=20),
    st.sampled_from([b"\x15", b"\x16", b"\x01", b"\x01\x2b\x23", b"\x16\x16\x16"]),
)
texts = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"0\t", b"0\t1\t2\t3\t4.00\t5.00\t", b"1,2,3.00,4.00", b"P,1,2,3", b"R0.00", b"-111509\t", b"0000008"]
    ),
    st.text("0123456789.,\t-PRDUT*F", max_size=20).map(str.encode),
)
statuses = st.sampled_from([b"\x80", b"\x80\x80\x80", b"\x80\x80\x88", b"\x81", b"\x80\x82", b"\x80\x80\x81", b"\xff"])


@settings(max_examples=30, deadline=None)
@given(st.lists(words, max_size=30), st.sampled_from(["p", "x"]))
def test_a_babbling_register_registers_nothing(said: list[bytes], dialect: str) -> None:
    device = register(Babbler(said), dialect)
    assert device.status().trouble is not None
    with pytest.raises(DeviceError):
        device.prepare(receipt(sale_number=UNP))
    with pytest.raises(DeviceError):
        device.carry_out(sold := receipt(sale_number=UNP), attempt(sold))
    assert device.resolve(attempt(sold)).finding is Finding.UNKNOWN


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(texts, statuses), min_size=1, max_size=12), st.sampled_from(["p", "x"]))
def test_lies_end_in_a_clear_word(lies: list[tuple[bytes, bytes]], dialect: str) -> None:
    device = register(Liar(dialect, lies), dialect)
    device.status()
    for act in (receipt(sale_number=UNP), cash_move(5_000), closing()):
        kept = attempt(act)
        with contextlib.suppress(DeviceError):
            assert device.carry_out(act, kept).total == kept.total
        assert device.resolve(kept).finding in set(Finding)
