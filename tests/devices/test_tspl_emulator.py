"""The emulated TSPL printer: the sheet's examples byte by byte, what it draws, and noise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops

from devices.emulators.labels.condition import LabelCondition
from devices.emulators.tspl.drawing import DRAWN
from devices.emulators.tspl.interpreter import _ACTS, TsplInterpreter
from devices.emulators.tspl.parse import next_command
from devices.emulators.tspl.printer import TsplEmulator, long_status, status
from tests.devices.labels import LabelBench, answer, codes, connected, printed, run

TAG = """SIZE 58 mm,40 mm
GAP 2 mm,0 mm
DIRECTION 1
CODEPAGE 1251
CLS
TEXT 16,16,"3",0,1,1,"Хлеб ржаной"
TEXT 16,90,"5",0,2,2,"45.50"
BARCODE 16,200,"EAN13",70,1,0,2,2,"460700177123"
PRINT 1,1
""".replace("\n", "\r\n").encode("cp1251")
CLEAN = b"SIZE 58 mm,40 mm\r\nCLS\r\n"
EVERYTHING = (
    b'CLS\r\nTEXT 4,4,"1",90,1,1,"turned"\r\nBLOCK 40,4,200,60,"2",0,1,1,"two lines of words"\r\nBAR 0,100,300,3\r\n'
    b'BOX 10,110,200,150,2\r\nBITMAP 240,110,2,4,0,\x00\xff\xff\x00\x0d\x0a\x1b!\r\nQRCODE 300,120,M,3,A,0,"qr"\r\n'
    b'DMATRIX 380,120,60,60,x4,"dm"\r\nREFERENCE 8,8\r\nSET TEAR ON\r\nFEED 10\r\nSELFTEST\r\n'
    b"PRINT 2,3\r\n~!T\r\nodd\r\n"
)


def tspl(job: bytes, pieces: int = 0) -> LabelBench:
    return printed(TsplInterpreter, job, pieces)


def test_the_price_tag_of_the_sheet_is_drawn_in_its_real_size_and_can_be_read() -> None:
    (batch,) = tspl(TAG).batches
    assert (batch.copies, batch.drawn.remarks) == (1, ())
    assert batch.drawn.picture.size == (58 * 8, 40 * 8)
    assert batch.drawn.texts == ("Хлеб ржаной", "45.50", "4607001771234")
    assert batch.drawn.raw == TAG
    assert codes(batch.drawn) == {"]E0 4607001771234"}


def test_at_300_dpi_a_label_has_the_dots_of_its_size() -> None:
    bench = printed(TsplInterpreter, TAG, dpmm=300 / 25.4)
    assert bench.batches[0].drawn.picture.size == (685, 472)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (b'BARCODE 20,20,"128",60,0,0,2,2,"A-1234"', "]C0 A-1234"),
        (b'BARCODE 20,20,"EAN8",60,2,0,2,2,"9638507"', "]E4 96385074"),
        (b'BARCODE 200,20,"UPCA",60,0,0,2,2,2,"03600029145"', "]E0 0036000291452"),
        (b'BARCODE 20,20,"EAN128",60,0,0,1,1,"(01)04607001771234(10)AB(21)7"', "]C1 (01)04607001771234(10)AB(21)7"),
        (b'BARCODE 20,20,"39",60,0,0,2,5,"AB-12"', "]A0 AB-12"),
        (b'BARCODE 20,20,"25",60,0,0,2,5,"12345678"', "]I0 12345678"),
        (b'BARCODE 300,20,"EAN13",60,1,90,2,2,"460700177123"', "]E0 4607001771234"),
        (b'QRCODE 20,20,H,5,A,0,"with \\["]quotes\\["], and more"', ']Q1 with "quotes", and more'),
        (b'QRCODE 20,20,M,4,M,0,"B0005bytes"', "]Q1 bytes"),
        (b'DMATRIX 20,20,200,200,"plain"', "]d1 plain"),
        (b'DMATRIX 20,20,200,200,c126,x4,"~1010460700177123421ABC~1935678"', "]d2 (01)04607001771234(21)ABC(93)5678"),
    ],
)
def test_codes_are_read_by_a_foreign_reader(command: bytes, code: str) -> None:
    bench = tspl(CLEAN + command + b"\r\nPRINT 1\r\n")
    assert bench.remarks == []
    assert codes(bench.batches[0].drawn) == {code}


def test_a_bitmap_is_exactly_its_bytes_and_a_bit_that_is_set_is_white() -> None:
    # The raster holds line ends and what would be a command.
    raster = b"\r\nPRINT 9\r\n" + bytes(5)
    bench = tspl(CLEAN + b"BITMAP 8,16,2,8,0," + raster + b"\r\nPRINT 1\r\n")
    (batch,) = bench.batches
    there = batch.drawn.picture.crop((8, 16, 24, 24))
    assert there.tobytes() == raster
    assert bench.remarks == []


def test_bitmaps_overwrite_join_and_invert() -> None:
    half = bytes((0x0F,))
    base = CLEAN + b"BITMAP 0,0,1,1,0," + bytes((0x33,)) + b"\r\n"
    for mode, dots in ((0, 0x0F), (1, 0x03), (2, 0xC3)):
        bench = tspl(base + b"BITMAP 0,0,1,1,%d," % mode + half + b"\r\nPRINT 1\r\n")
        assert bench.batches[0].drawn.picture.crop((0, 0, 8, 1)).tobytes() == bytes((dots,)), mode


def test_the_image_stays_until_it_is_cleared() -> None:
    bench = tspl(CLEAN + b"BAR 0,0,8,8\r\nPRINT 1\r\nBAR 16,0,8,8\r\nPRINT 1\r\nCLS\r\nPRINT 1\r\n")
    first, second, third = (batch.drawn.picture for batch in bench.batches)
    assert ImageChops.invert(first).getbbox() == (0, 0, 8, 8)
    assert ImageChops.invert(second).getbbox() == (0, 0, 24, 8)
    assert ImageChops.invert(third).getbbox() is None


def test_turning_goes_clockwise_around_the_place() -> None:
    # Two letters of 12 times 20 dots: the ink lies inside of where their cells are.
    for degrees, left, top in ((0, 100, 100), (90, 80, 100), (180, 76, 80), (270, 100, 76)):
        bench = tspl(CLEAN + b'TEXT 100,100,"2",%d,1,1,"IH"\r\nPRINT 1\r\n' % degrees)
        width, height = (24, 20) if degrees % 180 == 0 else (20, 24)
        ink = ImageChops.invert(bench.batches[0].drawn.picture)
        assert ink.getbbox() is not None
        ink.paste(0, (left, top, left + width, top + height))
        assert ink.getbbox() is None, degrees


def test_sizes_are_inches_where_nothing_is_said_and_settings_are_kept() -> None:
    bench = LabelBench()
    machine = TsplInterpreter(bench, 8.0)
    run(machine, b"SIZE 2,1.5\r\nBLINE 3 mm,0\r\nDENSITY 12\r\nSPEED 2.5\r\nSHIFT -8\r\nSET CUTTER 1\r\n")
    run(machine, b"CODEPAGE UTF-8\r\nOFFSET 1 mm\r\n")
    assert machine.size == (406, 305)
    assert (machine.gap, machine.density, machine.set.media, machine.set.speed) == (24, 12, "mark", 2.5)
    assert bench.remarks == []
    again = TsplInterpreter(bench, 8.0)
    again.restore(machine.settings())
    assert again.set == machine.set
    run(again, b"GAP 0,0\r\n")
    assert again.gap == 0


def test_what_it_does_not_know_it_names() -> None:
    bench = tspl(
        b'CLS\r\nHELLO 1\r\n^XA^FO1,1^XZ\r\nCODEPAGE 932\r\nTEXT 1,1,"9",0,1,1,"x"\r\nTEXT 1,1,"1"\r\nDENSITY 16\r\n'
        b'BARCODE 1,1,"EAN13",50,0,0,2,2,"46070A"\r\nBITMAP 0,0,9999,9999,0,\r\nBAR 0,0,9999,2\r\n'
        b"PRINT 0\r\nPRINT 1\r\n"
    )
    assert bench.remarks == [
        "unknown command HELLO",
        "unknown command ^XA^FO1,1^XZ",
        "unknown code page 932",
        "TEXT: unknown font '9'",
        "TEXT: too few arguments",
        "no number from 0 to 15: '16'",
        "BARCODE: EAN-13 wants 12 digits",
        "BITMAP: no picture that fits the memory",
        "no number from 1 to 999999: '0'",
    ]
    (batch,) = bench.batches
    assert batch.drawn.remarks == (*bench.remarks, "drawn outside of the label")


def test_the_status_bytes_of_the_sheet() -> None:
    ready = LabelCondition()
    assert status(ready, printing=False) == b"\x00"
    assert long_status(ready, printing=False, full=False) == bytes.fromhex("02404040 40030D0A")
    both = LabelCondition(paper="out", head_open=True)
    assert status(both, printing=False) == b"\x05"
    assert long_status(both, printing=False, full=False) == b"\x02E@@a\x03\r\n"
    assert status(LabelCondition(ribbon="out", pause=True, jam=True), printing=True) == b"\x3a"
    assert status(LabelCondition(cover_open=True, hot=True), printing=False) == b"\xc0"
    paused = long_status(LabelCondition(pause=True, paper="low", ribbon="low"), printing=True, full=True)
    assert paused == b"\x02\x60K@@\x03\r\n"


def test_questions_are_answered_and_buttons_pressed() -> None:
    with TsplEmulator() as printer, connected(printer) as connection:
        connection.sendall(b"~!E\r\n\x1b!?")
        assert answer(connection, 1) == b"\x00"
        connection.sendall(b"\x1b!S")
        assert answer(connection, 8) == b"\x02@@@@\x03\r\n"
        connection.sendall(b"~!T\r\n~!@\r\nCODEPAGE 866\r\n~!I\r\n")
        assert answer(connection, 20) == b"EMULATED TSPL\r0\r866\r"
        connection.sendall(b"\x1b!P\x1b!?")
        assert answer(connection, 1) == b"\x10"
        connection.sendall(b"\x1b!O\x1b!?\x1b!F~!@\r\n")
        assert answer(connection, 3) == b"\x000\r"
        assert printer.order("status")["length_mm"] == 42
        printer.order("firmware old")
        connection.sendall(b"\x1b!S\x1b!P\x1b!?")
        assert answer(connection, 1) == b"\x00"


def test_immediate_commands_can_be_switched_off_and_on_again() -> None:
    raster = b"\x1b!?\x1b!R\x00\x00"
    with TsplEmulator() as printer, connected(printer) as connection:
        connection.sendall(b"\x1b!D" + CLEAN + b"BITMAP 0,0,1,8,0," + raster + b"\r\nPRINT 1\r\n~!E\r\n~!T\r\n")
        assert answer(connection, 14) == b"EMULATED TSPL\r"
        assert printer.wait_for_labels(1)[0].picture.crop((0, 0, 8, 8)).tobytes() == raster
        connection.sendall(b"\x1b!?")
        assert answer(connection, 1) == b"\x00"


@given(st.integers(1, 200))
@settings(max_examples=15, deadline=None)
def test_the_pieces_in_which_a_job_arrives_make_no_difference(size: int) -> None:
    whole, pieces = tspl(EVERYTHING), tspl(EVERYTHING, size)
    assert [batch.drawn.raw for batch in pieces.batches] == [batch.drawn.raw for batch in whole.batches]
    for left, right in zip(whole.batches, pieces.batches, strict=True):
        assert ImageChops.difference(left.drawn.picture, right.drawn.picture).getbbox() is None
        assert left.drawn.texts == right.drawn.texts
    assert pieces.remarks == whole.remarks == ["unknown command ODD"]


_NUMBERS = st.integers(-50, 700).map(str)
_VALUES = st.one_of(
    _NUMBERS, st.sampled_from(['"1"', '"EAN13"', '"128"', "M", "A", "mm", '"4607"', "x3", "c126", '"~1Ж"'])
)
_LINES = st.builds(
    lambda name, values: f"{name} {','.join(values)}\r\n".encode(),
    st.sampled_from(
        [*DRAWN, *_ACTS],
    ),
    st.lists(_VALUES, max_size=10),
)


@given(st.lists(st.one_of(_LINES, st.binary(max_size=60)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_no_bytes_stop_the_printer(noise: list[bytes]) -> None:
    """What it does not know it names, and after a reset its next job comes out."""
    bench = LabelBench()
    machine = TsplInterpreter(bench, 8.0)
    for piece in noise:
        run(machine, piece)
    machine.forget()
    run(machine, b"REFERENCE 0,0\r\nSHIFT 0\r\n" + TAG)
    assert codes(bench.batches[-1].drawn) == {"]E0 4607001771234"}


@given(st.binary(min_size=1, max_size=80))
def test_a_command_is_never_longer_than_what_there_is(data: bytes) -> None:
    found = next_command(data)
    assert found is None or 0 < found.length <= len(data)


def test_the_smallest_label_is_drawn() -> None:
    (batch,) = tspl(b"SIZE 5 mm,5 mm\r\nCLS\r\nPRINT 1\r\n").batches
    assert batch.drawn.picture.size == (40, 40)
