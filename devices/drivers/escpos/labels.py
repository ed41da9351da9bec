"""Receipt printers with a roll of labels in them: each label is one picture, then the paper goes to the next one."""

from collections.abc import Sequence
from typing import Final

from app.core.io_guard import refuse_inside_unit
from devices.drivers.escpos import commands
from devices.drivers.escpos.raster import blank, raster
from devices.drivers.escpos.session import Owed, Patience, Session
from devices.errors import DeviceError, Trouble
from devices.labels.options import Feed, LabelOptions, Media
from devices.labels.port import LabelOutcome, LabelPrinterInfo, LabelResult, Labels
from devices.ports import PrinterStatus, PrintOutcome, PrintResult
from devices.transports.channel import Wire
from printing.labels.paint import paint_tag

NEXT_LABEL: Final = {Feed.GS: b"\x1d\x0c", Feed.FS: b"\x1c\x28\x4c\x02\x00\x43\x32"}
_OUTCOMES: Final = {
    PrintOutcome.CONFIRMED: LabelOutcome.PRINTED,
    PrintOutcome.HANDED_OVER: LabelOutcome.HANDED_OVER,
    PrintOutcome.UNCONFIRMED: LabelOutcome.UNCONFIRMED,
}


class EscposLabels:
    """A ``Language``."""

    name: Final = "escpos"
    greeting: Final = b""
    clear: Final = commands.CLEAR_BUFFERS

    def __init__(self, options: LabelOptions) -> None:
        self._options = options

    def encode(self, batch: Sequence[Labels]) -> bytes:
        """The batch; such printers know no copies, so each label is sent as often as it is wanted."""
        return commands.start(0) + b"".join(_label(labels, self._options) * labels.copies for labels in batch)


def _label(labels: Labels, options: LabelOptions) -> bytes:
    picture = raster(paint_tag(labels.tag))
    if options.media is not Media.CONTINUOUS:
        return picture + NEXT_LABEL[options.feed]
    # Without gaps nothing but the exact height keeps the labels from wandering.
    gap_dots = options.gap_mm * options.stock.dots_per_mm
    return picture + (blank(gap_dots) if gap_dots else b"")


class EscposLabelPrinter:
    """A ``LabelPrinter`` that answers questions. What stops it inside a batch leaves the batch unconfirmed."""

    def __init__(self, wire: Wire, options: LabelOptions, patience: Patience | None = None) -> None:
        self._wire = wire
        self._owed = Owed()
        self._language = EscposLabels(options)
        self._patience = patience or Patience()
        self.info = LabelPrinterInfo(
            EscposLabels.name, options.stock, answers=True, counts=False, verified_on_hardware=False
        )

    def status(self) -> PrinterStatus:
        """Asks; a printer out of reach is OFFLINE."""
        refuse_inside_unit()
        try:
            with Session(self._wire, self._patience, self._owed) as session:
                return session.status()
        except DeviceError as problem:
            return PrinterStatus.of_trouble(problem.trouble, problem.maker_code)

    def print_labels(self, batch: Sequence[Labels], *, clear: bool = False) -> LabelResult:
        """Asks whether the printer is ready, sends the batch, and waits until it says that it is through."""
        refuse_inside_unit()
        job = self._language.encode(batch)
        with Session(self._wire, self._patience, self._owed) as session:
            if clear:
                session.write(self._language.clear)
            before = session.status()
            if before.trouble is not None:
                raise DeviceError(before.trouble, maker_code=before.maker_code)
            return _result(session.print_job(job))

    def go_on(self) -> LabelResult:
        """Nothing is ever held."""
        refuse_inside_unit()
        return LabelResult(LabelOutcome.UNCONFIRMED, Trouble.LOST)


def _result(of: PrintResult) -> LabelResult:
    return LabelResult(_OUTCOMES[of.outcome], of.trouble, of.status.maker_code)
