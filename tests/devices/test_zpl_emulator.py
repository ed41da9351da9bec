"""The emulated ZPL printer: the sheet's examples byte by byte, what it draws, and noise."""

import base64
import binascii
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops

from devices.emulators.labels.condition import LabelCondition
from devices.emulators.zpl.codes import CODES
from devices.emulators.zpl.interpreter import _ACTS, ZplInterpreter
from devices.emulators.zpl.parse import next_command
from devices.emulators.zpl.printer import Work, ZplEmulator, errors_and_warnings, host_status
from devices.emulators.zpl.settings import Settings
from tests.devices.labels import LabelBench, answer, codes, connected, printed, run

TAG = b"^XA^CI28^PW480^LL320^LH0,0^FO20,110^A0N,90,90^FD45.50^FS^FO20,215^BY2,3,70^BEN,70,Y,N^FD460700177123^FS^PQ1^XZ"
RASTER = bytes.fromhex("FF81 8181 8181 00FF 00FF 0000 FFFF FFFF")


def zpl(job: bytes, pieces: int = 0) -> LabelBench:
    return printed(ZplInterpreter, job, pieces)


def dots(job: bytes, width: int = 16, height: int = 8) -> bytes:
    """The upper left corner of the label of a job, 1 is black."""
    (batch,) = zpl(job).batches
    return ImageChops.invert(batch.drawn.picture.crop((0, 0, width, height))).tobytes()


def test_the_verified_label_of_the_sheet_is_drawn_and_can_be_read() -> None:
    bench = zpl(TAG)
    (batch,) = bench.batches
    assert bench.remarks == []
    assert (batch.copies, batch.drawn.picture.size, batch.drawn.raw) == (1, (480, 320), TAG)
    assert batch.drawn.texts == ("45.50", "4607001771234")
    assert codes(batch.drawn) == {"]E0 4607001771234"}


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (b"^BY2,3,70^BCN,70,Y,N,N^FDA-1234", "]C0 A-1234"),
        (b"^BY2^BCN,70,N,N,N^FD>:AB>5123456", "]C0 AB123456"),
        (b"^BY1^BCN,70,Y,N,N,D^FD(01)04607001771234(10)AB(21)7", "]C1 (01)04607001771234(10)AB(21)7"),
        (b"^BY2^B8N,70,Y,N^FD9638507", "]E4 96385074"),
        (b"^BY2^BUN,70,Y,Y^FD03600029145", "]E0 0036000291452"),
        (b"^BY2,2.5^B3N,N,70,Y,N^FDAB-12", "]A0 AB-12"),
        (b"^BY2,2.5^B2N,70,Y,N^FD12345678", "]I0 12345678"),
        (b"^BY2^BER,70,Y,N^FD460700177123", "]E0 4607001771234"),
        (b"^BQN,2,5^FDMA,data, more", "]Q1 data, more"),
        (b"^BQN,2,5^FH^FDQM,B0004b_5Ext", "]Q1 b^xt"),
        (b"^BXN,4,200,,,,_^FD_1010460700177123421ABC_1935678", "]d2 (01)04607001771234(21)ABC(93)5678"),
        (b"^BXN,4,200^FDplain_1", "]d1 plain_1"),
    ],
)
def test_codes_are_read_by_a_foreign_reader(field: bytes, code: str) -> None:
    bench = zpl(b"^XA^PW464^LL320^FO30,20" + field + b"^FS^XZ")
    assert bench.remarks == []
    assert codes(bench.batches[0].drawn) == {code}


@pytest.mark.parametrize(
    "written",
    [
        b"FF818181818100FF00FF0000FFFFFFFF",
        b"FF81\r\n8181\r\n8181\r\n00FF\r\n00FF\r\n0000\r\nFFFF\r\nFFFF",
        b"HF818181818100HF00HF,!:",
        b":B64:" + base64.b64encode(RASTER) + b":%04X" % binascii.crc_hqx(base64.b64encode(RASTER), 0),
        b":Z64:"
        + base64.b64encode(zlib.compress(RASTER))
        + b":%04X" % binascii.crc_hqx(base64.b64encode(zlib.compress(RASTER)), 0),
    ],
)
def test_pictures_are_read_in_every_spelling_and_a_bit_that_is_set_is_black(written: bytes) -> None:
    assert dots(b"^XA^FO0,0^GFA,16,16,2," + written + b"^FS^XZ") == RASTER
    assert dots(b"~DGR:LOGO.GRF,16,2," + written + b"^XA^FO0,0^XGR:LOGO.GRF,1,1^FS^XZ") == RASTER


def test_binary_pictures_are_counted_and_stored_ones_enlarged() -> None:
    raw = b"^XZ~JA^FS\x00\x00\x00\x00\x00\x00\x00"
    assert dots(b"^XA^FO0,0^GFB,16,16,2," + raw + b"^FS^XZ") == raw
    (batch,) = zpl(b"~DGE:DOT.GRF,1,1,80^XA^FO4,4^XGE:DOT.GRF,2,3^FS^XZ").batches
    assert ImageChops.invert(batch.drawn.picture).getbbox() == (4, 4, 6, 7)


def test_broken_pictures_are_named() -> None:
    bench = zpl(b"^XA^FO0,0^GFA,4,4,2,:B64:AAAA:0000^FS^FO0,0^GFA,9,9,0,00^FS^XA^FO1,1^XGR:NONE,1,1^FS^XZ")
    assert bench.remarks == [
        "no whole picture",
        "no whole picture",
        "text outside of commands: b'00'",
        "no stored picture R:NONE",
    ]


def test_a_resident_font_has_no_cyrillic_and_the_newer_one_has() -> None:
    job = "^XA^CI28^FO0,0^A0N,36,36^FDХлеб 7^FS^FO0,60^A@N,36,36,E:TT0003M_.FNT^FDХлеб^FS^XZ".encode()
    assert zpl(job).batches[0].drawn.texts == ("□□□□ 7", "Хлеб")


def test_blocks_wrap_and_signs_come_in_hex() -> None:
    job = b"^XA^FO0,0^A0N,30,0^FB120,2,0,C,0^FH^FD12345 12345 1_5E45^FS^XZ"
    bench = zpl(job)
    assert bench.batches[0].drawn.texts == ("12345", "12345", "1^45")
    # The third line is written over the second.
    assert ImageChops.invert(bench.batches[0].drawn.picture.crop((0, 62, 464, 320))).getbbox() is None


def test_origin_and_baseline_turns_reverse_and_upside_down() -> None:
    def box(job: bytes) -> tuple[int, int, int, int] | None:
        return ImageChops.invert(zpl(b"^XA^PW100^LL100" + job + b"^XZ").batches[0].drawn.picture).getbbox()

    assert box(b"^FO10,20^GB30,5,5^FS") == (10, 20, 40, 25)
    assert box(b"^LH5,5^FO10,20^GB30,5,5^FS") == (15, 25, 45, 30)
    assert box(b"^FT10,20^GB30,5,5^FS") == (10, 15, 40, 20)
    assert box(b"^POI^FO10,20^GB30,5,5^FS") == (60, 75, 90, 80)
    assert box(b"^FO0,0^GB50,50,50^FS^FO0,0^FR^GB50,25,25^FS") == (0, 25, 50, 50)
    assert box(b"^FO0,0^GB50,50,50^FS^FO0,0^GB50,25,25,W^FS") == (0, 25, 50, 50)
    upright, lying = box(b"^FO10,10^A0N,30,0^FDIIII^FS"), box(b"^FO10,10^A0R,30,0^FDIIII^FS")
    assert upright is not None
    assert lying is not None
    assert (upright[2] - upright[0], upright[3] - upright[1]) == (lying[3] - lying[1], lying[2] - lying[0])


def test_what_it_does_not_know_it_names() -> None:
    bench = zpl(
        b"^XZhello^XA^QQ1^CI99^PW9999^FO1,1^AZN,9^FDx^FS^FO1,1^BEN,50^FD46^FS^FO0,0^BQN,2,5^FDdata^FS"
        b"^FO0,0^GB9000,1,1^FS^PQ0^JUF^XZ"
    )
    assert bench.remarks == [
        "^XZ without ^XA",
        "text outside of commands: b'hello'",
        "unknown command ^QQ1",
        "unknown encoding 99",
        "the print head is 104 mm wide",
        "no number from 1 to 99999999: '0'",
        "unknown command ^JUF",
        "unknown font 'Z'",
        "EAN-13 wants 12 digits",
        "QR data begins with its level and A or M",
    ]
    assert bench.batches[0].drawn.remarks == (*bench.remarks, "drawn outside of the label")


def test_a_format_that_only_sets_something_uses_up_no_label() -> None:
    bench = zpl(b"^XA^MNM^MTD^MMC^PR4^MD5^LS8^FWR^CFA,18,10^XZ~SD20^XA^JUS^XZ")
    assert bench.batches == []
    assert bench.remarks == []


def test_copies_are_a_batch_with_pauses() -> None:
    (batch,) = zpl(b"^XA^FO0,0^GB9,9,9^FS^PQ6,2,1,N^XZ").batches
    assert (batch.copies, batch.pause_every) == (6, 2)
    (batch,) = zpl(b"^XA^FO0,0^GB9,9,9^FS^PQ6,2,1,Y^XZ").batches
    assert (batch.copies, batch.pause_every) == (6, 0)


def test_the_status_strings_of_the_sheet() -> None:
    ready = host_status(LabelCondition(), Settings(464, 320), Work())
    assert ready == (
        b"\x02030,0,0,0320,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x020000,0\x03\r\n"
    )
    wrong = LabelCondition(paper="out", pause=True, head_open=True, ribbon="out", hot=True)
    first, second, _ = host_status(wrong, Settings(464, 320), Work(3, 17, True, True, 2)).split(b"\r\n", 2)
    assert first == b"\x02030,1,1,0320,003,1,0,1,000,0,0,1\x03"
    assert second == b"\x02000,0,1,1,1,2,6,0,00000017,1,002\x03"
    assert b"ERRORS:         1 00000000 00010017\r\n" in errors_and_warnings(wrong)
    assert b"WARNINGS:       0 00000000 00000000\r\n" in errors_and_warnings(wrong)


def test_questions_are_answered_wherever_they_stand() -> None:
    with ZplEmulator() as printer, connected(printer) as connection:
        connection.sendall(b"^XA^FO0,0^GFA,4,4,2,FF~HI")
        assert answer(connection, 30) == b"\x02EMULATED ZPL,V1.0,8,8192KB\x03\r\n"
        connection.sendall(b"000000^FS^XZ")
        (label,) = printer.wait_for_labels(1)
        assert ImageChops.invert(label.picture).getbbox() == (0, 0, 8, 1)
        printer.order("firmware old")
        connection.sendall(b"~HI~HQES~HS")
        assert answer(connection, 4) == b"\x02030"


def test_what_was_not_saved_is_forgotten_without_power() -> None:
    with ZplEmulator() as printer:
        with connected(printer) as connection:
            connection.sendall(b"^XA^PW400^JUS^XZ^XA^LL200^FO0,0^GB9,9,9^FS^XZ")
            assert printer.wait_for_labels(1)[0].picture.size == (400, 200)
        printer.order("power off")
        printer.order("power on")
        with connected(printer) as connection:
            connection.sendall(b"^XA^FO0,0^GB9,9,9^FS^XZ")
            assert printer.wait_for_labels(2)[1].picture.size == (400, 320)


@given(st.integers(1, 100))
@settings(max_examples=15, deadline=None)
def test_the_pieces_in_which_a_job_arrives_make_no_difference(size: int) -> None:
    job = TAG + b"^XA^FO0,0^GFA,16,16,2," + RASTER.hex().encode() + b"^FS^FO9,9^A0N,20^FDx^FS^PQ2^XZ\r\n^QQ^XA"
    whole, pieces = zpl(job), zpl(job, size)
    assert [batch.drawn.raw for batch in pieces.batches] == [batch.drawn.raw for batch in whole.batches]
    for left, right in zip(whole.batches, pieces.batches, strict=True):
        assert ImageChops.difference(left.drawn.picture, right.drawn.picture).getbbox() is None
    assert pieces.remarks == whole.remarks == ["unknown command ^QQ"]


_PARAMETERS = st.lists(
    st.one_of(
        st.integers(-9, 999).map(str), st.sampled_from(["", "N", "R", "Y", "D", "MA", "460700177123", "_1Ж", ">8"])
    ),
    max_size=7,
)
_COMMANDS = st.builds(
    lambda code, values: f"{code}{','.join(values)}".encode(),
    st.sampled_from([*_ACTS, *CODES, "^GFA", "^GFB", ":Z64:", ":", "~DY"]),
    _PARAMETERS,
)


@given(st.lists(st.one_of(_COMMANDS, st.binary(max_size=40)), max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_bytes_stop_the_printer(noise: list[bytes]) -> None:
    """What it does not know it names, and after everything is cancelled its next job comes out."""
    bench = LabelBench()
    machine = ZplInterpreter(bench, 8.0)
    run(machine, b"^XA")
    for piece in noise:
        run(machine, piece)
    machine.forget()
    run(machine, b"^XA^LRN^LS0^POI^FWN^XZ" + TAG)
    assert codes(bench.batches[-1].drawn) == {"]E0 4607001771234"}


@given(st.binary(min_size=1, max_size=80))
def test_a_command_is_never_longer_than_what_there_is(data: bytes) -> None:
    found = next_command(data)
    assert found is None or 0 < found.length <= len(data)
