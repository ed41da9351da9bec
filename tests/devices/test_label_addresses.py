"""From an address to a label printer, and printers that never answer."""

from pathlib import Path

import pytest

from devices.drivers.escpos.labels import EscposLabelPrinter
from devices.drivers.labels import open_label_printer
from devices.emulators.tspl.printer import TsplEmulator
from devices.errors import DeviceError, Trouble
from devices.labels.port import LabelOutcome, Labels
from devices.labels.printer import AnsweringLabelPrinter, MuteLabelPrinter
from devices.ports import PrinterState
from printing.labels.layout import lay_out_tag
from printing.labels.tag import PriceTag


@pytest.mark.parametrize(
    ("address", "kind", "driver", "answers"),
    [
        ("tspl+tcp://192.0.2.60", AnsweringLabelPrinter, "tspl", True),
        ("zpl+serial:///dev/ttyUSB1?baud=9600", AnsweringLabelPrinter, "zpl", True),
        ("escpos+tcp://192.0.2.60?feed=fs", EscposLabelPrinter, "escpos", True),
        ("zpl+tcp://192.0.2.60?answers=0", MuteLabelPrinter, "zpl", False),
        ("tspl+cups://labels", MuteLabelPrinter, "tspl", False),
        ("escpos+file:///dev/usb/lp1", MuteLabelPrinter, "escpos", False),
    ],
)
def test_each_address_has_its_printer(address: str, kind: type, driver: str, answers: bool) -> None:
    printer = open_label_printer(address)
    assert isinstance(printer, kind)
    assert (printer.info.driver, printer.info.answers) == (driver, answers)


def test_what_never_answers_is_handed_over(tmp_path: Path) -> None:
    port = tmp_path / "lp1"
    printer = open_label_printer(f"tspl+file://{port}?width_mm=43&height_mm=25")
    batch = [Labels(lay_out_tag(PriceTag("Tea", "1.00 EUR"), printer.info.stock), 2)]
    assert printer.status().state is PrinterState.UNKNOWN
    assert printer.print_labels(batch).outcome is LabelOutcome.HANDED_OVER
    whole = port.read_bytes()
    assert whole.startswith(b"~!E\r\nSIZE 43 mm,25 mm\r\n")
    assert whole.endswith(b"PRINT 1,2\r\n")
    assert printer.print_labels(batch, clear=True).outcome is LabelOutcome.HANDED_OVER
    assert port.read_bytes() == whole + b"\x1b!R" + whole
    assert printer.go_on().outcome is LabelOutcome.UNCONFIRMED
    with pytest.raises(DeviceError) as refused:
        open_label_printer(f"tspl+file://{tmp_path}/missing/lp1").print_labels(batch)
    assert refused.value.trouble is Trouble.UNREACHABLE


def test_an_address_reaches_an_emulated_printer() -> None:
    with TsplEmulator() as emulator:
        printer = open_label_printer(f"tspl+tcp://{emulator.host}:{emulator.port}?width_mm=43&height_mm=25")
        batch = [Labels(lay_out_tag(PriceTag("Tea", "1.00 EUR"), printer.info.stock), 2)]
        assert printer.print_labels(batch).outcome is LabelOutcome.PRINTED
        assert len(emulator.wait_for_labels(2)) == 2
