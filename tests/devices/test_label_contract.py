"""What every label printer promises: run against the fake, and against the drivers in front of emulated printers."""

from collections.abc import Iterator

import pytest

from app.core.io_guard import mark_unit
from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.tspl.printer import TsplEmulator
from devices.emulators.zpl.printer import ZplEmulator
from devices.errors import DeviceError, Trouble
from devices.labels.options import LabelOptions, Media
from devices.labels.port import LabelOutcome, Labels
from devices.ports import PrinterState
from printing.labels.layout import lay_out_tag
from printing.labels.tag import LabelStock, PriceTag
from tests.devices.label_benches import (
    STOCK,
    EscposLabelBench,
    FakeLabelBench,
    LabelBench,
    tspl_bench,
    zpl_bench,
)
from tests.devices.usb_bus import usb_wire

BREAD, MILK, TEA = "4607001771234", "96385074", "TEA-1"


def labels(code: str, copies: int = 1, stock: LabelStock = STOCK) -> Labels:
    return Labels(lay_out_tag(PriceTag("Хлеб ржаной", "45.50 RUB", code=code), stock), copies)


@pytest.fixture(params=["fake", "tspl", "tspl-on-usb", "zpl", "escpos"])
def bench(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[LabelBench]:
    """A label printer that is well."""
    options = LabelOptions(STOCK)
    match request.param:
        case "fake":
            yield FakeLabelBench()
        case "tspl":
            with TsplEmulator() as tspl:
                yield tspl_bench(tspl, options)
        case "tspl-on-usb":
            with TsplEmulator() as tspl:
                yield tspl_bench(tspl, options, usb_wire(monkeypatch, tspl))
        case "zpl":
            with ZplEmulator() as zpl:
                yield zpl_bench(zpl, options)
        case _:
            with EscposEmulator() as escpos:
                yield EscposLabelBench(escpos)


def test_labels_come_out_in_order_and_are_confirmed(bench: LabelBench) -> None:
    assert bench.printer.status().state is PrinterState.READY
    assert (bench.printer.info.stock, bench.printer.info.verified_on_hardware) == (STOCK, False)
    result = bench.printer.print_labels([labels(BREAD, 2), labels(MILK), labels(TEA)])
    assert (result.outcome, result.trouble) == (LabelOutcome.PRINTED, None)
    assert bench.codes(4) == [BREAD, BREAD, MILK, TEA]


def test_in_trouble_nothing_is_printed_and_the_next_batch_goes_through(bench: LabelBench) -> None:
    for trouble in bench.hurts:
        bench.hurt(trouble)
        assert bench.printer.status().trouble is trouble
        with pytest.raises(DeviceError) as refused:
            bench.printer.print_labels([labels(BREAD)])
        assert refused.value.trouble is trouble
        bench.heal()
    assert bench.printer.print_labels([labels(MILK)]).outcome is LabelOutcome.PRINTED
    assert bench.codes(1) == [MILK]


def test_paper_that_ends_inside_a_batch_holds_it_or_leaves_it_open(bench: LabelBench) -> None:
    bench.end_paper_after(2)
    result = bench.printer.print_labels([labels(BREAD, 4), labels(MILK)])
    assert result.told == (2 if bench.printer.info.counts else None)
    if bench.holds:
        assert (result.outcome, result.trouble) == (LabelOutcome.HELD, Trouble.PAPER_OUT)
        assert bench.printer.status().trouble is Trouble.PAPER_OUT
        assert bench.printer.go_on().outcome is LabelOutcome.HELD
        bench.heal()
        assert bench.printer.go_on().outcome is LabelOutcome.PRINTED
    else:
        assert result.outcome is LabelOutcome.UNCONFIRMED
        bench.heal()
    assert bench.codes(5) == [BREAD] * 4 + [MILK]
    assert bench.printer.go_on().outcome is LabelOutcome.UNCONFIRMED


def test_power_that_goes_inside_a_batch_leaves_it_open(bench: LabelBench) -> None:
    bench.cut_after(2)
    result = bench.printer.print_labels([labels(BREAD, 5)])
    assert result.outcome is LabelOutcome.UNCONFIRMED
    bench.heal()
    assert bench.printer.print_labels([labels(MILK)], clear=True).outcome is LabelOutcome.PRINTED
    assert bench.codes(3) == [BREAD, BREAD, MILK]


def test_no_port_is_touched_inside_a_unit_of_work(bench: LabelBench) -> None:
    mark_unit(opened=True)
    try:
        for act in (bench.printer.status, bench.printer.go_on, lambda: bench.printer.print_labels([labels(BREAD)])):
            with pytest.raises(RuntimeError, match="unit of work"):
                act()
    finally:
        mark_unit(opened=False)
    assert bench.codes(0) == []


@pytest.mark.parametrize("language", ["tspl", "zpl"])
def test_half_a_picture_does_not_eat_the_next_batch(language: str) -> None:
    """The connection broke inside a picture: the printer takes everything for the rest of it until it is cleared."""
    options = LabelOptions(STOCK)
    emulator: TsplEmulator | ZplEmulator = TsplEmulator() if language == "tspl" else ZplEmulator()
    with emulator:
        bench = tspl_bench(emulator, options) if isinstance(emulator, TsplEmulator) else zpl_bench(emulator, options)
        emulator.order("break after 3000")
        result = bench.printer.print_labels([labels(BREAD, 3)])
        assert (result.outcome, result.trouble) == (LabelOutcome.UNCONFIRMED, Trouble.LOST)
        assert bench.printer.print_labels([labels(MILK)]).outcome is LabelOutcome.PRINTED
        assert bench.codes(1) == [MILK]


@pytest.mark.parametrize("language", ["tspl", "zpl"])
def test_a_printer_that_was_set_up_prints_the_codes_itself(language: str) -> None:
    stock = LabelStock(43, 25, 300)
    options = LabelOptions(stock, Media.MARK, gap_mm=3, density=10, speed=4, turned=True, native_codes=True)
    emulator: TsplEmulator | ZplEmulator = TsplEmulator(dpi=300) if language == "tspl" else ZplEmulator(dpi=300)
    with emulator:
        bench = tspl_bench(emulator, options) if isinstance(emulator, TsplEmulator) else zpl_bench(emulator, options)
        batch = [labels(code, stock=stock) for code in (BREAD, MILK, TEA)]
        assert bench.printer.print_labels(batch).outcome is LabelOutcome.PRINTED
        assert bench.codes(3) == [BREAD, MILK, TEA]
        (first, *_) = emulator.labels
        assert first.density == 10
        assert not first.drawn.remarks
