"""From an address to the scale that stands there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from devices.address import DeviceAddress
from devices.drivers.scale.cas import Cas
from devices.drivers.scale.lines import Sics, Sma
from devices.drivers.scale.massa import Massa, OldMassa
from devices.drivers.scale.streams import INDICATOR, PLAIN, Stream, framed_command
from devices.drivers.scale.toledo import Toledo
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedWire
from devices.scales.dialect import ScaleDialect
from devices.scales.options import ScaleOptions, refuse_mute
from devices.scales.port import Scale
from devices.scales.scale import WiredScale
from devices.transports.open import open_transport
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire

_PORT: Final = 5001
_ZERO_COMMAND: Final = b"WZER"


@dataclass(frozen=True, slots=True)
class _Factory:
    """How a scale is set when it is new."""

    baud: int = 9_600
    framing: str = "8n1"
    flow: str = "none"


_FACTORY: Final = {
    "toledo": _Factory(framing="7e1"),
    "massa": _Factory(baud=57_600, flow="rtscts"),
    "massa5": _Factory(baud=4_800, framing="8e1"),
}


def open_scale(address: str) -> Scale:
    """The scale at an address such as ``cas+serial:///dev/ttyUSB0?baud=9600`` or ``massa+tcp://192.0.2.70:5001``.

    Touches no device yet. Raises BadInput for an address or option that can not be.
    """
    parsed = DeviceAddress.parse(address)
    refuse_mute(parsed)
    options = ScaleOptions.of(parsed)
    factory = _FACTORY.get(parsed.driver, _Factory())
    wire = open_transport(parsed, port=_PORT, speed=factory.baud, flow=factory.flow, framing=factory.framing)
    assert isinstance(wire, TcpWire | SerialWire)
    return WiredScale(RecordedWire(wire, log_of(address)), _DIALECTS[parsed.driver](options))


def _indicator(options: ScaleOptions) -> ScaleDialect:
    zero = b"" if options.number is None else framed_command(options.number, _ZERO_COMMAND)
    return Stream("casline", INDICATOR, tells_rest=True, zero_command=zero)


_DIALECTS: Final[Mapping[str, Callable[[ScaleOptions], ScaleDialect]]] = {
    "cas": lambda _: Cas(),
    "casline": _indicator,
    "toledo": lambda _: Toledo(),
    "massa": lambda options: Massa(check=options.check, short=options.short),
    "massa5": lambda _: OldMassa(),
    "sma": lambda _: Sma(),
    "sics": lambda _: Sics(),
    "ascii": lambda options: Stream("ascii", options.pattern or PLAIN, tells_rest=False),
}
