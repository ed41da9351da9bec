"""What every receipt printer with a drawer promises: run against the fake, and against the driver on a wire."""

from collections.abc import Iterator

import pytest

from app.core.io_guard import mark_unit
from devices.emulators.escpos.server import EscposEmulator
from devices.errors import DeviceError, Trouble
from devices.ports import PrinterState, PrintOutcome
from printing.document import Direction, Document, Item, Style, Text
from tests.devices.benches import Bench, EscposBench, FakeBench
from tests.devices.usb_bus import usb_wire

PAPER = Document("en", Direction.LEFT_TO_RIGHT, (Text("Shop", Style.TITLE), Item("Soap", "2.00"), Text("Thank you")))
ANSWERED = [Trouble.PAPER_OUT, Trouble.COVER_OPEN, Trouble.OFFLINE, Trouble.CUTTER, Trouble.BROKEN]
SILENT = [Trouble.UNREACHABLE, Trouble.NO_ANSWER, Trouble.GARBLED]
STATES = {
    Trouble.PAPER_OUT: PrinterState.PAPER_OUT,
    Trouble.COVER_OPEN: PrinterState.COVER_OPEN,
    Trouble.OFFLINE: PrinterState.OFFLINE,
    Trouble.CUTTER: PrinterState.ERROR,
    Trouble.BROKEN: PrinterState.ERROR,
    Trouble.UNREACHABLE: PrinterState.OFFLINE,
    Trouble.NO_ANSWER: PrinterState.UNKNOWN,
    Trouble.GARBLED: PrinterState.UNKNOWN,
}


@pytest.fixture(params=["fake", "escpos-on-tcp", "escpos-on-usb"])
def bench(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A printer that is well."""
    if request.param == "fake":
        yield FakeBench()
        return
    with EscposEmulator() as emulator:
        on_usb = request.param == "escpos-on-usb"
        yield EscposBench(emulator, usb_wire(monkeypatch, emulator) if on_usb else None)


def test_a_paper_comes_out_and_is_confirmed(bench: Bench) -> None:
    result = bench.printer.print_document(bench.printer.render(PAPER))
    assert result.outcome is PrintOutcome.CONFIRMED
    assert result.status.state is PrinterState.READY
    assert result.trouble is None
    (paper,) = bench.papers(1)
    assert "Soap" in paper
    assert "2.00" in paper


def test_a_repeated_paper_says_so(bench: Bench) -> None:
    bench.printer.print_document(bench.printer.render(PAPER, copy_text="COPY"))
    bench.printer.print_document(bench.printer.render(PAPER))
    first, second = bench.papers(2)
    assert "COPY" in first
    assert "COPY" not in second


def test_many_papers_come_out_in_order(bench: Bench) -> None:
    for number in range(5):
        document = Document("en", Direction.LEFT_TO_RIGHT, (Text(f"paper {number}"),))
        assert bench.printer.print_document(bench.printer.render(document)).outcome is PrintOutcome.CONFIRMED
    assert [number for number, paper in enumerate(bench.papers(5)) if f"paper {number}" in paper] == [0, 1, 2, 3, 4]


def test_a_printer_that_is_well_says_so(bench: Bench) -> None:
    status = bench.printer.status()
    assert (status.state, status.trouble, status.can_print) == (PrinterState.READY, None, True)
    assert bench.printer.info.answers


def test_low_paper_warns_and_prints(bench: Bench) -> None:
    bench.lower_the_paper()
    assert bench.printer.status().state is PrinterState.PAPER_LOW
    result = bench.printer.print_document(bench.printer.render(PAPER))
    assert (result.outcome, result.status.state) == (PrintOutcome.CONFIRMED, PrinterState.PAPER_LOW)


@pytest.mark.parametrize("trouble", ANSWERED + SILENT)
def test_in_trouble_nothing_is_printed_and_the_next_job_goes_through(bench: Bench, trouble: Trouble) -> None:
    bench.hurt(trouble)
    status = bench.printer.status()
    assert (status.state, status.trouble) == (STATES[trouble], trouble)
    with pytest.raises(DeviceError) as refused:
        bench.printer.print_document(bench.printer.render(PAPER))
    assert refused.value.trouble is trouble
    bench.heal()
    assert bench.printer.status().state is PrinterState.READY
    assert bench.printer.print_document(bench.printer.render(PAPER)).outcome is PrintOutcome.CONFIRMED
    assert len(bench.papers(1)) == 1


def test_paper_that_ends_inside_a_job_may_have_printed(bench: Bench) -> None:
    bench.hurt_inside()
    result = bench.printer.print_document(bench.printer.render(PAPER))
    assert (result.outcome, result.trouble) == (PrintOutcome.UNCONFIRMED, Trouble.PAPER_OUT)
    assert result.status.state is PrinterState.PAPER_OUT
    assert bench.papers(0) == []
    assert bench.torn_papers() == 1


def test_a_lost_confirmation_may_have_printed(bench: Bench) -> None:
    bench.hurt_after()
    result = bench.printer.print_document(bench.printer.render(PAPER))
    assert (result.outcome, result.trouble) == (PrintOutcome.UNCONFIRMED, Trouble.NO_ANSWER)
    assert len(bench.papers(1)) == 1


def test_the_drawer_opens_once(bench: Bench) -> None:
    bench.printer.open_drawer()
    assert bench.kicks(1) == 1


def test_the_drawer_rests_a_second_between_openings(bench: Bench) -> None:
    bench.printer.open_drawer()
    bench.clock.seconds += 0.9
    with pytest.raises(DeviceError) as refused:
        bench.printer.open_drawer()
    assert refused.value.trouble is Trouble.DRAWER_TOO_SOON
    bench.clock.seconds += 0.2
    bench.printer.open_drawer()
    assert bench.kicks(2) == 2


@pytest.mark.parametrize("trouble", [Trouble.PAPER_OUT, Trouble.COVER_OPEN, Trouble.OFFLINE])
def test_the_drawer_opens_without_paper(bench: Bench, trouble: Trouble) -> None:
    bench.hurt(trouble)
    bench.printer.open_drawer()
    assert bench.kicks(1) == 1


@pytest.mark.parametrize("trouble", SILENT)
def test_a_drawer_out_of_reach_stays_shut_and_may_be_tried_again(bench: Bench, trouble: Trouble) -> None:
    bench.hurt(trouble)
    with pytest.raises(DeviceError) as refused:
        bench.printer.open_drawer()
    assert refused.value.trouble is trouble
    bench.heal()
    assert bench.kicks(0) == 0
    bench.printer.open_drawer()
    assert bench.kicks(1) == 1


def test_no_port_is_touched_inside_a_unit_of_work(bench: Bench) -> None:
    job = bench.printer.render(PAPER)
    mark_unit(opened=True)
    try:
        for act in (bench.printer.status, bench.printer.open_drawer, lambda: bench.printer.print_document(job)):
            with pytest.raises(RuntimeError, match="unit of work"):
                act()
    finally:
        mark_unit(opened=False)
    assert bench.papers(0) == []
    assert bench.kicks(0) == 0
