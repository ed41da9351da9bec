"""From an address to the label printer that stands there."""

from devices.address import DeviceAddress
from devices.drivers.escpos import session
from devices.drivers.escpos.labels import EscposLabelPrinter, EscposLabels
from devices.drivers.tspl.dialect import Tspl
from devices.drivers.zpl.dialect import Zpl
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedOutlet, RecordedWire
from devices.labels.dialect import Dialect, Language, Patience
from devices.labels.options import LabelOptions
from devices.labels.port import LabelPrinter
from devices.labels.printer import AnsweringLabelPrinter, MuteLabelPrinter
from devices.transports.channel import WireOutlet
from devices.transports.open import baud, open_transport
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire
from devices.transports.usb_line import UsbWire

_LABEL_BAUD = 9600
"""Label printers come with another speed than receipt printers."""


def open_label_printer(address: str) -> LabelPrinter:
    """The printer at an address such as ``tspl+tcp://192.0.2.60:9100?width_mm=58&height_mm=40&dpi=203``.

    Touches no device yet. Raises BadInput for an address or option that can not be.
    """
    parsed = DeviceAddress.parse(address)
    options = LabelOptions.of(parsed)
    is_escpos = parsed.driver == EscposLabels.name
    transport = open_transport(parsed) if is_escpos else open_transport(parsed, speed=_LABEL_BAUD, flow="none")
    dialect: Dialect = Zpl(options) if parsed.driver == Zpl.name else Tspl(options)
    language: Language = EscposLabels(options) if is_escpos else dialect
    if not isinstance(transport, TcpWire | SerialWire | UsbWire):
        return MuteLabelPrinter(RecordedOutlet(transport, log_of(address)), language, options)
    wire = RecordedWire(transport, log_of(address))
    # A byte takes ten bits on a serial line.
    is_serial = isinstance(transport, SerialWire)
    bytes_per_s = (baud(parsed) if is_escpos else baud(parsed, _LABEL_BAUD)) // 10 if is_serial else None
    if not options.answers:
        return MuteLabelPrinter(WireOutlet(wire), language, options, _patience(bytes_per_s))
    if is_escpos:
        patience = session.Patience() if bytes_per_s is None else session.Patience(bytes_per_s=bytes_per_s)
        return EscposLabelPrinter(wire, options, patience)
    return AnsweringLabelPrinter(wire, dialect, options, _patience(bytes_per_s))


def _patience(bytes_per_s: int | None) -> Patience:
    return Patience() if bytes_per_s is None else Patience(bytes_per_s=bytes_per_s)
