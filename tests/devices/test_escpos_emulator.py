"""The emulated printer itself, judged by python-escpos and by what lies in its folder."""

import argparse
import contextlib
import io
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from escpos.printer import Dummy, Network
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.core.errors import BadInput
from devices.drivers.escpos.encode import encode
from devices.drivers.escpos.options import EscposOptions
from devices.emulators.control import ControlPort, send_order
from devices.emulators.escpos import command
from devices.emulators.escpos.condition import HELP
from devices.emulators.escpos.interpreter import Interpreter
from devices.emulators.escpos.parse import next_command
from devices.emulators.escpos.roll import MARGIN_DOTS, Roll
from devices.emulators.escpos.server import EscposEmulator
from devices.emulators.shelf import Shelf, printer_state, shelved_papers
from printing.layout import no_pictures
from tests.devices.paper import Bench, one_paper, printed
from tests.unit.printing.samples import PAPERS

PAPER = b"\x1b@\x1bt\x11" + "Чек 7\n".encode("cp866") + b"\x1dVB\x00"
JOB = encode(PAPERS["russian"], EscposOptions(encoding="cp866", page=17, native_codes=True), no_pictures)


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[EscposEmulator]:
    """A printer with a folder."""
    with EscposEmulator(folder=tmp_path) as printer:
        yield printer


@contextlib.contextmanager
def connected(emulator: EscposEmulator) -> Iterator[socket.socket]:
    with socket.create_connection((emulator.host, emulator.port), timeout=60) as connection:
        yield connection


def answer(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += connection.recv(count - len(data))
    return data


def test_papers_lie_in_the_folder_as_pictures_text_and_bytes(emulator: EscposEmulator, tmp_path: Path) -> None:
    with connected(emulator) as connection:
        connection.sendall(PAPER * 2)
    emulator.wait_for_papers(2)
    first, second = shelved_papers(tmp_path)
    assert (first.number, second.number) == (1, 2)
    assert first.text == "Чек 7\n"
    assert first.picture.with_suffix(".bin").read_bytes() == PAPER
    with Image.open(first.picture) as picture:
        assert picture.width == 576 + 2 * MARGIN_DOTS


def test_numbers_go_on_where_they_stopped(tmp_path: Path) -> None:
    for _ in range(2):
        with EscposEmulator(folder=tmp_path) as printer, connected(printer) as connection:
            connection.sendall(PAPER)
            printer.wait_for_papers(1)
    assert [paper.number for paper in shelved_papers(tmp_path)] == [1, 2]
    assert Shelf(tmp_path)._last == 2


def test_every_paper_carries_the_stamp_of_training() -> None:
    framed = one_paper(JOB).framed()
    margin = framed.crop((0, framed.height - MARGIN_DOTS, framed.width, framed.height))
    assert ImageChops.invert(margin).getbbox() is not None
    # Grey, so that nobody takes it for the shop's own print.
    assert min(darkness for darkness, count in enumerate(margin.histogram()) if count) > 100


def test_a_paper_without_a_cut_is_torn_off_when_the_sender_goes(emulator: EscposEmulator) -> None:
    with connected(emulator) as connection:
        connection.sendall(b"line 1\nline 2\n")
    assert emulator.wait_for_papers(1)[0].text == "line 1\nline 2\n"


def test_half_a_command_does_not_eat_the_next_job(emulator: EscposEmulator) -> None:
    with connected(emulator) as connection:
        connection.sendall(b"\x1dv0\x00\x48\x00\xff\x00" + bytes(10))
    with connected(emulator) as connection:
        connection.sendall(PAPER)
    assert emulator.wait_for_papers(1)[0].text == "Чек 7\n"


def test_questions_are_answered_as_by_a_real_one(emulator: EscposEmulator) -> None:
    with connected(emulator) as connection:
        connection.sendall(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04")
        assert answer(connection, 4) == b"\x12\x12\x12\x12"
        connection.sendall(b"\x1dr\x01\x1dr\x02")
        assert answer(connection, 2) == b"\x00\x00"
        connection.sendall(b"\x1dIC")
        assert answer(connection, 10) == b"\x5fEMULATED\x00"
        connection.sendall(b"\x1dI\x01")
        assert answer(connection, 1) == b"\x02"
        connection.sendall(b"\x1d(H\x06\x00\x30\x30abcd")
        assert answer(connection, 7) == b"\x37\x22abcd\x00"


def test_automatic_status_comes_at_once_and_on_every_change(emulator: EscposEmulator) -> None:
    with connected(emulator) as connection:
        connection.sendall(b"\x1da\xff")
        assert answer(connection, 4) == b"\x10\x00\x00\x00"
        emulator.order("cover open")
        assert answer(connection, 4) == b"\x38\x00\x00\x00"
        emulator.order("cover closed")
        assert answer(connection, 4) == b"\x10\x00\x00\x00"
        connection.sendall(b"\x1da\x00\x10\x04\x01")
        assert answer(connection, 1) == b"\x12"


def test_a_recoverable_error_is_recovered_and_buffers_are_cleared(emulator: EscposEmulator) -> None:
    emulator.order("error recoverable")
    with connected(emulator) as connection:
        connection.sendall(b"forgotten\n\x10\x04\x03")
        assert answer(connection, 1) == b"\x16"
        connection.sendall(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08\x10\x05\x02\x10\x04\x03")
        assert answer(connection, 1) == b"\x12"
        connection.sendall(PAPER)
        assert emulator.wait_for_papers(1)[0].text == "Чек 7\n"


def test_python_escpos_prints_on_it(emulator: EscposEmulator) -> None:
    """A client that we did not write."""
    network = Network(emulator.host, emulator.port, timeout=60)
    picture = Image.new("L", (96, 48), 255)
    picture.paste(0, (8, 8, 40, 40))
    with contextlib.closing(network), contextlib.redirect_stdout(io.StringIO()):
        network.set(bold=True, align="center")
        network.text("Hello\n")
        network.set(bold=False, align="left", double_width=True, double_height=True)
        network.text("TOTAL\n")
        network.barcode("4006381333931", "EAN13", 80, 3, pos="OFF", function_type="A", force_software=False)
        network.ln(2)
        network.qr("https://shop.example/7", size=5, native=True)
        network.ln(2)
        for way in ("bitImageRaster", "graphics"):
            network.image(picture, impl=way)
        assert network.is_online()
        assert network.paper_status() == 2
        network.cashdraw(2)
        network.cut()
        (paper,) = emulator.wait_for_papers(1)
        emulator.order("paper low")
        assert network.paper_status() == 1
        emulator.order("paper out")
        assert not network.is_online()
    assert paper.remarks == ()
    assert paper.text.split() == ["Hello", "TOTAL"]
    assert {code.text for code in zxingcpp.read_barcodes(paper.framed())} == {"4006381333931", "https://shop.example/7"}
    assert emulator.condition.kicks == 1


@given(st.integers(1, 700))
@settings(max_examples=15, deadline=None)
def test_the_pieces_in_which_a_job_arrives_make_no_difference(size: int) -> None:
    (whole,), (pieces,) = printed(JOB), printed(JOB, pieces=size)
    assert ImageChops.difference(whole.picture, pieces.picture).getbbox() is None
    assert pieces.text == whole.text
    assert pieces.raw == whole.raw == JOB


@given(st.binary(min_size=1, max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_stop_the_printer(noise: bytes) -> None:
    """What it does not know it names, and its next job comes out."""
    bench = Bench()
    printer = Interpreter(Roll(576, lambda rows: rows), bench, lambda: False)
    for job in (noise, PAPER):
        printer.feed(job)
        while printer.step():
            pass
        printer.forget_unfinished()
        printer.tear_off(whole=True)
    assert bench.papers[-1].text.endswith("Чек 7\n")


@given(st.binary(min_size=1, max_size=60))
def test_a_command_is_never_longer_than_what_there_is(data: bytes) -> None:
    found = next_command(data)
    assert found is None or 0 < found.length <= len(data)


def test_what_it_does_not_know_it_names() -> None:
    (paper,) = printed(b"\x1b@\x1bt\x63text\x1b~\x1dk\x48\x02ab\n\x1d(Z\x01\x00x\x1dVB\x00", chinese=False)
    assert paper.remarks == (
        "unknown code page 99",
        "unknown command 1b 7e",
        "unknown barcode 48 02 61 62",
        "unknown function GS ( Z",
    )


def test_a_feed_to_the_gap_ends_a_label() -> None:
    papers = printed(b"\x1b@one\n\x1d\x0c\x1d\x0ctwo\n\x1c(L\x02\x00C2\x1c(L\x02\x00A2\x1dV\x00", chinese=False)
    assert [paper.text for paper in papers] == ["one\n", "two\n", "\n"]
    assert papers[2].remarks == ("unknown function FS ( L",)


def test_long_lines_go_on_below_and_sizes_count() -> None:
    paper = one_paper(b"\x1b@" + b"a" * 50 + b"\n\x1d!\x11" + b"b" * 25 + b"\n\x1dV\x00")
    assert paper.text.splitlines() == ["a" * 48, "aa", "b" * 24, "b"]
    assert paper.picture.height == 30 * 2 + 48 * 2 + 40


def test_alignment_spacing_underline_and_feeds_are_obeyed() -> None:
    paper = one_paper(b"\x1b@\x1b3\x28\x1ba\x02\x1b-\x01r\n\x1ba\x00\x1b-\x00\x1bJ\x10\x1bd\x02\x1b2\r\nx\x1dVA\x08")
    ink = ImageChops.invert(paper.picture.crop((0, 0, 576, 40))).getbbox()
    assert ink is not None
    assert ink[2] == 576
    assert paper.picture.height == 40 + 16 + 2 * 40 + 30 + 30 + 40 + 8


def test_dummy_and_wire_give_the_same_paper(emulator: EscposEmulator) -> None:
    paper = Dummy()
    paper.text("same\n")
    paper.cut(feed=False)
    with connected(emulator) as connection:
        connection.sendall(paper.output)
        assert emulator.wait_for_papers(1)[0].text == one_paper(paper.output).text


@pytest.mark.parametrize(
    "order", ["", "paper", "paper many", "slow", "slow down", "slow -5", "power off after x", "x 1"]
)
def test_an_unknown_order_is_refused(emulator: EscposEmulator, order: str) -> None:
    before = emulator.order("status")
    with pytest.raises(BadInput, match="emulator_order"):
        emulator.order(order)
    assert emulator.order("status") == before


def test_every_order_in_the_help_is_obeyed(emulator: EscposEmulator) -> None:
    for line in HELP.splitlines():
        words = line.split("  ")[0].strip()
        start, _, choices = words.partition(" ") if "|" in words else (words, "", "")
        orders = [f"{start} {choice.strip()}" for choice in choices.split("|")] if choices else [words]
        for order in ["offline", "online"] if words.startswith("offline") else orders:
            emulator.order(order.replace("ROWS", "9999").replace("BYTES", "9999").replace("MS", "5"))


def test_other_processes_give_orders_and_read_the_state(emulator: EscposEmulator, tmp_path: Path) -> None:
    with ControlPort(emulator, HELP) as control:
        assert send_order(control.port, "paper out")["paper"] == "out"
        assert printer_state(tmp_path)["paper"] == "out"
        assert send_order(control.port, "slow 250")["slow_ms"] == 250
        assert send_order(control.port, "nonsense")["refused"] == "nonsense"
        with socket.create_connection(("127.0.0.1", control.port), timeout=60) as connection:
            connection.sendall(b"paper in\nstatus\n")
            with connection.makefile("rb") as lines:
                assert [json.loads(lines.readline())["paper"] for _ in range(2)] == ["in", "in"]


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(arguments)


def test_the_command_runs_a_printer_and_gives_orders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = str(taken.getsockname()[1])
        assert command.run(parsed("--port", busy, "--folder", str(tmp_path))) == 2
        assert "can not start" in capsys.readouterr().err
    arguments = parsed("--port", "0", "--folder", str(tmp_path), "--control-port", busy, "--width", "58")
    running = threading.Thread(target=command.run, args=(arguments, stopped))
    running.start()
    try:
        wait_until_listening(int(busy))
        assert command.run(parsed("--control-port", busy, "--tell", "paper low")) == 0
        assert "paper: low" in capsys.readouterr().out
        assert command.run(parsed("--control-port", busy, "--tell", "paper blue")) == 2
        assert "no order" in capsys.readouterr().err
    finally:
        stopped.set()
        running.join()
    assert command.run(parsed("--control-port", busy, "--tell", "paper low")) == 2


def wait_until_listening(port: int) -> None:
    waiting = threading.Event()
    for _ in range(500):
        with contextlib.suppress(ConnectionRefusedError):
            send_order(port, "status")
            return
        waiting.wait(0.01)
    raise TimeoutError(port)


def test_importing_the_driver_leaves_no_folder_behind(tmp_path: Path) -> None:
    """python-escpos leaves one at every start."""
    program = "import devices.drivers.escpos.commands, os, sys; sys.exit(len(os.listdir(sys.argv[1])))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={"TMPDIR": str(tmp_path), "PATH": ""},
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0
