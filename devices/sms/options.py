"""What a shop sets for a modem, as options of its address."""

import re
from dataclasses import dataclass, field
from typing import Final

from app.core.errors import BadInput
from devices.address import DeviceAddress

GSM_DRIVER: Final = "gsm"
_PIN: Final = re.compile(r"[0-9]{4,8}")


@dataclass(frozen=True, slots=True)
class SmsOptions:
    """Settings of one modem; ``pin`` is that of its SIM card, empty where it asks for none."""

    pin: str = field(default="", repr=False)

    @classmethod
    def of(cls, address: DeviceAddress) -> "SmsOptions":
        """The options of an address: ``pin=1234``.

        Raises BadInput ``sms_driver``, ``sms_transport``, ``address_option`` or ``address_value``.
        """
        if address.driver != GSM_DRIVER:
            raise BadInput("sms_driver", driver=address.driver[:40], known=GSM_DRIVER)
        if address.transport not in {"serial", "tcp"}:
            raise BadInput("sms_transport", transport=address.transport)
        address.refuse_unknown_options({"pin"})
        pin = address.options.get("pin", "")
        if pin and _PIN.fullmatch(pin) is None:
            raise BadInput("address_value", option="pin", got="", allowed="4 to 8 digits")
        return cls(pin)


def sms_options(address: str) -> SmsOptions:
    """The options of a modem's address as text; BadInput as ``DeviceAddress.parse`` and ``SmsOptions.of``."""
    return SmsOptions.of(DeviceAddress.parse(address))
