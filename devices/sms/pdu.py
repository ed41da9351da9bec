"""What a modem is handed and hands back: SUBMIT and STATUS-REPORT as octets (3GPP 23.040)."""

import re
from dataclasses import dataclass
from typing import Final

from app.core.errors import BadInput
from devices.sms.alphabet import packed, septets_of, text_of, unpacked
from devices.sms.parts import Coding

_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_INTERNATIONAL: Final = 0x91
_SUBMIT, _REPORT_ASKED, _HEADER = 0x01, 0x20, 0x40
_STATUS_REPORT: Final = 0x02
_CODINGS: Final = {Coding.GSM7: 0x00, Coding.UCS2: 0x08}
_HEADER_OCTETS: Final = 6
_HEADER_SEPTETS: Final = 7
_TIMES_OCTETS: Final = 14


@dataclass(frozen=True, slots=True)
class Link:
    """Where a part stands: ``reference`` (0 to 255) is that of all parts of its message."""

    reference: int
    total: int
    number: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """A SUBMIT as it was read back: what an emulated network got."""

    number: str
    text: str
    coding: Coding
    wants_report: bool
    link: Link | None


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What the network says of a part: ``reference`` is what the modem answered when it took it.

    ``status`` is TP-ST: 0 to 2 delivered, 0x20 to 0x2F still trying, above that it never will be.
    """

    reference: int
    number: str
    status: int


def is_international(number: str) -> bool:
    """Whether a number is like ``+79161234567``: a plus and 7 to 15 digits."""
    return _NUMBER.fullmatch(number) is not None


def submit(number: str, text: str, coding: Coding, link: Link | None = None, *, wants_report: bool = True) -> bytes:
    """The octets to send, with the SIM's own message centre in front (00).

    Raises BadInput ``sms_number`` for what is no international number.
    """
    if not is_international(number):
        raise BadInput("sms_number", "number")
    first = _SUBMIT | (_REPORT_ASKED if wants_report else 0) | (_HEADER if link else 0)
    header = b"" if link is None else bytes((5, 0, 3, link.reference, link.total, link.number))
    data, length = _user_data(text, coding, header)
    return bytes((0x00, first, 0x00)) + _address(number) + bytes((0x00, _CODINGS[coding], length)) + data


def read_submit(octets: bytes) -> Submitted:
    """A SUBMIT without validity period; ValueError for anything else."""
    try:
        body = octets[1 + octets[0] :]
        if body[0] & 0x13 != _SUBMIT:
            raise ValueError(f"first octet {body[0]:02X}")
        number, rest = _read_address(body[2:])
        coding = {code: coding for coding, code in _CODINGS.items()}[rest[1]]
        length, data = rest[2], rest[3:]
        link = Link(data[3], data[4], data[5]) if body[0] & _HEADER else None
    except (IndexError, KeyError) as problem:
        raise ValueError("no SUBMIT") from problem
    expected = length if coding is Coding.UCS2 else (7 * length + 7) // 8
    if len(data) != expected:
        raise ValueError(f"{len(data)} octets of text, not {expected}")
    if coding is Coding.UCS2:
        text = data[_HEADER_OCTETS if link else 0 :].decode("utf-16-be")
    else:
        text = text_of(unpacked(data, length)[_HEADER_SEPTETS if link else 0 :])
    return Submitted(number, text, coding, bool(body[0] & _REPORT_ASKED), link)


def status_report(report: StatusReport) -> bytes:
    """A STATUS-REPORT as a network would send it, without message centre and clock."""
    times = bytes(_TIMES_OCTETS)
    return bytes((0x00, 0x06, report.reference)) + _address(report.number) + times + bytes((report.status,))


def read_status_report(octets: bytes) -> StatusReport:
    """A STATUS-REPORT; ValueError for anything else."""
    try:
        body = octets[1 + octets[0] :]
        if body[0] & 0x03 != _STATUS_REPORT:
            raise ValueError(f"first octet {body[0]:02X}")
        number, rest = _read_address(body[2:])
        return StatusReport(body[1], number, rest[_TIMES_OCTETS])
    except IndexError as problem:
        raise ValueError("no STATUS-REPORT") from problem


def _user_data(text: str, coding: Coding, header: bytes) -> tuple[bytes, int]:
    """The octets of header and text, and their length as the format counts it."""
    if coding is Coding.UCS2:
        data = header + text.encode("utf-16-be")
        return data, len(data)
    septets = [septet for sign in text for septet in septets_of(sign) or ()]
    if not header:
        return packed(septets), len(septets)
    # Six octets of header fill 48 bits: one bit more brings the text to a border of septets.
    return header + packed(septets, fill_bits=1), _HEADER_SEPTETS + len(septets)


def _address(number: str) -> bytes:
    digits = number.removeprefix("+")
    even = digits + "F" * (len(digits) % 2)
    swapped = "".join(second + first for first, second in zip(even[::2], even[1::2], strict=True))
    return bytes((len(digits), _INTERNATIONAL)) + bytes.fromhex(swapped)


def _read_address(octets: bytes) -> tuple[str, bytes]:
    """The number at the beginning, and what follows it."""
    end = 2 + (octets[0] + 1) // 2
    swapped = octets[2:end].hex().upper()
    digits = "".join(second + first for first, second in zip(swapped[::2], swapped[1::2], strict=True))[: octets[0]]
    return ("+" if octets[1] & 0x70 == 0x10 else "") + digits, octets[end:]
