"""The driver against a printer that goes wrong in every way."""

import socket
import threading
from collections.abc import Iterator

import pytest

from devices.drivers.escpos import commands
from devices.drivers.escpos.options import EscposOptions
from devices.drivers.escpos.printer import EscposPrinter, MuteEscposPrinter, open_escpos
from devices.drivers.escpos.session import Patience
from devices.emulators.escpos.server import EscposEmulator
from devices.errors import DeviceError, Trouble
from devices.ports import PrinterState, PrintOutcome, PrintResult
from devices.transports.channel import WireOutlet
from devices.transports.tcp import TcpWire
from printing.document import Align, Direction, Document, Item, Text
from tests.devices.benches import HASTY, PATIENT

PAPER = Document("en", Direction.LEFT_TO_RIGHT, (Item("Soap", "2.00"), *(Text(f"line {n}") for n in range(40))))
CYRILLIC = Document("ru", Direction.LEFT_TO_RIGHT, (Item("Мыло", "2,00"), Text("Спасибо", align=Align.START)))


@pytest.fixture
def emulator() -> Iterator[EscposEmulator]:
    """A printer on a port of its own."""
    with EscposEmulator() as printer:
        yield printer


def driver(emulator: EscposEmulator, patience: Patience = PATIENT, **options: object) -> EscposPrinter:
    settings = EscposOptions(**{"encoding": "cp866", "page": 17, **options})  # type: ignore[arg-type]
    return EscposPrinter(TcpWire(emulator.host, emulator.port), settings, patience=patience)


def print_on(emulator: EscposEmulator, patience: Patience = PATIENT) -> PrintResult:
    printer = driver(emulator, patience)
    return printer.print_document(printer.render(PAPER))


def test_a_connection_that_breaks_inside_a_job_may_have_printed(emulator: EscposEmulator) -> None:
    emulator.order("break after 300")
    result = print_on(emulator)
    assert (result.outcome, result.trouble) == (PrintOutcome.UNCONFIRMED, Trouble.LOST)
    (torn,) = emulator.wait_for_papers(1)
    assert "line 5" in torn.text
    assert "line 39" not in torn.text
    assert print_on(emulator).outcome is PrintOutcome.CONFIRMED


def test_a_connection_that_breaks_before_the_job_printed_nothing(emulator: EscposEmulator) -> None:
    emulator.order("break after 5")
    with pytest.raises(DeviceError) as refused:
        print_on(emulator)
    assert refused.value.trouble is Trouble.LOST
    assert print_on(emulator).outcome is PrintOutcome.CONFIRMED
    assert len(emulator.wait_for_papers(1)) == 1


def test_a_power_loss_leaves_half_a_paper_and_no_memory_of_it(emulator: EscposEmulator) -> None:
    emulator.order("power off after 400")
    result = print_on(emulator)
    assert (result.outcome, result.trouble) == (PrintOutcome.UNCONFIRMED, Trouble.LOST)
    (torn,) = emulator.wait_for_papers(1)
    assert not torn.whole
    assert torn.picture.height == 400
    emulator.wait_for(lambda printer: not printer.is_listening)
    assert driver(emulator).status().trouble is Trouble.UNREACHABLE
    emulator.order("power on")
    assert driver(emulator).status().state is PrinterState.READY
    assert print_on(emulator).outcome is PrintOutcome.CONFIRMED
    assert "line 0" in emulator.wait_for_papers(2)[1].text


def test_new_paper_lets_the_rest_of_a_job_come_out(emulator: EscposEmulator) -> None:
    emulator.order("paper after 400")
    assert print_on(emulator).trouble is Trouble.PAPER_OUT
    emulator.order("paper in")
    (paper,) = emulator.wait_for_papers(1)
    assert "line 39" in paper.text


@pytest.mark.parametrize(("order", "trouble"), [("cover open", Trouble.COVER_OPEN), ("error cutter", Trouble.CUTTER)])
def test_a_printer_that_stops_inside_a_job_says_why(emulator: EscposEmulator, order: str, trouble: Trouble) -> None:
    emulator.order("slow 60000")
    results: list[PrintResult] = []
    patient = Patience(answer_ms=60_000, confirm_ms=60_000)
    printing = threading.Thread(target=lambda: results.append(print_on(emulator, patient)))
    printing.start()
    emulator.wait_for_papers(1)
    emulator.order(order)
    printing.join(timeout=60)
    assert [(result.outcome, result.trouble) for result in results] == [(PrintOutcome.UNCONFIRMED, trouble)]


def test_a_slow_printer_is_waited_for(emulator: EscposEmulator) -> None:
    emulator.order("slow 1500")
    assert print_on(emulator).outcome is PrintOutcome.CONFIRMED


def test_automatic_status_between_question_and_answer_does_no_harm(emulator: EscposEmulator) -> None:
    emulator.order("noise on")
    assert driver(emulator).status().state is PrinterState.READY
    assert print_on(emulator).outcome is PrintOutcome.CONFIRMED
    emulator.order("paper out")
    assert driver(emulator).status().state is PrinterState.PAPER_OUT


def test_a_printer_that_takes_no_more_data_does_not_hold_the_thread(emulator: EscposEmulator) -> None:
    """Its buffer is full because the paper ended; the rest of the job cannot even leave."""
    emulator.order("paper after 8")
    printer = driver(emulator, Patience(answer_ms=60_000, write_ms=300, bytes_per_s=100_000_000))
    result = printer.print_document(b"\x1b@line\n" + b"x" * 64_000_000)
    assert (result.outcome, result.trouble) == (PrintOutcome.UNCONFIRMED, Trouble.BLOCKED)


def test_a_printer_that_reads_nothing_gives_no_answer(emulator: EscposEmulator) -> None:
    emulator.order("reading off")
    assert driver(emulator, HASTY).status().trouble is Trouble.NO_ANSWER
    with pytest.raises(DeviceError) as refused:
        print_on(emulator, HASTY)
    assert refused.value.trouble is Trouble.NO_ANSWER


def test_a_second_computer_waits_its_turn(emulator: EscposEmulator) -> None:
    with socket.create_connection((emulator.host, emulator.port)):
        assert driver(emulator, HASTY).status().trouble is Trouble.NO_ANSWER
    assert driver(emulator).status().state is PrinterState.READY


def test_a_clone_in_chinese_mode_prints_cyrillic(emulator: EscposEmulator) -> None:
    emulator.order("chinese on")
    printer = driver(emulator)
    printer.print_document(printer.render(CYRILLIC))
    assert "Мыло" in emulator.wait_for_papers(1)[0].text


def test_without_our_start_that_clone_prints_hanzi(emulator: EscposEmulator) -> None:
    """Shows that the test above can fail."""
    emulator.order("chinese on")
    driver(emulator).print_document(b"\x1b@\x1bt\x11" + "Мыло\n".encode("cp866") + b"\x1dVB\x00")
    assert "Мыло" not in emulator.wait_for_papers(1)[0].text


def test_pictures_leave_the_drawer_shut(emulator: EscposEmulator) -> None:
    """The bytes of this picture would be the real-time command that opens it."""
    printer = driver(emulator)
    unsafe = b"\x1b@\x1dv0\x00\x05\x00\x01\x00\x10\x14\x01\x00\x01\x1dVB\x00"
    printer.print_document(unsafe)
    assert emulator.condition.kicks == 1
    arabic = Document("ar", Direction.RIGHT_TO_LEFT, (Item("شامبو", "2.00"),) * 30)
    printer.print_document(printer.render(arabic))
    assert emulator.condition.kicks == 1


@pytest.mark.parametrize("pin", [2, 5])
def test_the_drawer_opens_in_turn_or_at_once(emulator: EscposEmulator, pin: int) -> None:
    driver(emulator, drawer_pin=pin).open_drawer()
    emulator.wait_for(lambda printer: printer.condition.kicks == 1)
    emulator.order("paper out")
    driver(emulator, drawer_pin=pin).open_drawer()
    emulator.wait_for(lambda printer: printer.condition.kicks == 2)
    emulator.order("paper in")
    # An ordinary command sent without paper would have waited until now.
    assert print_on(emulator).outcome is PrintOutcome.CONFIRMED
    assert emulator.condition.kicks == 2


def test_without_a_drawer_none_is_opened(emulator: EscposEmulator) -> None:
    with pytest.raises(DeviceError) as refused:
        driver(emulator, drawer_pin=0).open_drawer()
    assert refused.value.trouble is Trouble.NO_DRAWER
    assert emulator.condition.kicks == 0


def test_the_sensor_of_the_drawer_is_reported(emulator: EscposEmulator) -> None:
    assert driver(emulator).status().drawer_pin_high is False
    driver(emulator).open_drawer()
    emulator.wait_for(lambda printer: printer.condition.kicks == 1)
    assert driver(emulator).status().drawer_pin_high is True
    emulator.order("drawer closed")
    assert driver(emulator).status().drawer_pin_high is False


def test_a_printer_that_never_answers_is_written_to_all_the_same(emulator: EscposEmulator) -> None:
    emulator.order("mute on")
    mute = open_escpos(f"escpos+tcp://{emulator.host}:{emulator.port}?answers=0")
    assert isinstance(mute, MuteEscposPrinter)
    assert mute.status().state is PrinterState.UNKNOWN
    assert mute.print_document(mute.render(PAPER)).outcome is PrintOutcome.HANDED_OVER
    assert "line 39" in emulator.wait_for_papers(1)[0].text
    mute.open_drawer()
    emulator.wait_for(lambda printer: printer.condition.kicks == 1)


def test_a_mute_printer_out_of_reach_printed_nothing() -> None:
    with EscposEmulator() as emulator:
        wire = TcpWire(emulator.host, emulator.port)
    mute = MuteEscposPrinter(WireOutlet(wire), EscposOptions(answers=False), patience=PATIENT)
    with pytest.raises(DeviceError) as refused:
        mute.print_document(b"x")
    assert refused.value.trouble is Trouble.UNREACHABLE


def test_a_mute_printer_that_takes_half_may_have_printed(emulator: EscposEmulator) -> None:
    emulator.order("reading off")
    wire = WireOutlet(TcpWire(emulator.host, emulator.port))
    patience = Patience(write_ms=300, bytes_per_s=100_000_000)
    result = MuteEscposPrinter(wire, EscposOptions(answers=False), patience=patience).print_document(b"x" * 64_000_000)
    assert (result.outcome, result.trouble) == (PrintOutcome.UNCONFIRMED, Trouble.BLOCKED)


def test_the_questions_are_those_of_the_command_reference() -> None:
    assert commands.ask_status(4) == b"\x10\x04\x04"
    assert commands.PROCESSED == b"\x1dr\x01"
    assert (commands.kick(2), commands.kick(5)) == (b"\x1bp\x00\x19\xfa", b"\x1bp\x01\x19\xfa")
    assert commands.kick_at_once(5) == b"\x10\x14\x01\x01\x01"
