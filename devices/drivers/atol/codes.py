"""The maker's words and numbers: errors, kinds of receipts, taxes, ways of paying."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.core.errors import BadInput
from devices.address import DeviceAddress, choice_option, whole_option
from devices.errors import DeviceError, Trouble
from devices.fiscal.port import FiscalSettings
from devices.fiscal.receipt import DocumentKind, FiscalLine, ItemKind, Settlement

OPTION_NAMES: Final = frozenset({"api", "device", "user", "password", "columns"})

_TAX_SYSTEMS: Final = ("osn", "usnIncome", "usnIncomeOutcome", "envd", "esn", "patent")
_TAXES: Final = (
    *("none", "vat0", "vat5", "vat7", "vat10", "vat18", "vat20", "vat22"),
    *("vat105", "vat107", "vat110", "vat118", "vat120", "vat122"),
)
_TENDERS: Final = ("cash", "electronically", "prepaid", "credit", "other")
_TENDER_NUMBERS: Final = range(100)

TASK_OF_KIND: Final = {
    DocumentKind.SALE: "sell",
    DocumentKind.SALE_RETURN: "sellReturn",
    DocumentKind.PURCHASE: "buy",
    DocumentKind.PURCHASE_RETURN: "buyReturn",
}
KIND_OF_OPERATION: Final = {
    1: DocumentKind.SALE,
    2: DocumentKind.SALE_RETURN,
    3: DocumentKind.PURCHASE,
    4: DocumentKind.PURCHASE_RETURN,
}
"""The operation as the storage writes it (tag 1054)."""

SETTLEMENT: Final = {
    Settlement.FULL_PREPAYMENT: "fullPrepayment",
    Settlement.PREPAYMENT: "prepayment",
    Settlement.ADVANCE: "advance",
    Settlement.FULL_PAYMENT: "fullPayment",
    Settlement.PARTIAL_PAYMENT: "partialPayment",
    Settlement.CREDIT: "credit",
    Settlement.CREDIT_PAYMENT: "creditPayment",
}
_SUBJECT: Final = {
    ItemKind.GOODS: "commodity",
    ItemKind.EXCISE: "excise",
    ItemKind.WORK: "job",
    ItemKind.SERVICE: "service",
    ItemKind.PAYMENT: "payment",
    ItemKind.OTHER: "another",
}
_MARKED_SUBJECT: Final = {
    (ItemKind.EXCISE, False): "exciseWithoutMarking",
    (ItemKind.EXCISE, True): "exciseWithMarking",
    (ItemKind.GOODS, False): "commodityWithoutMarking",
    (ItemKind.GOODS, True): "commodityWithMarking",
}

RECEIPTS: Final = frozenset({"receipt", "bso"})
CORRECTIONS: Final = frozenset({"receiptCorrection", "bsoCorrection"})

WAITS_TO_CONTINUE: Final = frozenset({32, 151})
UNCERTAIN: Final = frozenset({2, 3, 15, 55, 104, 115, 140, 173, 174, 175, 176, 177, 178})
"""The link broke off somewhere: an error, and yet the storage may have taken the document."""

_TROUBLES: Final = {
    2: Trouble.UNREACHABLE,
    3: Trouble.BUSY,
    11: Trouble.NOT_POSSIBLE,
    28: Trouble.CLOCK_UNSET,
    29: Trouble.CLOCK_UNSET,
    32: Trouble.BUSY,
    35: Trouble.CLOCK_UNSET,
    44: Trouble.PAPER_OUT,
    45: Trouble.COVER_OPEN,
    46: Trouble.BROKEN,
    47: Trouble.BROKEN,
    52: Trouble.RECEIPT_WRONG,
    55: Trouble.BUSY,
    66: Trouble.RECEIPT_WRONG,
    68: Trouble.SHIFT_EXPIRED,
    73: Trouble.SHIFT_CLOSED,
    80: Trouble.CASH_SHORT,
    82: Trouble.DOCUMENT_OPEN,
    83: Trouble.SHIFT_OPEN,
    104: Trouble.STORAGE,
    114: Trouble.BROKEN,
    115: Trouble.STORAGE,
    117: Trouble.STORAGE,
    120: Trouble.STORAGE_FULL,
    121: Trouble.STORAGE_FULL,
    122: Trouble.CLOCK_UNSET,
    137: Trouble.STORAGE_FULL,
    140: Trouble.STORAGE,
    141: Trouble.SHIFT_EXPIRED,
    143: Trouble.TAX_UNKNOWN,
    144: Trouble.TAX_UNKNOWN,
    150: Trouble.CUTTER,
    151: Trouble.BUSY,
    **dict.fromkeys(range(173, 179), Trouble.STORAGE),
    188: Trouble.BUSY,
    196: Trouble.WRONG_LOGIN,
    203: Trouble.DOCUMENT_OPEN,
    219: Trouble.RECEIPT_WRONG,
    227: Trouble.SUM_DIFFERS,
}


def trouble_of(code: int) -> Trouble:
    """The shop's word for an error of the maker."""
    return _TROUBLES.get(code, Trouble.REGISTER_REFUSED)


@dataclass(frozen=True, slots=True)
class AtolOptions:
    """What the address says. ``api`` is the generation of the service's paths, ``device`` the register's name there."""

    api: int = 2
    device: str = ""
    user: str = ""
    password: str = ""
    columns: int = 48

    @classmethod
    def of(cls, address: DeviceAddress) -> "AtolOptions":
        """``api=1|2``, ``device``, ``user``, ``password``, ``columns``; BadInput for anything else."""
        address.refuse_unknown_options(OPTION_NAMES)
        texts = {name: address.options.get(name, "") for name in ("device", "user", "password")}
        for name, text in texts.items():
            if not (text.isascii() and text.isprintable()) or (name == "user" and ":" in text):
                raise BadInput("address_value", option=name, got=text[:40], allowed="ASCII")
        return cls(
            api=int(choice_option(address.options, "api", "2", ("1", "2"))),
            columns=whole_option(address.options, "columns", 48, range(24, 73)),
            **texts,
        )

    @property
    def base(self) -> str:
        """The path of the queue."""
        return "/api/v2/requests" if self.api == 2 else "/requests"


@dataclass(frozen=True, slots=True)
class CodeTables:
    """The owner's tables in the maker's words."""

    taxes: Mapping[str, str]
    tenders: Mapping[str, str | int]
    tax_system: str

    @classmethod
    def of(cls, settings: FiscalSettings) -> "CodeTables":
        """Taxes are words like ``vat20``, tenders words like ``cash`` or numbers, the tax system a word like ``osn``.

        BadInput ``address_value`` for what is none.
        """
        taxes = {code: _word(text, _TAXES) for code, text in settings.taxes.items()}
        tenders = {code: _tender(text) for code, text in settings.tenders.items()}
        return cls(taxes, tenders, _word(settings.tax_system, _TAX_SYSTEMS) if settings.tax_system else "")

    def tax(self, line: FiscalLine) -> str:
        """DeviceError ``register_tax_unknown``."""
        if line.tax_code not in self.taxes:
            raise DeviceError(Trouble.TAX_UNKNOWN, maker_code=line.tax_code)
        return self.taxes[line.tax_code]

    def tender(self, code: str) -> str | int:
        """DeviceError ``register_tender_unknown``."""
        if code not in self.tenders:
            raise DeviceError(Trouble.TENDER_UNKNOWN, maker_code=code)
        return self.tenders[code]


def _word(text: str, allowed: Iterable[str]) -> str:
    words = tuple(allowed)
    if text not in words:
        raise BadInput("address_value", option="code", got=text[:40], allowed=", ".join(words))
    return text


def _tender(text: str) -> str | int:
    if text.isascii() and text.isdigit() and int(text[:5]) in _TENDER_NUMBERS:
        return int(text)
    return _word(text, _TENDERS)


def subject(line: FiscalLine) -> str:
    """What is sold, in the maker's words; DeviceError ``receipt_wrong`` for a marking of something else."""
    if not (line.is_marked or line.marked_code):
        return _SUBJECT[line.item_kind]
    word = _MARKED_SUBJECT.get((line.item_kind, bool(line.marked_code)))
    if word is None:
        raise DeviceError(Trouble.RECEIPT_WRONG, maker_code="marking")
    return word
