"""The application identifiers of GS1, as data: what stands behind each and how long it is.

Facts of the GS1 General Specifications, sections 3 and 7.8, in their notation: ``N6`` six digits, ``X..20`` one to
twenty signs of character set 82, ``Y`` of set 39, ``Z`` of set 64, ``[...]`` a part that may be missing.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

Mark = Literal["check", "pair", "iban", "day", "day0", "day0 any", "year day", "period", "decimal", "price", "count"]
"""What more a value must be, or says.

``check``: a check digit ends its first part; ``pair``: two check characters end it; ``iban``: a bank account. Dates are
YYMMDD (``day``), with day 00 allowed (``day0``), with any hour (``day0 any``), YYYYMMDD (``year day``), or one or two
of them (``period``). ``decimal``: the last digit of the identifier counts the decimals; ``price``: the same, behind a
currency of three digits.
"""

_TABLE: Final = """
    00                                                      N18                 check
    01-03                                                   N14                 check
    11-13 15-17                                             N6                  day0
    20                                                      N2
    10 21 22 243 254 420 4318 710-717 7020-7022 7240 8002   X..20
    8012                                                    X..20
    235                                                     X..28
    240 241 250 251 400 401 403 4308 4319 7002 7023 8004 90 X..30
    242                                                     N..6
    253                                                     N13+[X..17]         check
    255                                                     N13+[N..12]         check
    30 37                                                   N..8                count
    3100-3105 3110-3115 3120-3125 3130-3135 3140-3145       N6                  decimal
    3150-3155 3160-3165 3200-3205 3210-3215 3220-3225       N6                  decimal
    3230-3235 3240-3245 3250-3255 3260-3265 3270-3275       N6                  decimal
    3280-3285 3290-3295 3300-3305 3310-3315 3320-3325       N6                  decimal
    3330-3335 3340-3345 3350-3355 3360-3365 3370-3375       N6                  decimal
    3400-3405 3410-3415 3420-3425 3430-3435 3440-3445       N6                  decimal
    3450-3455 3460-3465 3470-3475 3480-3485 3490-3495       N6                  decimal
    3500-3505 3510-3515 3520-3525 3530-3535 3540-3545       N6                  decimal
    3550-3555 3560-3565 3570-3575 3600-3605 3610-3615       N6                  decimal
    3620-3625 3630-3635 3640-3645 3650-3655 3660-3665       N6                  decimal
    3670-3675 3680-3685 3690-3695 3950-3955                 N6                  decimal
    3900-3909 3920-3929                                     N..15               decimal
    3910-3919 3930-3939                                     N3+N..15            price
    3940-3943                                               N4                  decimal
    402                                                     N17                 check
    410-417                                                 N13                 check
    421                                                     N3+X..9
    422 424 426                                             N3
    423 425                                                 N3+[N3]+[N3]+[N3]+[N3]
    427 7008                                                X..3
    4300 4301 4310 4311 4320                                X..35
    4302-4306 4312-4316 7257 8110 8112 8200                 X..70
    4307 4317                                               X2
    4309                                                    N20
    4321-4323 7252                                          N1
    4324 4325                                               N6+N4               day0 any
    4326 7006                                               N6                  day
    4330-4333                                               N6+[-1]
    7001                                                    N13
    7003                                                    N6+N2+N2            day
    7004                                                    N..4
    7005                                                    X..12
    7007                                                    N6+[N6]             period
    7009 7255                                               X..10
    7010                                                    X..2
    7011                                                    N6+[N4]             day
    7030-7039                                               N3+X..27
    7040                                                    N1+X3
    7041                                                    X..4
    7230-7239                                               X2+X..28
    7241                                                    N2
    7242 8020                                               X..25
    7250                                                    N8                  year day
    7251                                                    N8+N4               year day
    7253 7254 7259                                          X..40
    7256                                                    X..90
    7258                                                    N1+X1+N1
    8001                                                    N14
    8003                                                    N14+[X..16]         check
    8005                                                    N6
    8006 8026                                               N14+N2+N2           check
    8007                                                    X..34               iban
    8008                                                    N8+[N2]+[N2]        day
    8009                                                    X..50
    8010                                                    Y..30
    8011                                                    N..12
    8013 8014                                               X..25               pair
    8017 8018                                               N18                 check
    8019                                                    N..10
    8030                                                    Z..90
    8040 8041                                               N15
    8042                                                    N32
    8043                                                    N18+[N..2]
    8111                                                    N4
    91-99                                                   X..90
"""
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS: Final = frozenset("0123456789")
CHARSET_39: Final = DIGITS | frozenset(_LETTERS) | frozenset("#-/")
CHARSET_64: Final = DIGITS | frozenset(_LETTERS) | frozenset(_LETTERS.lower()) | frozenset("-_=")
CHARSET_82: Final = CHARSET_64 | frozenset("!\"%&'()*+,./:;<>?")
_CHARSETS: Final = {"N": DIGITS, "X": CHARSET_82, "Y": CHARSET_39, "Z": CHARSET_64, "-": frozenset("-")}
_PREDEFINED: Final = frozenset(
    ("00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "31", "32", "33", "34")
) | frozenset(("35", "36", "41"))
"""How identifiers begin whose values need no FNC1 behind them, their length being fixed for ever."""
_MARKS: Final = {mark: mark for mark in get_args(Mark)}
_PART: Final = re.compile(r"(?P<optional>\[)?(?P<charset>[NXYZ-])(?P<upto>\.\.)?(?P<length>\d+)\]?")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a value: of which signs, and how many of them."""

    charset: frozenset[str]
    least: int
    most: int
    optional: bool


@dataclass(frozen=True, slots=True)
class Identifier:
    """An application identifier: the parts of its value, and what else is known of it."""

    ai: str
    parts: tuple[Part, ...]
    mark: Mark | None

    @property
    def fixed_length(self) -> int | None:
        """How long its value is where it needs no FNC1 behind it; None where it ends at one."""
        return self.parts[0].most if self.ai[:2] in _PREDEFINED else None


def _parts(notation: str) -> tuple[Part, ...]:
    parts = []
    for text in notation.split("+"):
        found = _PART.fullmatch(text)
        assert found is not None
        most = int(found["length"])
        parts.append(Part(_CHARSETS[found["charset"]], 1 if found["upto"] else most, most, bool(found["optional"])))
    return tuple(parts)


def _read_table() -> dict[str, Identifier]:
    identifiers = {}
    for line in filter(None, map(str.strip, _TABLE.splitlines())):
        names, notation, mark = re.fullmatch(r"([\d -]+?) +([NXYZ]\S*) *(.*)", line).groups()  # type: ignore[union-attr]
        parts = _parts(notation)
        for name in names.split():
            first, _, last = name.partition("-")
            for number in range(int(first), int(last or first) + 1):
                ai = str(number).zfill(len(first))
                identifiers[ai] = Identifier(ai, parts, _MARKS.get(mark))
    return identifiers


IDENTIFIERS: Final = MappingProxyType(_read_table())


def identifier_at(text: str, position: int) -> Identifier | None:
    """The identifier a text has there, if any: none begins another, so that there is at most one."""
    for length in (2, 3, 4):
        found = IDENTIFIERS.get(text[position : position + length])
        if found is not None:
            return found
    return None
