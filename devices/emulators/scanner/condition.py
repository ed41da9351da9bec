"""What can be wrong with an emulated scanner, and the lines of text that order it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from devices.emulators.condition import DeviceCondition, switches

HELP: Final = """\
scan TEXT                     reads a code; \\x1d in the text is FNC1
suffix cr | lf | crlf | tab | etx | none
prefix none | stx
aim ID | aim off              what it sends before each code, like ]E0
pieces NUMBER                 a code arrives in so many pieces
twice on | off                each code is sent twice at once
noise on | off                bytes without meaning come before each code
half on | off                 the cable is pulled in the middle of the next code
break after BYTES             drops the connection
power off | on
status                        changes nothing"""

ENDS: Final = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t", "etx": b"\x03", "none": b""}
STARTS: Final = {"none": b"", "stx": b"\x02"}


@dataclass
class ScannerCondition(DeviceCondition):
    """How the scanner is set, and what is wrong with it."""

    suffix: str = "cr"
    prefix: str = "none"
    aim: str = ""
    pieces: int = 1
    twice: bool = False
    noise: bool = False
    half: bool = False

    settled: ClassVar[Mapping[str, Mapping[str, object]]] = {
        **DeviceCondition.settled,
        **switches("twice", "noise", "half"),
        **{f"suffix {name}": {"suffix": name} for name in ENDS},
        **{f"prefix {name}": {"prefix": name} for name in STARTS},
        "aim off": {"aim": ""},
    }
    counted: ClassVar[Mapping[str, str]] = {**DeviceCondition.counted, "pieces": "pieces"}
