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

_SHAPE: Final = re.compile(r"[A-Z]{3}", re.ASCII)


def is_currency_code(text: str) -> bool:
    """Whether the text has the shape of an ISO 4217 code: three capital Latin letters."""
    return _SHAPE.fullmatch(text) is not None
