"""The worked frames of the maker's protocol, byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Money, UnitPrice
from devices.drivers.shtrih import answers, build, codes, frames
from devices.drivers.shtrih.codes import CodeTables
from devices.errors import DeviceError, Trouble
from devices.fiscal.parts import Part, parts_of
from devices.fiscal.receipt import DocumentKind, FiscalLine, FiscalTender
from tests.devices.fiscal_acts import MOSCOW, SETTINGS, line, receipt

TABLES = CodeTables.of(SETTINGS)
ADMINISTRATOR = bytes.fromhex("1E000000")


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


@pytest.mark.parametrize(
    ("payload", "frame"),
    [
        ("10 1E000000", "02 05 10 1E 00 00 00 0B"),
        ("FC", "02 01 FC FD"),
        ("11 1E000000", "02 05 11 1E 00 00 00 0A"),
        ("40 1E000000", "02 05 40 1E 00 00 00 5B"),
        ("41 1E000000", "02 05 41 1E 00 00 00 5A"),
        ("E0 1E000000", "02 05 E0 1E 00 00 00 FB"),
        ("88 1E000000", "02 05 88 1E 00 00 00 93"),
        ("8D 01000000 00", "02 06 8D 01 00 00 00 00 8A"),
        ("50 01000000 50C3000000", "02 0A 50 01 00 00 00 50 C3 00 00 00 C8"),
        ("28 01000000 00", "02 06 28 01 00 00 00 00 2F"),
        ("B0 1E000000", "02 05 B0 1E 00 00 00 AB"),
        ("FF01 1E000000", "02 06 FF 01 1E 00 00 00 E6"),
        ("FF3A 1E000000 AA010000", "02 0A FF 3A 1E 00 00 00 AA 01 00 00 7A"),
        ("1B 1E000000 94", "02 06 1B 1E 00 00 00 94 97"),
        ("8D4E", "02 02 8D 4E C1"),
    ],
)
def test_frames_of_level_1(payload: str, frame: str) -> None:
    assert frames.framed(hexed(payload)) == hexed(frame)


def test_an_item_as_the_maker_writes_it() -> None:
    bread = line(department=1)
    (part,) = parts_of(bread)
    frame = frames.framed(b"\xff\x46" + ADMINISTRATOR + build.item(bread, part, DocumentKind.SALE, TABLES))
    head = "02 A0 FF 46 1E 00 00 00 01 80 84 1E 00 00 00 C6 11 00 00 00 FF FF FF FF FF FF FF FF FF FF 02 01 04 01"
    assert frame == hexed(head + "D5 EB E5 E1") + bytes(124) + b"\xf7"
    tape = line(name="Crème 25 mm × 50 m")
    assert b"Creme 25 mm x 50 m" in build.item(tape, parts_of(tape)[0], DocumentKind.SALE, TABLES)


def test_a_closing_as_the_maker_writes_it() -> None:
    frame = frames.framed(b"\xff\x45" + ADMINISTRATOR + build.closing(receipt(cash=10_000), TABLES))
    head = hexed("02 B6 FF 45 1E 00 00 00 10 27 00 00 00")
    assert frame == head + bytes(75) + bytes(1) + bytes(30) + b"\x01" + bytes(64) + b"\x24"


def test_the_contact_as_the_maker_writes_it() -> None:
    tags = build.receipt_tags(receipt(contact="+79161234567"))
    payload = b"\xff\x0c" + ADMINISTRATOR + next(tag for tag in tags if tag.startswith(b"\xf0\x03"))
    assert frames.framed(payload) == hexed("02 16 FF 0C 1E 00 00 00 F0 03 0C 00 2B 37 39 31 36 31 32 33 34 35 36 37 16")


def test_frames_of_level_2() -> None:
    assert hexed("8F 00 00 0F 1D") == frames.SYNC
    assert frames.numbered(0x18, b"\x11" + ADMINISTRATOR) == hexed("8F 07 00 18 00 11 1E 00 00 00 F9 1A")
    answered = frames.Unstuffer().feed(hexed("8F 05 00 1C 00 1F 00 01 6B 78"))
    assert answered == [frames.Answer(0x1C, hexed("1F 00 01"))]
    assert frames.Unstuffer().feed(frames.SYNC) == [frames.Answer(None, b"")]


@given(st.integers(0, 0xFFFF), st.binary(max_size=60), st.binary(max_size=20))
def test_level_2_finds_every_frame_whatever_came_before(number: int, payload: bytes, noise: bytes) -> None:
    incoming = frames.Unstuffer()
    incoming.feed(noise)
    frame = frames.numbered(number, payload)
    assert frame.count(b"\x8f") == 1
    assert frames.Answer(number, payload) in incoming.feed(frame)


def test_the_short_status_of_a_register() -> None:
    captured = hexed("10 00 1E 92 02 02 00 00 9F E5 18 01 00 92 08 00")
    assert answers.short_status(captured[2:]) == answers.ShortStatus(0x0292, answers.Mode.SHIFT_OPEN, 0)
    out = answers.short_status(hexed("1E 12 02 08 02 03 9F E5 00 00 00 00 00 00"))
    assert (out.mode, out.submode) == (answers.Mode.DOCUMENT_OPEN, answers.Submode.NO_PAPER_INSIDE)


def test_the_storage_status_of_a_register() -> None:
    status = answers.storage_status(
        hexed("03 00 00 01 00 15 07 1D 0B 1D 39 32 38 37 34 34 30 33 30 31 31 32 30 39 39 31 A9 01 00 00")
    )
    assert (status.shift_is_open, status.number, status.last_document) == (True, "9287440301120991", 425)


def test_dates_of_the_storage_have_the_year_first() -> None:
    moment = answers.storage_moment(hexed("15 07 1D 0B 1D"), MOSCOW)
    assert moment is not None
    assert moment.isoformat() == "2021-07-29T11:29:00+03:00"
    assert answers.storage_moment(hexed("15 0D 1D 0B 1D"), MOSCOW) is None


@pytest.mark.parametrize("read", [answers.short_status, answers.storage_status])
def test_too_short_an_answer_is_garbled(read: object) -> None:
    with pytest.raises(DeviceError) as refused:
        read(b"\x1e")  # type: ignore[operator]
    assert refused.value.trouble is Trouble.GARBLED


@given(
    st.integers(0, 500_000_000),
    st.integers(1, 10_000_000),
    st.integers(0, 10_000_000),
    st.sampled_from([1, 100, 10_000]),
)
def test_every_line_is_told_in_whole_prices_to_the_minor_unit(scaled: int, qty: int, off: int, grain: int) -> None:
    price = UnitPrice(scaled // grain * grain)
    gross = price.for_qty(qty)
    discount = Money(min(off, gross.minor))
    sold = FiscalLine("x", qty, price, gross - discount, "reduced", discount)
    parts = parts_of(sold)
    assert sum(part.qty_milli for part in parts) == qty
    assert sum(part.sum_minor for part in parts) == sold.sum.minor
    for part in parts:
        assert part.qty_milli > 0
        assert abs(part.price_minor * part.qty_milli - part.sum_minor * 1000) <= 1000


def test_whole_pieces_stay_whole_when_a_discount_splits_them() -> None:
    seven = line(price=1500, qty_milli=7000, discount=500)
    assert parts_of(seven) == (Part(3000, 1428, 4284), Part(4000, 1429, 5716))


def test_what_the_settings_do_not_name_is_not_guessed() -> None:
    unknown_tax, unknown_tender = line(tax_code="luxury"), FiscalTender("shells", Money(9100))
    with pytest.raises(DeviceError) as refused:
        TABLES.tax(unknown_tax)
    assert refused.value.trouble is Trouble.TAX_UNKNOWN
    with pytest.raises(DeviceError) as refused:
        build.closing(receipt(tenders=(unknown_tender,)), TABLES)
    assert refused.value.trouble is Trouble.TENDER_UNKNOWN


@pytest.mark.parametrize(
    ("minor", "fits"), [(-99, True), (0, True), (-100, False), (1, False)], ids=["99 down", "none", "100 down", "up"]
)
def test_a_total_is_rounded_down_below_a_ruble(minor: int, fits: bool) -> None:
    rounded = receipt(line(price=100_000), cash=1_000_000, rounding=Money(minor))
    if fits:
        assert build.closing(rounded, TABLES)[80] == -minor
        return
    with pytest.raises(DeviceError) as refused:
        build.closing(rounded, TABLES)
    assert refused.value.trouble is Trouble.NOT_POSSIBLE


def test_a_receipt_opens_and_counts_by_two_different_lists() -> None:
    assert [codes.OPENING[kind] for kind in DocumentKind] == [0, 2, 1, 3]
    assert [codes.OPERATION[kind] for kind in DocumentKind] == [1, 2, 3, 4]
