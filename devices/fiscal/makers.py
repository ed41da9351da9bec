"""What is known of each maker's registers before one is connected: addresses, and how they call taxes and tenders."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.core.texts import marked

NO_TAX: Final = "none"
"""The shop's code of a line that carries no tax; any other is a rate in basis points."""


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker. ``taxes`` and ``tenders`` are what its registers are told where the owner chose nothing else.

    The choices map a register's own code to words for people, which are messages.
    """

    code: str
    name: str
    examples: tuple[str, ...]
    taxes: Mapping[str, str]
    tenders: Mapping[str, str]
    tax_system: str
    tax_choices: Mapping[str, str]
    tender_choices: Mapping[str, str]
    tax_systems: Mapping[str, str]


_SYSTEM_WORDS: Final = (
    marked("general"),
    marked("simplified, income"),
    marked("simplified, income less costs"),
    marked("agricultural"),
    marked("patent"),
)
_TENDER_WORDS: Final = (marked("cash"), marked("electronic"), marked("prepaid"), marked("credit"), marked("other"))

SHTRIH: Final = Maker(
    code="shtrih",
    name="Shtrih-M",
    examples=("shtrih+tcp://192.0.2.60:7778", "shtrih+serial:///dev/ttyUSB0?baud=115200"),
    taxes=MappingProxyType(
        {
            "2200": "0x01",
            "2000": "0x01",
            "1800": "0x01",
            "1000": "0x02",
            "700": "0x82",
            "500": "0x81",
            "0": "0x04",
            NO_TAX: "0x08",
        }
    ),
    tenders=MappingProxyType({"cash": "1", "card": "2", "transfer": "2", "account": "15"}),
    tax_system="0x01",
    tax_choices=MappingProxyType(
        {
            "0x01": marked("main rate"),
            "0x02": "10 %",
            "0x82": "7 %",
            "0x81": "5 %",
            "0x04": "0 %",
            "0x08": marked("no tax"),
        }
    ),
    tender_choices=MappingProxyType(dict(zip(("1", "2", "14", "15", "16"), _TENDER_WORDS, strict=True))),
    tax_systems=MappingProxyType(dict(zip(("0x01", "0x02", "0x04", "0x10", "0x20"), _SYSTEM_WORDS, strict=True))),
)
ATOL: Final = Maker(
    code="atol",
    name="ATOL",
    examples=("atol+tcp://127.0.0.1:16732",),
    taxes=MappingProxyType(
        {
            "2200": "vat22",
            "2000": "vat20",
            "1800": "vat18",
            "1000": "vat10",
            "700": "vat7",
            "500": "vat5",
            "0": "vat0",
            NO_TAX: "none",
        }
    ),
    tenders=MappingProxyType(
        {"cash": "cash", "card": "electronically", "transfer": "electronically", "account": "credit"}
    ),
    tax_system="osn",
    tax_choices=MappingProxyType(
        {
            "vat22": "22 %",
            "vat20": "20 %",
            "vat18": "18 %",
            "vat10": "10 %",
            "vat7": "7 %",
            "vat5": "5 %",
            "vat0": "0 %",
            "none": marked("no tax"),
        }
    ),
    tender_choices=MappingProxyType(
        dict(zip(("cash", "electronically", "prepaid", "credit", "other"), _TENDER_WORDS, strict=True))
    ),
    tax_systems=MappingProxyType(
        dict(zip(("osn", "usnIncome", "usnIncomeOutcome", "esn", "patent"), _SYSTEM_WORDS, strict=True))
    ),
)
MAKERS: Final[Mapping[str, Maker]] = MappingProxyType({maker.code: maker for maker in (SHTRIH, ATOL)})
