"""The maker's codes: errors, kinds of receipts, ways of paying, taxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.core.errors import BadInput
from devices.address import DeviceAddress, choice_option, whole_option
from devices.errors import DeviceError, Trouble
from devices.fiscal.port import FiscalSettings
from devices.fiscal.receipt import DocumentKind, FiscalLine, ItemKind, Settlement

OPTION_NAMES: Final = frozenset({"level", "password", "columns"})
SYSTEM_ADMINISTRATOR: Final = 30
TENDER_SLOTS: Final = 16
_TAX_BYTES: Final = (0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x81, 0x82, 0x84, 0x90)
TAX_WITHOUT_SUM: Final = frozenset({0x04, 0x08})
"""At 0 % and without tax, a correction tells the amount instead."""

# 8Dh counts from 0 and in another order than FF46h, which counts from 1.
OPENING: Final = {
    DocumentKind.SALE: 0,
    DocumentKind.PURCHASE: 1,
    DocumentKind.SALE_RETURN: 2,
    DocumentKind.PURCHASE_RETURN: 3,
}
OPERATION: Final = {
    DocumentKind.SALE: 1,
    DocumentKind.SALE_RETURN: 2,
    DocumentKind.PURCHASE: 3,
    DocumentKind.PURCHASE_RETURN: 4,
}
KIND_OF_OPERATION: Final = {operation: kind for kind, operation in OPERATION.items()}

SETTLEMENT: Final = {settlement: number for number, settlement in enumerate(Settlement, start=1)}
_SUBJECT: Final = {
    ItemKind.GOODS: 1,
    ItemKind.EXCISE: 2,
    ItemKind.WORK: 3,
    ItemKind.SERVICE: 4,
    ItemKind.PAYMENT: 10,
    ItemKind.OTHER: 13,
}
_MARKED_SUBJECT: Final = {
    (ItemKind.EXCISE, False): 30,
    (ItemKind.EXCISE, True): 31,
    (ItemKind.GOODS, False): 32,
    (ItemKind.GOODS, True): 33,
}

# Types of documents in the fiscal storage.
SHIFT_OPENED: Final = 2
RECEIPT: Final = 3
SHIFT_CLOSED: Final = 5
CORRECTION: Final = 31

PRINTING: Final = 0x50
WAITS_TO_CONTINUE: Final = 0x58
NO_OPEN_RECEIPT: Final = 0x55
OTHER_OPERATOR: Final = 0x59
NO_SUCH_DATA: Final = 0x08
UNCERTAIN: Final = frozenset({0x20, 0x2F, 0x30})
"""The exchange with the fiscal storage broke off: it may have taken the document."""

_TROUBLES: Final = {
    0x02: Trouble.STORAGE,
    0x03: Trouble.STORAGE,
    0x04: Trouble.STORAGE,
    0x05: Trouble.STORAGE,
    0x06: Trouble.STORAGE,
    0x07: Trouble.CLOCK_UNSET,
    0x0A: Trouble.REGISTER_REFUSED,
    0x11: Trouble.STORAGE,
    0x12: Trouble.STORAGE_FULL,
    0x14: Trouble.STORAGE_FULL,
    0x16: Trouble.SHIFT_EXPIRED,
    0x20: Trouble.STORAGE,
    0x2F: Trouble.STORAGE,
    0x30: Trouble.STORAGE,
    0x37: Trouble.NOT_POSSIBLE,
    0x45: Trouble.SUM_DIFFERS,
    0x46: Trouble.CASH_SHORT,
    0x4A: Trouble.DOCUMENT_OPEN,
    0x4E: Trouble.SHIFT_EXPIRED,
    0x4F: Trouble.WRONG_LOGIN,
    PRINTING: Trouble.BUSY,
    WAITS_TO_CONTINUE: Trouble.BUSY,
    OTHER_OPERATOR: Trouble.DOCUMENT_OPEN,
    0x6B: Trouble.PAPER_OUT,
    0xC0: Trouble.CLOCK_UNSET,
    **dict.fromkeys(range(0xA0, 0xA6), Trouble.MARK_REFUSED),
}


class Refused(DeviceError):
    """The register answered a command with an error ``number``, and did not carry it out."""

    def __init__(self, code: bytes, number: int) -> None:
        maker_code = f"{code.hex().upper()}h: {number:02X}h"
        super().__init__(_TROUBLES.get(number, Trouble.REGISTER_REFUSED), maker_code=maker_code)
        self.number = number


@dataclass(frozen=True, slots=True)
class ShtrihOptions:
    """What the address says. ``level`` is that of the line: 1 or 2. ``columns`` are characters of its paper."""

    level: int = 1
    password: int = SYSTEM_ADMINISTRATOR
    columns: int = 40

    @classmethod
    def of(cls, address: DeviceAddress) -> "ShtrihOptions":
        """``level=1|2``, ``password=30``, ``columns=40``; BadInput ``address_option`` or ``address_value``."""
        address.refuse_unknown_options(OPTION_NAMES)
        return cls(
            level=int(choice_option(address.options, "level", "1", ("1", "2"))),
            password=whole_option(address.options, "password", SYSTEM_ADMINISTRATOR, range(100_000_000)),
            columns=whole_option(address.options, "columns", 40, range(24, 73)),
        )


@dataclass(frozen=True, slots=True)
class CodeTables:
    """The owner's tables as the register's numbers."""

    taxes: Mapping[str, int]
    tenders: Mapping[str, int]
    tax_system: int

    @classmethod
    def of(cls, settings: FiscalSettings) -> "CodeTables":
        """Taxes are the bytes of the maker's table (``2``, ``0x82``), tenders 1 to 16, the system one of its bits.

        BadInput ``address_value`` for what is none.
        """
        taxes = {code: _number(text, _TAX_BYTES) for code, text in settings.taxes.items()}
        tenders = {code: _number(text, range(1, TENDER_SLOTS + 1)) for code, text in settings.tenders.items()}
        return cls(taxes, tenders, _number(settings.tax_system or "1", (0x01, 0x02, 0x04, 0x08, 0x10, 0x20)))

    def tax(self, line: FiscalLine) -> int:
        """DeviceError ``register_tax_unknown``."""
        if line.tax_code not in self.taxes:
            raise DeviceError(Trouble.TAX_UNKNOWN, maker_code=line.tax_code)
        return self.taxes[line.tax_code]

    def tender(self, code: str) -> int:
        """DeviceError ``register_tender_unknown``."""
        if code not in self.tenders:
            raise DeviceError(Trouble.TENDER_UNKNOWN, maker_code=code)
        return self.tenders[code]


def _number(text: str, allowed: range | tuple[int, ...]) -> int:
    try:
        number = int(text, 0)
    except ValueError:
        number = -1
    if number not in allowed:
        shown = ", ".join(map(str, allowed))
        raise BadInput("address_value", option="code", got=text[:40], allowed=shown)
    return number


def subject(line: FiscalLine) -> int:
    """What is sold, in the maker's numbers; DeviceError ``receipt_wrong`` for a marking of something else."""
    if not (line.is_marked or line.marked_code):
        return _SUBJECT[line.item_kind]
    number = _MARKED_SUBJECT.get((line.item_kind, bool(line.marked_code)))
    if number is None:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="marking")
    return number
