"""What a shop sets for a serial scanner, as options of its address."""

from dataclasses import dataclass
from typing import Final

from app.core.errors import BadInput
from devices.address import DeviceAddress, choice_option, whole_option

SCANNER_DRIVERS: Final = ("scanner",)
_OWN: Final = frozenset({"prefix", "suffix", "same_ms", "ack"})
SUFFIXES: Final = {
    "auto": b"\r\n\t\x03",
    "cr": b"\r",
    "lf": b"\n",
    "tab": b"\t",
    "etx": b"\x03",
    "none": b"",
}
"""The bytes each of which ends a code, by the word in the address."""
_LONGEST_PREFIX: Final = 20


@dataclass(frozen=True, slots=True)
class ScannerOptions:
    """Settings of one scanner.

    ``prefix`` is taken off where a code begins with it. Any byte of ``suffix`` ends a code, and so does silence. The
    same code again within ``same_ms`` is one scan. ``acknowledges`` sends ACK for each code.
    """

    prefix: bytes = b""
    suffix: bytes = SUFFIXES["auto"]
    same_ms: int = 150
    acknowledges: bool = False

    @classmethod
    def of(cls, address: DeviceAddress) -> "ScannerOptions":
        """The options of an address: ``prefix``, ``suffix=auto|cr|lf|tab|etx|none``, ``same_ms=150``, ``ack=0|1``.

        Raises BadInput ``scanner_driver``, ``address_option`` or ``address_value``.
        """
        if address.driver not in SCANNER_DRIVERS:
            raise BadInput("scanner_driver", driver=address.driver[:40], known=", ".join(SCANNER_DRIVERS))
        address.refuse_unknown_options(_OWN)
        options = address.options
        prefix = options.get("prefix", "")
        if len(prefix) > _LONGEST_PREFIX or not prefix.isascii():
            raise BadInput("address_value", option="prefix", got=prefix[:40], allowed="A-Z, 0-9")
        return cls(
            prefix=prefix.encode("ascii"),
            suffix=SUFFIXES[choice_option(options, "suffix", "auto", SUFFIXES)],
            same_ms=whole_option(options, "same_ms", 150, range(151)),
            acknowledges=choice_option(options, "ack", "0", ("0", "1")) == "1",
        )


def scanner_options(address: str) -> ScannerOptions:
    """The options of a scanner's address as text; BadInput as ``DeviceAddress.parse`` and ``ScannerOptions.of``.

    ``address_transport`` for a way on which nothing comes in.
    """
    parsed = DeviceAddress.parse(address)
    refuse_deaf(parsed)
    return ScannerOptions.of(parsed)


def refuse_deaf(address: DeviceAddress) -> None:
    """BadInput ``address_transport`` for a way on which nothing comes in."""
    if address.transport not in {"tcp", "serial"}:
        raise BadInput("address_transport", transport=address.transport, known="tcp, serial")
