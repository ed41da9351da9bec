"""The worked frames of the maker's protocol, byte for byte, and receipts as commands of both families."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadInput
from app.core.money import Money, UnitPrice
from app.core.rounding import round_half_up
from devices.drivers.datecs import answers, build
from devices.drivers.datecs.classic import Classic
from devices.drivers.datecs.codes import CodeTables, Command
from devices.drivers.datecs.dialect import Desk
from devices.drivers.datecs.extended import Extended
from devices.drivers.datecs.frames import CLASSIC, EXTENDED, Answer, Layout, Sign, Splitter, framed
from devices.drivers.datecs.register import open_datecs
from devices.drivers.datecs.status import Status
from devices.errors import DeviceError, Trouble
from devices.fiscal.port import FiscalSettings
from devices.fiscal.receipt import Buyer, FiscalLine, FiscalTender, Original, ReturnReason
from devices.fiscal.sale_number import sale_number
from tests.devices.fiscal_acts import MOSCOW, line

UNP = "DT000600-OP01-0001000"
DESK = Desk(operator=1, password="0000", till=1)
PLAIN = bytes.fromhex("80 80 80 80 86 9A")
ORIGINAL = Original(123, datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC), "02000600", UNP, ReturnReason.REFUND)


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


@pytest.mark.parametrize(
    ("sequence", "command", "data", "frame"),
    [
        (0x20, Command.STATUS, b"", "01 24 20 4A 05 30 30 39 33 03"),
        (0x21, Command.TRANSACTION, Classic().transaction_question, "01 25 21 4C 54 05 30 30 3E 3B 03"),
        (0x26, Command.LAST_DOCUMENT, b"", "01 24 26 71 05 30 30 3C 30 03"),
        (0x25, Command.CLOSE_RECEIPT, b"", "01 24 25 38 05 30 30 38 36 03"),
        (
            0x22,
            *Classic().opening(DESK, UNP, is_invoice=False),
            f"01 42 22 30 31 2C 30 30 30 30 2C 31 2C {UNP.encode().hex()} 05 30 36 3A 38 03",
        ),
        (
            0x23,
            Command.SELL,
            Classic().sale(line(price=120, name="Хляб"), 2),
            "01 30 23 31 D5 EB FF E1 09 C1 31 2E 32 30 2A 32 05 30 36 31 30 03",
        ),
        (0x24, Command.PAY, Classic().payment("P", Money(500)), "01 2A 24 35 09 50 35 2E 30 30 05 30 31 3A 34 03"),
    ],
)
def test_classic_commands_as_the_maker_writes_them(sequence: int, command: int, data: bytes, frame: str) -> None:
    assert framed(CLASSIC, sequence, command, data) == hexed(frame)


def test_an_extended_command_as_the_maker_writes_it() -> None:
    assert framed(EXTENDED, 0x20, 0x4A, b"") == hexed("01 30 30 32 3A 20 30 30 34 3A 05 30 31 3B 3F 03")


@pytest.mark.parametrize(
    ("layout", "frame", "answer"),
    [
        (
            CLASSIC,
            "01 30 24 35 52 32 2E 36 30 04 80 80 88 80 86 9A 05 30 34 3D 32 03",
            Answer(0x24, 0x35, b"R2.60", hexed("80 80 88 80 86 9A")),
        ),
        (
            CLASSIC,
            "01 32 26 71 30 30 30 30 31 32 33 04 80 80 80 80 86 9A 05 30 35 34 38 03",
            Answer(0x26, 0x71, b"0000123", PLAIN),
        ),
        (
            CLASSIC,
            "01 2B 23 31 04 A0 80 89 80 86 9A 05 30 33 3D 31 03",
            Answer(0x23, 0x31, b"", hexed("A0 80 89 80 86 9A")),
        ),
        (
            EXTENDED,
            "01 30 30 33 39 25 30 30 33 38 30 09 31 32 33 09 04 80 80 80 80 86 9A 80 80 05 30 36 3B 3D 03",
            Answer(0x25, 0x38, b"0\t123\t", PLAIN + b"\x80\x80"),
        ),
    ],
)
def test_answers_as_the_maker_writes_them(layout: Layout, frame: str, answer: Answer) -> None:
    assert Splitter(layout).feed(hexed(frame)) == [answer]


def answered(layout: Layout, answer: Answer) -> bytes:
    """An answer's frame: that of a command with the same bytes, which ends in the separator and the status."""
    command = framed(layout, answer.sequence, answer.command, answer.data)
    inside = command[1 + layout.number_bytes : -6] + b"\x04" + answer.status + b"\x05"
    body = layout.written(0x20 + layout.number_bytes + len(inside)) + inside
    checksum = bytes(0x30 + int(digit, 16) for digit in f"{sum(body) & 0xFFFF:04X}")
    return b"\x01" + body + checksum + b"\x03"


frames_of_answers = st.builds(
    Answer,
    st.integers(0x20, 0x7F),
    st.integers(0x20, 0xFF),
    st.binary(max_size=100),
    st.just(PLAIN),
)


@given(st.lists(frames_of_answers, max_size=4), st.binary(max_size=12).filter(lambda noise: 1 not in noise))
def test_answers_are_found_byte_by_byte_whatever_stands_before(sent: list[Answer], noise: bytes) -> None:
    incoming = Splitter(CLASSIC)
    stream = noise + b"".join(answered(CLASSIC, one) for one in sent)
    found = [event for byte in stream for event in incoming.feed(bytes((byte,)))]
    assert [event for event in found if isinstance(event, Answer)] == sent
    assert Sign.BROKEN not in found


@given(frames_of_answers, st.data())
def test_a_changed_byte_makes_no_answer(sent: Answer, data: st.DataObject) -> None:
    frame = bytearray(answered(CLASSIC, sent))
    frame[data.draw(st.integers(1, len(frame) - 1))] ^= data.draw(st.sampled_from([1, 2, 4, 8, 16, 32, 64, 128]))
    assert not [event for event in Splitter(CLASSIC).feed(bytes(frame)) if isinstance(event, Answer)]


def test_signs_without_a_frame() -> None:
    assert Splitter(CLASSIC).feed(b"\x16\x16\x15") == [Sign.BUSY, Sign.BUSY, Sign.NOT_UNDERSTOOD]


def test_the_status_of_a_register_without_paper() -> None:
    status = Status(hexed("A0 80 89 80 86 9A"), Classic().troubles)
    assert (status.trouble, status.lacks_paper, status.is_refusal) == (Trouble.PAPER_OUT, True, False)
    assert Status(PLAIN, Classic().troubles).trouble is None


def test_a_return_names_what_it_takes_back() -> None:
    assert Classic().storno(DESK, "DT000600-OP01-0001001", ORIGINAL, MOSCOW) == (
        Command.STORNO_CLASSIC,
        b"1,0000,1,DT000600-OP01-0001001,R123,DT000600-OP01-0001000,020326123015,02000600",
    )
    assert Extended().storno(DESK, "DT000600-OP01-0001001", ORIGINAL, MOSCOW) == (
        Command.STORNO_EXTENDED,
        b"1\t0000\t1\t1\t123\t02-03-26 12:30:15\t02000600\t\t\t\tDT000600-OP01-0001000\t",
    )


def test_the_return_of_an_invoice_names_its_number_too() -> None:
    invoice = replace(ORIGINAL, invoice_number=42)
    assert Classic().storno(DESK, "DT000600-OP01-0001001", invoice, MOSCOW)[1] == (
        b"1,0000,1,I42,DT000600-OP01-0001001,R123,DT000600-OP01-0001000,020326123015,02000600"
    )
    assert Extended().storno(DESK, "DT000600-OP01-0001001", invoice, MOSCOW)[1] == (
        b"1\t0000\t1\t1\t123\t02-03-26 12:30:15\t02000600\tI\t42\t\tDT000600-OP01-0001000\t"
    )


@pytest.mark.parametrize("family", [Classic(), Extended()])
def test_an_invoice_number_is_read_only_where_it_is_surely_one(family: Classic | Extended) -> None:
    sums = ["0.00"] * 8
    after = ["0"] if isinstance(family, Extended) else []
    assert family.next_invoice([*sums, "1", "0000000042", *after], is_open=True) == 42
    assert family.next_invoice([*sums, "0", "0000000043", *after], is_open=False) == 43
    assert family.next_invoice([*sums, "0", "0000000043", *after], is_open=True) is None
    for unreadable in ("", "0000000000", "4.2", "12345678901"):
        assert family.next_invoice([*sums, "1", unreadable, *after], is_open=True) is None
    assert family.next_invoice([], is_open=True) is None


def test_an_invoice_names_its_buyer() -> None:
    assert Classic().opening(DESK, UNP, is_invoice=True)[1] == f"1,0000,1,I,{UNP}".encode()
    told = Classic().buyer(Buyer("Пекарна ООД", "BG123456789")).decode("cp1251")
    assert told == "123456789\t\tПекарна ООД\tПекарна ООД"


def test_an_extended_receipt() -> None:
    family = Extended()
    assert family.opening(DESK, UNP, is_invoice=False)[1] == f"1\t0000\t{UNP}\t1\t\t".encode()
    sold = line(price=1500, qty_milli=2500, discount=50, name="Сирене;\t1", department=3)
    assert family.sale(sold, 2).decode("cp1251") == "Сирене; 1\t2\t15.00\t2.5\t4\t0.50\t3\t"
    assert family.payment("1", Money(500)) == b"1\t5.00\t\t"
    assert family.split(b"-111509\t") == (111509, [])
    kept = family.transaction(family.split(b"0\t2\t17\t3\t12.30\t5.00\t")[1])
    assert (kept.is_open, kept.amount, kept.paid, kept.number) == (True, Money(1230), Money(500), 17)


@pytest.mark.parametrize("text", ["+000012345", "123.45"])
def test_amounts_come_in_two_forms(text: str) -> None:
    told = Classic().transaction(["1", "2", text])
    assert (told.amount, told.paid) == (Money(12345), Money(0))


def test_a_long_name_takes_two_lines() -> None:
    sold = Classic().sale(line(name="Прясно краве мляко пастьоризирано 3,6 % един литър", discount=1), 8)
    assert sold.decode("cp1251") == "Прясно краве мляко пастьоризир\nано 3,6 % един литър\tЗ45.50*2;-0.01"
    told = Classic().sale(line(name="Cordless drill driver Brenn 10.8 V", price=120), 2).decode("cp1251")
    assert told == "Cordless drill driver Brenn\n10.8 V\tБ1.20*2", "broken between words where the rest has room"


def test_letters_that_the_register_lacks_are_told_in_letters_that_it_has() -> None:
    tape = line(name="Crème 25 mm × 50 m")
    assert Classic().sale(tape, 2).startswith(b"Creme 25 mm x 50 m\t")
    assert Extended().sale(tape, 2).startswith(b"Creme 25 mm x 50 m\t")


@given(st.integers(1, 500_000_000), st.integers(1, 10_000_000), st.integers(0, 10_000_000))
def test_the_register_finds_every_line_to_the_minor_unit(scaled: int, qty: int, off: int) -> None:
    price = UnitPrice(scaled)
    gross = price.for_qty(qty)
    discount = Money(min(off, gross.minor))
    told_qty, told_price, rest = build.priced(FiscalLine("x", qty, price, gross - discount, "reduced", discount))
    assert Money(round_half_up(told_price * told_qty, 1000)) + rest == gross - discount


def test_cash_is_given_last_because_change_comes_out_of_it() -> None:
    tables = CodeTables.of(FiscalSettings({}, {"cash": "P", "card": "D", "bank": "D"}, MOSCOW), "PD")
    given_so = (FiscalTender("cash", Money(500)), FiscalTender("card", Money(200)), FiscalTender("bank", Money(30)))
    assert build.payments(given_so, tables, "P") == [("D", Money(230)), ("P", Money(500))]
    assert build.payments((), tables, "P") == [("P", Money(0))]


def test_tax_groups_have_three_names() -> None:
    tables = CodeTables.of(FiscalSettings({"a": "Б", "b": "B", "c": "2", "d": "З"}, {}, MOSCOW), "P")
    assert dict(tables.groups) == {"a": 2, "b": 2, "c": 2, "d": 8}


@pytest.mark.parametrize(
    ("address", "taxes", "tenders"),
    [
        ("datecs+tcp://192.0.2.50", {}, {}),
        ("datecs+tcp://192.0.2.50:4999?dialect=y", {}, {}),
        ("datecs+tcp://192.0.2.50:4999?operator=31", {}, {}),
        ("datecs+tcp://192.0.2.50:4999?password=1,2", {}, {}),
        ("datecs+tcp://192.0.2.50:4999?level=2", {}, {}),
        ("datecs+tcp://192.0.2.50:4999", {"main": "И"}, {}),
        ("datecs+tcp://192.0.2.50:4999", {}, {"cash": "0"}),
        ("datecs+tcp://192.0.2.50:4999?dialect=x", {}, {"cash": "P"}),
    ],
)
def test_what_cannot_be_set_is_refused(address: str, taxes: dict[str, str], tenders: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        open_datecs(address, FiscalSettings(taxes, tenders, MOSCOW))


def test_a_register_behind_a_spooler_cannot_be() -> None:
    with pytest.raises(DeviceError) as refused:
        open_datecs("datecs+file:///dev/usb/lp0", FiscalSettings({}, {}, MOSCOW))
    assert refused.value.trouble is Trouble.NO_TRANSPORT


def test_the_number_of_a_sale_has_one_form() -> None:
    assert sale_number("DT000600", "OP01", 1000) == UNP
    for parts in (("DT00060", "OP01", 1), ("DT000600", "OP1", 1), ("DT000600", "OP01", 10_000_000)):
        with pytest.raises(DeviceError):
            sale_number(*parts)


@pytest.mark.parametrize(
    "read",
    [
        lambda: answers.amount("12,3"),
        lambda: answers.amount("9" * 15 + ".00"),
        lambda: answers.whole("-1"),
        lambda: answers.field([], 0),
        lambda: answers.identity(["FP-2000", "1.00BG"]),
        lambda: Extended().split(b"P,1"),
    ],
)
def test_what_does_not_fit_is_garbled(read: object) -> None:
    with pytest.raises(DeviceError) as refused:
        read()  # type: ignore[operator]
    assert refused.value.trouble is Trouble.GARBLED
