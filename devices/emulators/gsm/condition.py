"""What can be wrong with an emulated GSM modem, and the lines of text that order it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.condition import DeviceCondition, switches

HELP: Final = """\
report deliver | fail         the network reports on the oldest message without a report
reports by itself | wait      delivery is reported at once, or when it is ordered
cms NUMBER                    the next message is refused with this code
lose answer                   the next message is sent, and its answer lost
lose ok                       the same, but its number still comes
lose text                     it begins anew before it has the next message
prompt on | off               off: it never asks for the text
chatty on | off               something unasked stands in every answer
slow on | off                 one letter after the other
refuse reports on | off       it knows no delivery reports
sim ready | pin | puk | out   pin: the card asks for 1234
network NUMBER                0 none, 1 home, 2 searching, 3 denied, 5 roaming
center on | off               whether the card knows a message center
reset                         it begins anew: settings are gone
mute on | off, garbage on | off, late MS, break after BYTES, power off | on
status                        changes nothing"""
PIN: Final = "1234"


@dataclass
class GsmCondition(DeviceCondition):
    """How the modem is, and what is wrong with it."""

    reports_wait: bool = True
    cms: int | None = None
    loses: str = ""
    prompt: bool = True
    chatty: bool = False
    slow: bool = False
    refuse_reports: bool = False
    sim: str = "ready"
    pin_tries: int = 3
    network: int = 1
    center: bool = True

    settled: ClassVar[Mapping[str, Mapping[str, object]]] = {
        **DeviceCondition.settled,
        **switches("prompt", "chatty", "slow", "center"),
        **{f"lose {what}": {"loses": what} for what in ("answer", "ok", "text")},
        **{f"refuse reports {word}": {"refuse_reports": word == "on"} for word in ("on", "off")},
        **{f"reports {word}": {"reports_wait": word == "wait"} for word in ("by itself", "wait")},
        "sim ready": {"sim": "ready", "pin_tries": 3},
        "sim pin": {"sim": "pin", "pin_tries": 3},
        "sim puk": {"sim": "puk", "pin_tries": 0},
        "sim out": {"sim": "out"},
    }
    counted: ClassVar[Mapping[str, str]] = {**DeviceCondition.counted, "cms": "cms", "network": "network"}
