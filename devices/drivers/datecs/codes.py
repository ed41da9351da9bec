"""The maker's commands, and the owner's tables in the maker's letters and numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from app.core.errors import BadInput
from devices.address import DeviceAddress, choice_option, whole_option
from devices.drivers.datecs.status import Status
from devices.errors import DeviceError, Trouble
from devices.fiscal.port import FiscalSettings
from devices.fiscal.receipt import FiscalLine

OPTION_NAMES: Final = frozenset({"dialect", "operator", "password", "till", "columns"})
OPERATORS: Final = range(1, 31)
CARD_TERMINAL_FAILED: Final = 111_560
"""The card may have been charged, and the payment waits to be finished."""

TOLD_TROUBLES: Final = (
    (re.compile("парол|password", re.IGNORECASE), Trouble.WRONG_LOGIN),
    (re.compile(r"\b(?:НАП|NRA)\b"), Trouble.TERMINAL_SILENT),
    (re.compile("фактур|invoice", re.IGNORECASE), Trouble.REGISTER_REFUSED),
)
"""What a register says of a receipt that it does not allow, where its status leaves that open."""

_GROUPS: Final = 8
_CYRILLIC: Final = "АБВГДЕЖЗ"
_LATIN: Final = "ABCDEFGH"
_PASSWORD: Final = re.compile(r"[0-9A-Za-z]{1,8}")
_FACTORY_PASSWORD: Final = "0000"  # noqa: S105 - no secret: every register comes with it


class Command(IntEnum):
    """What a register is told and asked."""

    LAST_ERROR = 0x20
    OPEN_SERVICE = 0x26
    CLOSE_SERVICE = 0x27
    SERVICE_TEXT = 0x2A
    STORNO_EXTENDED = 0x2B
    STORNO_CLASSIC = 0x2E
    OPEN_RECEIPT = 0x30
    SELL = 0x31
    PAY = 0x35
    RECEIPT_TEXT = 0x36
    CARD_TERMINAL = 0x37
    CLOSE_RECEIPT = 0x38
    BUYER = 0x39
    CANCEL_RECEIPT = 0x3C
    SET_CLOCK = 0x3D
    CLOCK = 0x3E
    LAST_CLOSING = 0x40
    REPORT = 0x45
    CASH = 0x46
    STATUS = 0x4A
    TRANSACTION = 0x4C
    IDENTITY = 0x5A
    ERROR_TEXT = 0x64
    RECEIPT_SUMS = 0x67
    DRAWER = 0x6A
    COPY = 0x6D
    LAST_DOCUMENT = 0x71
    JOURNAL_CLASSIC = 0x77
    JOURNAL_EXTENDED = 0x7D


class Refused(DeviceError):
    """The register did not carry out a command; ``number`` is its error, 0 where only the status tells."""

    def __init__(self, command: int, status: Status, trouble: Trouble, number: int = 0, told: str = "") -> None:
        shown = f"{command:02X}h {status.maker_code} {number or ''} {told}"
        super().__init__(trouble, maker_code=" ".join(shown.split())[:120])
        self.status = status
        self.number = number


@dataclass(frozen=True, slots=True)
class DatecsOptions:
    """What the address says: how the model is spoken to, who sells where, and the characters of its paper."""

    dialect: str = "p"
    operator: int = 1
    password: str = _FACTORY_PASSWORD
    till: int = 1
    columns: int = 36

    @classmethod
    def of(cls, address: DeviceAddress) -> "DatecsOptions":
        """``dialect=p|x``, ``operator=1``, ``password=0000``, ``till=1``, ``columns=36``.

        BadInput ``address_option`` or ``address_value``.
        """
        address.refuse_unknown_options(OPTION_NAMES)
        password = address.options.get("password", _FACTORY_PASSWORD)
        if not _PASSWORD.fullmatch(password):
            raise BadInput("address_value", option="password", got=password[:40], allowed="0-9 A-Z a-z")
        return cls(
            dialect=choice_option(address.options, "dialect", "p", ("p", "x")),
            operator=whole_option(address.options, "operator", 1, OPERATORS),
            password=password,
            till=whole_option(address.options, "till", 1, range(1, 100_000)),
            columns=whole_option(address.options, "columns", 36, range(24, 65)),
        )


@dataclass(frozen=True, slots=True)
class CodeTables:
    """The owner's tables: tax groups from 1 to 8, ways of paying as the family writes them."""

    groups: Mapping[str, int]
    tenders: Mapping[str, str]

    @classmethod
    def of(cls, settings: FiscalSettings, tender_symbols: str) -> "CodeTables":
        """Tax groups are А to З, A to H or 1 to 8, ways of paying one of ``tender_symbols``.

        BadInput ``address_value`` for what is none.
        """
        groups = {code: _group(text) for code, text in settings.taxes.items()}
        for text in settings.tenders.values():
            if len(text) != 1 or text not in tender_symbols:
                raise BadInput("address_value", option="code", got=text[:40], allowed=", ".join(tender_symbols))
        return cls(groups, dict(settings.tenders))

    def group(self, line: FiscalLine) -> int:
        """DeviceError ``register_tax_unknown``."""
        if line.tax_code not in self.groups:
            raise DeviceError(Trouble.TAX_UNKNOWN, maker_code=line.tax_code)
        return self.groups[line.tax_code]

    def tender(self, code: str) -> str:
        """DeviceError ``register_tender_unknown``."""
        if code not in self.tenders:
            raise DeviceError(Trouble.TENDER_UNKNOWN, maker_code=code)
        return self.tenders[code]


def group_letter(group: int) -> str:
    """A tax group as receipts show it."""
    return _CYRILLIC[group - 1]


def _group(text: str) -> int:
    for names in (_CYRILLIC, _LATIN, "".join(str(number + 1) for number in range(_GROUPS))):
        if len(text) == 1 and text in names:
            return names.index(text) + 1
    raise BadInput("address_value", option="code", got=text[:40], allowed=", ".join(_CYRILLIC))
