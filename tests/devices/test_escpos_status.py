"""What a printer's bytes mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.drivers.escpos.options import EscposOptions
from devices.drivers.escpos.printer import EscposPrinter
from devices.drivers.escpos.session import Owed, Patience, Session
from devices.drivers.escpos.status import OFFLINE_CAUSE, PRINTER, Answers, read_status
from devices.errors import SENTENCES, DeviceError, Trouble
from devices.ports import PrinterState, PrinterStatus, PrintOutcome
from tests.devices.late import Late

# Answers to DLE EOT 1, 2, 3, 4 as printers give them.
OBSERVED = [
    ("12 12 12 12", PrinterState.READY, None, False),
    ("16 12 12 12", PrinterState.READY, None, True),
    ("12 12 12 1e", PrinterState.PAPER_LOW, None, False),
    ("1e 32 12 7e", PrinterState.PAPER_OUT, Trouble.PAPER_OUT, True),
    ("1e 16 12 12", PrinterState.COVER_OPEN, Trouble.COVER_OPEN, True),
    ("1a 12 12 12", PrinterState.OFFLINE, Trouble.OFFLINE, False),
    ("1a 52 1a 12", PrinterState.ERROR, Trouble.CUTTER, False),
    ("1a 52 32 12", PrinterState.ERROR, Trouble.BROKEN, False),
    ("1a 52 52 1e", PrinterState.ERROR, Trouble.BROKEN, False),
]


@pytest.mark.parametrize(("answers", "state", "trouble", "drawer"), OBSERVED)
def test_answers_are_read(answers: str, state: PrinterState, trouble: Trouble | None, drawer: bool) -> None:
    printer, cause, error, paper = bytes.fromhex(answers)
    status = read_status(printer, cause, paper, error)
    assert (status.state, status.trouble, status.drawer_pin_high) == (state, trouble, drawer)
    assert status.maker_code == answers
    assert status.can_print is (trouble is None)


def test_a_late_answer_is_not_taken_for_that_to_the_next_question() -> None:
    wire, owed = Late(keeps=True), Owed()
    with wire.passing(), Session(wire, Patience(), owed) as session:
        with pytest.raises(DeviceError, match="device_no_answer"):
            session.ask(OFFLINE_CAUSE)
        # The feed button was held: in an answer about the printer the same bit says that it is offline.
        wire.hear = lambda _data: wire.said(b"\x1a\x12")
        assert session.ask(PRINTER) == 0x12
        wire.hear = lambda _data: None
        with pytest.raises(DeviceError, match="device_no_answer"):
            session.ask(OFFLINE_CAUSE)
        wire.hear = lambda _data: wire.said(b"\x16")
        assert session.ask(PRINTER) == 0x16
        wire.hear = lambda _data: None
        with pytest.raises(DeviceError, match="device_no_answer"):
            session.ask(OFFLINE_CAUSE)
    # The next session opens a line that still bears the answer to that.
    wire.hear = lambda _data: wire.said(b"\x1a\x12")
    with wire.passing(), Session(wire, Patience(), owed) as session:
        assert session.ask(PRINTER) == 0x12


@pytest.mark.parametrize("is_late", [True, False])
def test_a_late_confirmation_is_none_of_the_next_paper(is_late: bool) -> None:
    """Late: the first is confirmed while the second is sent, which never is. Else: the printer lost the first one."""
    wire, asked = Late(keeps=True), 0

    def hear(data: bytes) -> None:
        nonlocal asked
        asked += data == b"\x1dr\x01"
        if data.startswith(b"\x10\x04"):
            wire.said(b"\x12")
        elif (is_late and data == b"two") or (not is_late and asked > 1 and data == b"\x1dr\x01"):
            wire.said(b"\x00")

    wire.hear = hear
    printer = EscposPrinter(wire, EscposOptions(encoding="cp866", page=17))
    with wire.passing():
        assert printer.print_document(b"one").outcome is PrintOutcome.UNCONFIRMED
        second = printer.print_document(b"two").outcome
    assert second is (PrintOutcome.UNCONFIRMED if is_late else PrintOutcome.CONFIRMED)


def test_answers_are_told_apart_from_each_other() -> None:
    answers = Answers()
    #             XON  automatic status    DLE EOT  GS r  XOFF noise
    answers.feed(bytes.fromhex("11 10 00 0c 00 12 0c 13 ff 00 1e"))
    assert list(answers.realtime) == [0x12, 0x1E]
    assert list(answers.processed) == [0x0C, 0x00]
    assert answers.garbage == 1


@given(st.binary(max_size=200), st.integers(1, 50))
def test_no_bytes_are_too_strange_and_pieces_make_no_difference(data: bytes, piece: int) -> None:
    whole, parts = Answers(), Answers()
    whole.feed(data)
    for start in range(0, len(data), piece):
        parts.feed(data[start : start + piece])
    assert (whole.realtime, whole.processed, whole.garbage) == (parts.realtime, parts.processed, parts.garbage)
    assert all(byte & 0x93 == 0x12 for byte in whole.realtime)
    assert all(byte & 0x90 == 0 for byte in whole.processed)


@given(st.binary(min_size=4, max_size=4))
def test_any_four_bytes_are_a_state_that_prints_only_without_trouble(data: bytes) -> None:
    status = read_status(data[0], data[1], data[2], data[3])
    assert status.can_print is (status.trouble is None)


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_sentence_and_a_state_that_does_not_print(trouble: Trouble) -> None:
    assert SENTENCES[trouble].endswith(".")
    error = DeviceError(trouble, maker_code="0x6B")
    assert (error.code, error.sentence, error.maker_code) == (trouble.value, SENTENCES[trouble], "0x6B")
    assert error.facts["maker_code"] == "0x6B"
    assert not PrinterStatus.of_trouble(trouble).can_print
