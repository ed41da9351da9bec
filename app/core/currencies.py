"""The currencies of ISO 4217 and their decimals.

Written out here because the locale data of Babel (CLDR) answers another question: how many decimals people
usually show. It gives the Serbian dinar and the Iraqi dinar none, where ISO 4217 gives two and three.
"""

import re
from types import MappingProxyType
from typing import Final

_TWO: Final = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
    COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
    MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
    STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_WITHDRAWN_SINCE_2020: Final = "ANG BGN CUC HRK SLL ZWL"
_NONE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
_FOUR: Final = "CLF UYW"

CURRENCY_DECIMALS: Final = MappingProxyType(
    {
        code: decimals
        for codes, decimals in (
            (_TWO, 2),
            (_WITHDRAWN_SINCE_2020, 2),
            (_NONE, 0),
            (_THREE, 3),
            (_FOUR, 4),
        )
        for code in codes.split()
    }
)
"""Decimals by code; the lately withdrawn stay, since their sales are still returned and reported."""

CURRENCY_NUMBERS: Final = MappingProxyType(
    {
        "AED": "784", "ALL": "008", "AMD": "051", "AZN": "944", "BAM": "977", "BGN": "975", "BHD": "048", "BYN": "933",
        "CHF": "756", "CZK": "203", "DKK": "208", "EGP": "818", "EUR": "978", "GBP": "826", "GEL": "981", "HUF": "348",
        "ILS": "376", "ISK": "352", "JOD": "400", "KGS": "417", "KWD": "414", "KZT": "398", "MAD": "504", "MDL": "498",
        "MKD": "807", "NOK": "578", "OMR": "512", "PLN": "985", "QAR": "634", "RON": "946", "RSD": "941", "RUB": "643",
        "SAR": "682", "SEK": "752", "TRY": "949", "UAH": "980", "USD": "840", "UZS": "860",
    }
)  # fmt: skip
"""The figures by which labels name a currency (ISO 4217), of the countries where such labels are met."""

_SHAPE: Final = re.compile(r"[A-Z]{3}", re.ASCII)


def is_currency_code(text: str) -> bool:
    """Whether the text has the shape of an ISO 4217 code: three capital Latin letters."""
    return _SHAPE.fullmatch(text) is not None
