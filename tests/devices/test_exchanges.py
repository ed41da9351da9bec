"""What went to a device and came back: recorded for every kind of device, bounded, without secrets, kept in files."""

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.clock import SystemClock
from devices.drivers.atol.http import Door
from devices.drivers.atol.register import open_atol
from devices.drivers.datecs.classic import Classic
from devices.drivers.datecs.dialect import Desk
from devices.drivers.datecs.extended import Extended
from devices.drivers.datecs.frames import framed as datecs_frame
from devices.drivers.datecs.register import open_datecs
from devices.drivers.escpos.printer import open_escpos
from devices.drivers.labels import open_label_printer
from devices.drivers.poles import open_pole
from devices.drivers.scales import open_scale
from devices.drivers.scanners import open_scanner
from devices.drivers.shtrih.frames import framed, numbered
from devices.drivers.shtrih.register import open_shtrih
from devices.drivers.training.terminal import open_training
from devices.errors import DeviceError
from devices.exchanges.dump import dumped
from devices.exchanges.files import KEPT_FOR, ExchangeFiles
from devices.exchanges.log import MOST_BYTES, MOST_IN_ALL, MOST_PIECES, ExchangeLog, Piece, log_of, not_recorded
from devices.exchanges.secrets import covered, covered_address
from devices.fiscal.port import FiscalSettings
from devices.poles.port import Face
from tests.devices.fiscal_acts import MOSCOW

SETTINGS = FiscalSettings({}, {}, MOSCOW)
NOBODY = "tcp://127.0.0.1:1"
KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    (f"escpos+{NOBODY}", lambda address: open_escpos(address).status()),
    (f"escpos+{NOBODY}?answers=0", lambda address: open_escpos(address).print_document(b"x")),
    (f"tspl+{NOBODY}?width_mm=58&height_mm=40", lambda address: open_label_printer(address).status()),
    (f"escpos+{NOBODY}?width_mm=58&height_mm=40", lambda address: open_label_printer(address).status()),
    (f"shtrih+{NOBODY}", lambda address: open_shtrih(address, SETTINGS).status()),
    (f"atol+{NOBODY}", lambda address: open_atol(address, SETTINGS).status()),
    (f"datecs+{NOBODY}", lambda address: open_datecs(address, SETTINGS).status()),
    (f"cas+{NOBODY}", lambda address: open_scale(address).status()),
    (f"epson+{NOBODY}?codepage=cp866", lambda address: open_pole(address).show(Face("A", "B"))),
    (f"scanner+{NOBODY}", lambda address: open_scanner(address).read(1)),
    (f"training+{NOBODY}", lambda address: open_training(address).status()),
)
NOW = SystemClock().now()
SECRET = "7b3K90"


@pytest.mark.parametrize(("address", "ask"), KINDS, ids=[address for address, _ in KINDS])
def test_every_kind_of_device_leaves_a_trace_even_where_it_is_away(address: str, ask: Callable[[str], object]) -> None:
    with suppress(DeviceError):
        ask(address)
    assert {piece.code for piece in log_of(address).pieces()} == {"device_unreachable"}


def test_a_job_for_a_file_is_kept_with_its_length(tmp_path: Path) -> None:
    address = f"escpos+file://{tmp_path / 'paper'}"
    open_escpos(address).print_document(b"x" * (MOST_BYTES + 7))
    (piece,) = log_of(address).pieces()
    assert (piece.way, piece.size, piece.left_out) == ("sent", MOST_BYTES + 7, 7)


def opened_receipt(dialect: Classic | Extended, sequence: int) -> bytes:
    command, data = dialect.opening(Desk(1, SECRET, 1), "DT000001-0001-0000001", is_invoice=False)
    return datecs_frame(dialect.layout, sequence, command, data)


@pytest.mark.parametrize(
    ("driver", "frame", "secret"),
    [
        ("shtrih", framed(bytes.fromhex("11 4E61BC00")), bytes.fromhex("4E61BC00")),
        ("shtrih", framed(bytes.fromhex("FF46 4E61BC00 01 02")), bytes.fromhex("4E61BC00")),
        ("shtrih", numbered(0x8F01, bytes.fromhex("FF46 4E61BC00 01")), bytes.fromhex("4E61BC00")),
        ("shtrih", numbered(7, bytes.fromhex("11 1E8F0000")), bytes.fromhex("1E9F810000")),
        ("atol", Door("kkt", "", "anna", SECRET).head("GET", "/", b""), b64encode(f"anna:{SECRET}".encode())),
        ("datecs", opened_receipt(Classic(), 0x20), SECRET.encode()),
        ("datecs", opened_receipt(Extended(), 0x20), SECRET.encode()),
    ],
)
def test_a_password_is_covered_and_nothing_else(driver: str, frame: bytes, secret: bytes) -> None:
    assert secret in frame
    assert covered(driver, "sent", frame) == frame.replace(secret, b"*" * len(secret))


def test_a_scanned_code_keeps_its_ends_and_its_control_signs() -> None:
    heard = b"\x02B123456789\r\n\x1d2112\x1d4006381333931\r"
    assert covered("scanner", "received", heard) == b"\x02B12******9\r\n\x1d2112\x1d400*********1\r"
    assert covered_address(f"shtrih+tcp://kkt?level=1&password={SECRET}") == "shtrih+tcp://kkt?level=1&password=***"


def test_what_comes_in_several_goes_is_one_piece_and_what_is_sent_again_is_another() -> None:
    log = ExchangeLog("cas+tcp://192.0.2.1", pause_s=3600)
    for way, data in (("sent", b"\x05"), ("sent", b"\x05"), ("received", b"\x06"), ("received", b"1.2")):
        log.note("sent" if way == "sent" else "received", data)
    assert [(piece.way, piece.data) for piece in log.pieces()] == [
        ("sent", b"\x05"),
        ("sent", b"\x05"),
        ("received", b"\x061.2"),
    ]
    log = ExchangeLog("cas+tcp://192.0.2.1", pause_s=0)
    for data in (b"1.2", b"1.3"):
        log.note("received", data)
    assert [piece.data for piece in log.pieces()] == [b"1.2", b"1.3"]


def test_the_same_trouble_is_counted_and_is_no_news() -> None:
    log = ExchangeLog("cas+tcp://192.0.2.1")
    for _ in range(3):
        log.note_trouble("device_unreachable", "refused")
    (piece,) = log.pieces()
    assert (piece.times, log.version) == (3, 1)
    assert dumped([piece], MOSCOW).endswith("trouble: device_unreachable: refused (3 times)\n")


def test_a_log_holds_so_many_pieces_and_bytes_and_no_more() -> None:
    log = ExchangeLog("cas+tcp://192.0.2.1")
    for _ in range(2 * MOST_PIECES):
        log.note("sent", b"x")
    assert len(log.pieces()) == MOST_PIECES
    for _ in range(2 * MOST_PIECES):
        log.note("sent", b"x" * MOST_BYTES)
    assert sum(len(piece.data) for piece in log.pieces()) == MOST_IN_ALL


def test_a_look_leaves_no_bytes(tmp_path: Path) -> None:
    address = f"escpos+file://{tmp_path / 'looked-at'}"
    with not_recorded():
        open_escpos(address).print_document(b"x")
    assert log_of(address).pieces() == []


def test_files_give_back_what_was_kept_for_a_week(tmp_path: Path) -> None:
    files, address = ExchangeFiles(tmp_path), "cas+tcp://192.0.2.1"
    old = Piece(NOW - KEPT_FOR, "sent", b"old")
    told = Piece(NOW, "trouble", code="device_lost", told="reset", times=2)
    kept = [Piece(NOW - timedelta(days=1), "received", b"\x00\xff", 5), told]
    files.keep(address, [old, *kept])
    assert files.kept(address, NOW) == kept
    (file,) = (tmp_path / "devices").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(b'[{"at"')
    assert files.kept(address, NOW) == []
    files.forget_others(["another+tcp://192.0.2.2"])
    assert list((tmp_path / "devices").iterdir()) == []
