"""What a modem's numbers mean: +CME of the equipment, +CMS of messages (3GPP 27.007, 27.005, 24.011)."""

from typing import Final

from devices.errors import DeviceError, Trouble
from devices.sms.line import AtError

_EQUIPMENT: Final = {
    5: Trouble.SIM_PIN,
    10: Trouble.SIM_MISSING,
    11: Trouble.SIM_PIN,
    12: Trouble.SIM_PUK,
    13: Trouble.SIM_FAULT,
    14: Trouble.SMS_LATER,
    15: Trouble.SIM_FAULT,
    16: Trouble.SIM_PIN_REFUSED,
    30: Trouble.SMS_NO_NETWORK,
    31: Trouble.SMS_LATER,
    32: Trouble.SMS_NOT_ADMITTED,
}
_MESSAGES: Final = {
    1: Trouble.SMS_NUMBER,
    28: Trouble.SMS_NUMBER,
    **dict.fromkeys((8, 10, 21, 50, 69, 96, 302, 303, 304, 305), Trouble.SMS_REFUSED),
    **dict.fromkeys((27, 38, 41, 42, 47, 332, 500), Trouble.SMS_LATER),
    310: Trouble.SIM_MISSING,
    311: Trouble.SIM_PIN,
    316: Trouble.SIM_PUK,
    **dict.fromkeys((312, 313, 314, 315, 317, 318, 320, 321, 322), Trouble.SIM_FAULT),
    330: Trouble.SMS_CENTER,
    331: Trouble.SMS_NO_NETWORK,
}


def trouble_of(error: AtError) -> DeviceError:
    """What the shop calls it; a number that nobody knows may pass by itself."""
    if error.family == "CMS":
        return DeviceError(_MESSAGES.get(error.number, Trouble.SMS_LATER), maker_code=str(error))
    return DeviceError(_EQUIPMENT.get(error.number, Trouble.MODEM_REFUSED), maker_code=str(error))
