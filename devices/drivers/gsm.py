"""From an address to the GSM modem that stands there."""

from typing import Final

from devices.address import DeviceAddress
from devices.exchanges.log import log_of
from devices.exchanges.recorded import RecordedWire
from devices.sms.modem import GsmModem, Patience
from devices.sms.options import SmsOptions
from devices.sms.port import SmsGateway
from devices.transports.open import open_transport
from devices.transports.serial_line import SerialWire
from devices.transports.tcp import TcpWire

_PORT: Final = 9110
_BAUD: Final = 115_200


def open_gsm(address: str, patience: Patience | None = None) -> SmsGateway:
    """The modem at an address such as ``gsm+serial:///dev/ttyUSB2?pin=1234``.

    Touches no device yet. Raises BadInput for an address or option that can not be.
    """
    parsed = DeviceAddress.parse(address)
    options = SmsOptions.of(parsed)
    transport = open_transport(parsed, port=_PORT, speed=_BAUD, flow="none")
    # The options have refused every other way.
    assert isinstance(transport, TcpWire | SerialWire)
    return GsmModem(RecordedWire(transport, log_of(address)), options, patience)
