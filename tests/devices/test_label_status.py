"""What label printers answer: each bit and field, and that no bytes break or hold up a driver."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.drivers.tspl.dialect import Tspl
from devices.drivers.tspl.status import read_cause, read_status
from devices.drivers.zpl import status as zpl
from devices.drivers.zpl.dialect import Zpl
from devices.errors import DeviceError, Interrupted, Trouble
from devices.labels import printer as label_printer
from devices.labels.dialect import Dialect, Patience
from devices.labels.options import LabelOptions
from devices.labels.port import LabelOutcome, LabelResult, Labels
from devices.labels.printer import AnsweringLabelPrinter
from devices.ports import PrinterState
from devices.transports.channel import Channel, Deadline
from printing.labels.layout import lay_out_tag
from printing.labels.tag import LabelStock, PriceTag
from tests.devices.late import UnrealTime

OPTIONS = LabelOptions(LabelStock(58, 40))
AT_ONCE = Patience(look_ms=0, print_ms=30, label_ms=0, answer_ms=5, clear_ms=30, quiet_looks=3)
BATCH = [Labels(lay_out_tag(PriceTag("Tea", "1.00"), OPTIONS.stock), copies) for copies in (2, 3)]
TIME = UnrealTime()
READY = "0,0,0,0320,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000", "1234,0"


@pytest.fixture(scope="module", autouse=True)
def unreal_time() -> Iterator[None]:
    """No answer comes too late because this machine is busy."""
    with TIME.passing(label_printer):
        yield


def host_status(first: str = READY[0], second: str = READY[1]) -> bytes:
    return b"".join(b"\x02" + text.encode() + b"\x03\r\n" for text in (first, second, READY[2]))


class ScriptedLine:
    """A wire and its channel: each question takes the next answer; after the last one nothing more comes.

    ``None`` breaks the connection. ``sent`` is all that was written, apart from questions.
    """

    def __init__(self, answers: Sequence[bytes | None], ask: bytes) -> None:
        self._answers = deque(answers)
        self._ask = ask
        self._waiting = b""
        self._broken = False
        self.sent = b""
        self.opened = 0

    def open(self, deadline: Deadline) -> Channel:
        self.opened += 1
        self._broken = False
        return self

    def write(self, data: bytes, deadline: Deadline) -> None:
        if self._broken:
            raise Interrupted(Trouble.LOST, sent_bytes=0)
        if data != self._ask:
            self.sent += data
        elif self._answers:
            answer = self._answers.popleft()
            self._broken = answer is None
            self._waiting += answer or b""

    def read(self, deadline: Deadline) -> bytes:
        if self._broken:
            raise DeviceError(Trouble.LOST)
        data, self._waiting = self._waiting, b""
        TIME.pass_by(0.0 if data else deadline.remaining_s())
        return data

    def close(self) -> None:
        self._waiting = b""


def printer(dialect: Dialect, answers: Sequence[bytes | None]) -> tuple[AnsweringLabelPrinter, ScriptedLine]:
    line = ScriptedLine(answers, b"\x1b!?" if dialect.name == "tspl" else b"~HS")
    return AnsweringLabelPrinter(line, dialect, OPTIONS, AT_ONCE), line


def tspl_run(*answers: bytes | None) -> LabelResult:
    return printer(Tspl(OPTIONS), answers)[0].print_labels(BATCH)


@pytest.mark.parametrize(
    ("byte", "trouble"),
    [
        (0x00, None),
        (0x20, None),
        (0x01, Trouble.HEAD_OPEN),
        (0x02, Trouble.PAPER_JAM),
        (0x04, Trouble.PAPER_OUT),
        (0x05, Trouble.PAPER_OUT),
        (0x08, Trouble.RIBBON_OUT),
        (0x10, Trouble.PAUSED),
        (0x30, Trouble.PAUSED),
        (0x40, Trouble.COVER_OPEN),
        (0x80, Trouble.BROKEN),
    ],
)
def test_each_bit_of_tspl(byte: int, trouble: Trouble | None) -> None:
    reading = read_status(byte)
    assert (reading.trouble, reading.busy) == (trouble, bool(byte & 0x20))
    assert reading.status.can_print == (trouble is None)


def test_the_longer_answer_of_tspl_names_the_cause() -> None:
    assert read_cause(b"\x02E@@@\x03\r\n") is Trouble.BROKEN
    assert read_cause(b"\x02E@A@\x03\r\n") is Trouble.HEAD_HOT
    assert read_cause(b"\x02E@H@\x03\r\n") is Trouble.CUTTER
    assert read_cause(b"\x02E@D@\x03\r\n") is Trouble.BROKEN
    assert read_cause(b"\x02") is Trouble.BROKEN


@pytest.mark.parametrize(
    ("first", "second", "trouble"),
    [
        (*READY[:2], None),
        ("0,1,0,0320,000,0,0,0,000,0,0,0", READY[1], Trouble.PAPER_OUT),
        ("0,0,1,0320,000,0,0,0,000,0,0,0", READY[1], Trouble.PAUSED),
        ("0,0,0,0320,000,0,0,0,000,1,0,0", READY[1], Trouble.BROKEN),
        ("0,0,0,0320,000,0,0,0,000,0,0,1", READY[1], Trouble.HEAD_HOT),
        (READY[0], "000,0,1,0,0,2,4,0,00000000,1,000", Trouble.HEAD_OPEN),
        (READY[0], "000,0,0,1,0,2,4,0,00000000,1,000", Trouble.RIBBON_OUT),
    ],
)
def test_each_field_of_zpl(first: str, second: str, trouble: Trouble | None) -> None:
    reading = zpl.read_status(host_status(first, second))
    assert reading is not None
    assert (reading.trouble, reading.busy) == (trouble, False)


def test_a_batch_ends_when_the_printer_has_rested() -> None:
    """A printer that has not begun yet also says that it rests: once is not enough."""
    result = tspl_run(b"\0", b"\0", b"\x20", b"\0", b"\0", b"\0")
    assert (result.outcome, result.told) == (LabelOutcome.PRINTED, 5)


def test_zpl_counts_what_is_to_come() -> None:
    first_of_two = host_status(READY[0].replace("0320,000", "0320,001"), READY[1].replace("00000000", "00000001"))
    out = host_status(READY[0].replace("0,0,0,0320,000", "0,1,0,0320,000"), READY[1].replace("00000000", "00000002"))
    machine, _ = printer(Zpl(OPTIONS), [host_status(), first_of_two, out, *[host_status()] * 3])
    held = machine.print_labels(BATCH)
    assert (held.outcome, held.trouble, held.told) == (LabelOutcome.HELD, Trouble.PAPER_OUT, 3)
    assert machine.go_on().outcome is LabelOutcome.PRINTED


def test_what_stops_a_batch_holds_it_until_a_person_has_helped() -> None:
    machine, line = printer(Tspl(OPTIONS), [b"\0", b"\x20", b"\x04", b"\x05", b"\x01", b"\x20", b"\0", b"\0", b"\0"])
    assert [machine.print_labels(BATCH).trouble, machine.go_on().trouble, machine.go_on().trouble] == [
        Trouble.PAPER_OUT,
        Trouble.PAPER_OUT,
        Trouble.HEAD_OPEN,
    ]
    assert machine.go_on().outcome is LabelOutcome.PRINTED
    assert line.sent.count(b"PRINT 1,") == 2


def test_a_printer_switched_off_while_it_waited_has_forgotten_the_rest() -> None:
    machine, _ = printer(Tspl(OPTIONS), [b"\0", b"\x04", b"", b"\0", b"\0", b"\0"])
    assert machine.print_labels(BATCH).outcome is LabelOutcome.HELD
    result = machine.go_on()
    assert (result.outcome, result.trouble) == (LabelOutcome.UNCONFIRMED, Trouble.NO_ANSWER)
    assert machine.go_on().outcome is LabelOutcome.UNCONFIRMED


def test_in_trouble_nothing_is_sent() -> None:
    machine, line = printer(Tspl(OPTIONS), [b"\x04"])
    with pytest.raises(DeviceError) as refused:
        machine.print_labels(BATCH)
    assert (refused.value.trouble, b"PRINT" in line.sent) == (Trouble.PAPER_OUT, False)


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [([b"\0", None], Trouble.LOST), ([b"\0", b"\x20"], Trouble.NO_ANSWER), ([b"\0", b"junk" * 9], Trouble.NO_ANSWER)],
)
def test_an_end_that_nobody_hears_of_leaves_the_batch_open(answers: list[bytes | None], trouble: Trouble) -> None:
    result = tspl_run(*answers)
    assert (result.outcome, result.trouble) == (LabelOutcome.UNCONFIRMED, trouble)


def test_to_clear_goes_before_everything_and_on_a_connection_of_its_own() -> None:
    machine, line = printer(Tspl(OPTIONS), [b"", b"\0", b"\0", b"\0", b"\0", b"\0", b"\0"])
    assert machine.print_labels(BATCH, clear=True).outcome is LabelOutcome.PRINTED
    assert line.sent.startswith(b"\x1b!R~!E\r\n")
    assert line.opened == 4


@given(st.lists(st.one_of(st.none(), st.binary(max_size=12)), max_size=8))
def test_no_bytes_break_tspl(answers: list[bytes | None]) -> None:
    _survives(Tspl(OPTIONS), answers)


@given(st.lists(st.one_of(st.none(), st.binary(max_size=40), st.text("0,\x02\x031", max_size=60)), max_size=6))
def test_no_bytes_break_zpl(answers: list[bytes | str | None]) -> None:
    _survives(Zpl(OPTIONS), [answer.encode() if isinstance(answer, str) else answer for answer in answers])


def _survives(dialect: Dialect, answers: Sequence[bytes | None]) -> None:
    machine, _ = printer(dialect, answers)
    assert machine.status().state in set(PrinterState)
    told: int | None = None
    with suppress(DeviceError):
        told = machine.print_labels(BATCH).told
    assert told is None or 0 <= told <= 5
    assert machine.go_on().outcome in set(LabelOutcome)
