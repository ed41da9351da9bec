"""What is known of each maker's registers before one is connected: addresses, codes, and what their law asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from app.core.texts import marked
from devices.address import DeviceAddress

NO_TAX: Final = "none"
"""The shop's code of a line that carries no tax; any other is a rate in basis points."""


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker, or a family of its registers. ``code`` is that of the driver.

    ``taxes`` and ``tenders`` are what its registers are told where the owner chose nothing else. The choices map a
    register's own code to words for people, which are messages; ``tax_system`` is empty where the law knows one only.
    ``wants_sale_number`` and ``returns_need_original``: see ``RegisterInfo``. One that ``always_prints`` registers
    nothing without paper; one that ``corrects`` takes sales afterwards that it should have had;
    one that ``takes_marked_codes`` is told the codes of marked goods, one that ``takes_buyer`` whom a sale is made to;
    one that ``sets_clock`` takes the time of this computer.
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
    wants_sale_number: bool = False
    returns_need_original: bool = False
    always_prints: bool = False
    corrects: bool = True
    takes_marked_codes: bool = True
    takes_buyer: bool = True
    sets_clock: bool = True


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
    tenders=MappingProxyType(
        {"cash": "1", "card": "2", "transfer": "2", "account": "15", "gift_card": "14", "balance": "14"}
    ),
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
        {
            "cash": "cash",
            "card": "electronically",
            "transfer": "electronically",
            "account": "credit",
            "gift_card": "prepaid",
            "balance": "prepaid",
        }
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
    sets_clock=False,
)
# The groups of Bulgarian registers by Ordinance N-18; В is for fuels, those behind Г are free.
_BULGARIAN_TAXES: Final = MappingProxyType({"2000": "Б", "900": "Г", "0": "А", NO_TAX: "А"})
_BULGARIAN_GROUPS: Final = MappingProxyType(
    {"А": "А (0 %)", "Б": "Б (20 %)", "В": "В (20 %)", "Г": "Г (9 %)", "Д": "Д", "Е": "Е", "Ж": "Ж", "З": "З"}
)
DATECS: Final = Maker(
    code="datecs",
    name="Datecs",
    examples=("datecs+tcp://192.0.2.70:4999?dialect=x", "datecs+serial:///dev/ttyUSB0?baud=115200"),
    taxes=_BULGARIAN_TAXES,
    tenders=MappingProxyType(
        {"cash": "P", "card": "D", "transfer": "r", "account": "N", "gift_card": "m", "balance": "s"}
    ),
    tax_system="",
    tax_choices=_BULGARIAN_GROUPS,
    tender_choices=MappingProxyType(
        {
            "P": marked("cash"),
            "D": marked("card"),
            "N": marked("credit"),
            "C": marked("cheque"),
            "r": marked("bank transfer"),
            "m": marked("coupons"),
            "s": marked("other"),
            "I": "I",
            "J": "J",
            "K": "K",
            "L": "L",
        }
    ),
    tax_systems=MappingProxyType({}),
    wants_sale_number=True,
    returns_need_original=True,
    always_prints=True,
    corrects=False,
    takes_marked_codes=False,
)
DATECS_X: Final = replace(
    DATECS,
    tenders=MappingProxyType(
        {"cash": "0", "card": "1", "transfer": "4", "account": "3", "gift_card": "5", "balance": "5"}
    ),
    takes_buyer=False,
    tender_choices=MappingProxyType(
        {"0": marked("cash"), "1": marked("card"), "2": marked("card"), "3": marked("cheque"), "4": "4", "5": "5"}
    ),
)
"""The family with long frames calls ways of paying otherwise; what 3 to 5 are is set in the register."""
MAKERS: Final[Mapping[str, Maker]] = MappingProxyType({maker.code: maker for maker in (SHTRIH, ATOL, DATECS)})


def maker_at(address: str) -> Maker | None:
    """Who made the register at an address; None where nobody is known. Raises what ``DeviceAddress.parse`` raises."""
    parsed = DeviceAddress.parse(address)
    if parsed.driver == DATECS.code and parsed.options.get("dialect") == "x":
        return DATECS_X
    return MAKERS.get(parsed.driver)
