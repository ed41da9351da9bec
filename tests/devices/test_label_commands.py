"""Labels as bytes: the worked examples of the makers' languages, and that each dot arrives."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from app.core.errors import BadInput
from devices.address import DeviceAddress
from devices.drivers.escpos.labels import EscposLabels
from devices.drivers.tspl import commands as tspl
from devices.drivers.zpl import commands as zpl
from devices.emulators.labels.interpreter import Interpreter
from devices.emulators.tspl.interpreter import TsplInterpreter
from devices.emulators.zpl.interpreter import ZplInterpreter
from devices.labels.options import LabelOptions, label_options
from devices.labels.port import Labels
from printing.labels.layout import PlacedBars, lay_out_tag
from printing.labels.paint import paint_tag
from printing.labels.tag import CodeKind, LabelStock, PriceTag
from tests.devices.labels import LabelBench, codes, printed
from tests.support.decoders import DECODERS

BREAD = PriceTag("Хлеб ржаной", "45.50 RUB", code="4607001771234")
PLACE = "192.0.2.60:9100"


def options(driver: str, query: str = "") -> LabelOptions:
    return LabelOptions.of(DeviceAddress.parse(f"{driver}+tcp://{PLACE}?{query}"))


def bread(wanted: LabelOptions, copies: int = 1) -> Labels:
    return Labels(lay_out_tag(BREAD, wanted.stock), copies)


def bars_of_bread(wanted: LabelOptions) -> PlacedBars:
    bars = bread(wanted).tag.bars
    assert bars is not None
    return bars


def test_tspl_says_what_lies_in_the_printer() -> None:
    usual = b"SIZE 58 mm,40 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 1\r\n"
    assert tspl.setup(options("tspl", "turn=1")) == usual
    marked = tspl.setup(options("tspl", "width_mm=43&height_mm=25&media=mark&gap_mm=3&density=8&speed=3"))
    assert marked == b"SIZE 43 mm,25 mm\r\nBLINE 3 mm,0 mm\r\nDIRECTION 0\r\nDENSITY 8\r\nSPEED 3\r\n"
    assert b"GAP 0,0\r\n" in tspl.setup(options("tspl", "media=continuous"))


def test_tspl_copies_and_native_bars() -> None:
    wanted = options("tspl", "codes=native")
    job, bars = tspl.encode([bread(wanted, 3)], wanted), bars_of_bread(wanted)
    assert job.index(b"CLS\r\n") < job.index(b"BITMAP ")
    drawn = f'BARCODE {bars.x},{bars.y},"EAN13",{bars.height},0,0,{bars.dots},{bars.dots},"460700177123"\r\n'
    assert job.endswith(drawn.encode() + b"PRINT 1,3\r\n")


def test_tspl_picture_holds_every_dot() -> None:
    wanted = options("tspl")
    job = tspl.label(bread(wanted), wanted)
    head = re.match(rb"CLS\r\nBITMAP (\d+),(\d+),(\d+),(\d+),0,", job)
    assert head is not None
    x, y, width_bytes, height = map(int, head.groups())
    data = job[head.end() : head.end() + width_bytes * height]
    assert job[head.end() + len(data) :] == b"\r\nPRINT 1,1\r\n"
    paper = Image.new("1", (wanted.stock.width_dots, wanted.stock.height_dots), 255)
    # In this language 1 is white.
    paper.paste(Image.frombytes("1", (width_bytes * 8, height), data), (x, y))
    assert paper.tobytes() == paint_tag(bread(wanted).tag).tobytes()
    for decoder in DECODERS:
        assert decoder(paper) == [("EAN13", "4607001771234")]


def test_no_picture_holds_an_immediate_command() -> None:
    """ESC ! R would reset the printer in the middle of a label; one dot more is what it costs."""
    data = tspl.without_immediate(b"\xff\x1b!R\x1b\x1b!?")
    assert data == b"\xff\x0b!R\x1b\x0b!?"


def test_zpl_one_format_a_label() -> None:
    wanted = options("zpl", "codes=native&density=15&speed=3&media=mark&turn=1&width_mm=60")
    job, bars = zpl.encode([bread(wanted, 2)], wanted).decode("ascii"), bars_of_bread(wanted)
    assert job.startswith("~SD15^XA^CI28^PW480^LL320^LH0,0^LS0^MNM^PR3^POI^FO")
    drawn = f"^FO{bars.x},{bars.y}^BY{bars.dots},3,{bars.height}^BEN,{bars.height},N,N^FD460700177123^FS"
    assert job.endswith(drawn + "^PQ2,0,1,Y^XZ")
    assert zpl.encode([bread(wanted), bread(wanted)], wanted).count(b"^XA") == 2


def test_zpl_picture_holds_every_dot() -> None:
    wanted = options("zpl", "dpi=300")
    found = re.search(r"\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS", zpl.label(bread(wanted), wanted))
    assert found is not None
    x, y, total, same, width_bytes = map(int, found.groups()[:5])
    data = bytes.fromhex(found[6])
    assert total == same == len(data)
    paper = Image.new("1", (wanted.stock.width_dots, wanted.stock.height_dots), 255)
    paper.paste(Image.frombytes("1", (width_bytes * 8, total // width_bytes), data, "raw", "1;I"), (x, y))
    assert paper.tobytes() == paint_tag(bread(wanted).tag).tobytes()
    for decoder in DECODERS:
        assert decoder(paper) == [("EAN13", "4607001771234")]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(
    ("driver", "encode", "interpreter", "native"),
    [("tspl", tspl.encode, TsplInterpreter, b"DMATRIX"), ("zpl", zpl.encode, ZplInterpreter, b"^BX")],
    ids=["tspl", "zpl"],
)
def test_a_data_matrix_that_the_printer_draws_is_the_one_we_draw(
    driver: str,
    encode: Callable[[list[Labels], LabelOptions], bytes],
    interpreter: Callable[[LabelBench, float], Interpreter],
    native: bytes,
    dpi: int,
) -> None:
    """Of figures only; of letters a printer may make a larger one."""
    pictures = []
    for kind, code in (("picture", "4607001771234"), ("native", "4607001771234"), ("native", "A-1234")):
        wanted = options(driver, f"codes={kind}&dpi={dpi}")
        tag = replace(BREAD, code=code, code_kind=CodeKind.DATA_MATRIX)
        job = encode([Labels(lay_out_tag(tag, wanted.stock))], wanted)
        assert (native in job) == (kind == "native" and code.isdigit())
        (batch,) = printed(interpreter, job, dpmm=dpi / 25.4).batches
        assert codes(batch.drawn) == {f"]d1 {code}"}
        pictures.append(batch.drawn.picture)
    assert pictures[0].tobytes() == pictures[1].tobytes()


def test_an_empty_label_is_fed() -> None:
    wanted = options("zpl")
    nothing = Labels(lay_out_tag(PriceTag("", ""), LabelStock(58, 40)))
    assert b"BITMAP" not in tspl.label(nothing, wanted)
    assert "^GFA" not in zpl.label(nothing, wanted)


def test_receipt_printers_go_to_the_next_label() -> None:
    gap, epson, bare = (options("escpos", query) for query in ("", "feed=fs", "media=continuous&gap_mm=3"))
    assert EscposLabels(gap).encode([bread(gap, 2)]).count(b"\x1d\x0c") == 2
    assert EscposLabels(epson).encode([bread(epson)]).endswith(b"\x1c\x28\x4c\x02\x00\x43\x32")
    rows = [int.from_bytes(size, "little") for size in re.findall(rb"\x1dv0\x00..(..)", _of(bare, 1), flags=re.DOTALL)]
    assert sum(rows) == (40 + 3) * 8


def _of(wanted: LabelOptions, copies: int) -> bytes:
    return EscposLabels(wanted).encode([bread(wanted, copies)])


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("brother+tcp://192.0.2.1", "label_driver"),
        ("tspl+tcp://192.0.2.1?widht_mm=58", "address_option"),
        ("tspl+tcp://192.0.2.1?feed=gs", "address_option"),
        ("tspl+tcp://192.0.2.1?width_mm=500", "address_value"),
        ("tspl+tcp://192.0.2.1?density=16", "address_value"),
        ("escpos+tcp://192.0.2.1?dpi=300", "address_value"),
        ("zpl+usb://x", "address_usb"),
        ("zpl+lpt://x", "address_transport"),
    ],
)
def test_addresses_that_are_no_label_printers(address: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        label_options(address)
    assert refused.value.code == code
