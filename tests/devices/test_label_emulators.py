"""What goes wrong with emulated label printers, whatever they speak, and what they remember."""

import argparse
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import serial
import zxingcpp
from PIL import Image, ImageChops

from app.core.errors import BadInput
from devices.emulators.control import send_order
from devices.emulators.labels.condition import HELP
from devices.emulators.labels.datamatrix import SEPARATOR, data_matrix
from devices.emulators.labels.immediate import Sieve
from devices.emulators.labels.printer import LabelPrinter
from devices.emulators.labels.symbols import NoSymbol, square
from devices.emulators.shelf import printer_state, shelved_papers
from devices.emulators.tspl import command as tspl_command
from devices.emulators.tspl.interpreter import TsplInterpreter
from devices.emulators.tspl.printer import TsplEmulator
from devices.emulators.zpl import command as zpl_command
from devices.emulators.zpl.interpreter import ZplInterpreter
from devices.emulators.zpl.printer import ZplEmulator
from tests.devices.labels import LabelBench, answer, connected, is_cut, run


@dataclass(frozen=True)
class Language:
    """A printer and how it is spoken to; ``question`` is answered with ``ready`` bytes while nothing is wrong."""

    printer: type[LabelPrinter]
    job: str
    half: bytes
    reset: bytes
    question: bytes
    ready: bytes

    def labels(self, copies: int, text: str = "x") -> bytes:
        """A job."""
        return self.job.format(copies=copies, text=text).encode()


TSPL = Language(
    TsplEmulator,
    'SIZE 30 mm,20 mm\r\nCLS\r\nTEXT 8,8,"3",0,1,1,"{text}"\r\nPRINT 1,{copies}\r\n',
    b"SIZE 30 mm,20 mm\r\nCLS\r\nBITMAP 0,0,10,100,0," + bytes(300),
    b"\x1b!R",
    b"\x1b!?",
    b"\x00",
)
ZPL = Language(
    ZplEmulator,
    "^XA^PW240^LL160^CI28^FO8,8^A0N,30,30^FD{text}^FS^PQ{copies}^XZ",
    b"^XA^FO0,0^GFA,1000,1000,10," + b"0" * 600,
    b"~JA",
    b"~HS",
    b"\x02030,0,0,0160,000,0,0,0,000,0,0,0\x03\r\n",
)


@pytest.fixture(params=[TSPL, ZPL], ids=["tspl", "zpl"])
def language(request: pytest.FixtureRequest) -> Language:
    """Each of them."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def printer(language: Language) -> Iterator[LabelPrinter]:
    """A printer without a folder."""
    with language.printer() as made:
        yield made


def test_labels_lie_in_the_folder_and_it_remembers_how_it_was_set(language: Language, tmp_path: Path) -> None:
    save = b"^XA^JUS^XZ" if language is ZPL else b""
    with language.printer(folder=tmp_path) as printer, connected(printer) as connection:
        connection.sendall(language.labels(2, "one") + save + language.question)
        answer(connection, len(language.ready))
        printer.wait_for_labels(2)
        printer.wait_until_idle()
        kept = printer.order("status")["settings"]
    with language.printer(folder=tmp_path) as printer:
        state = printer.order("status")
        assert (state["settings"], state["labels"], state["length_mm"]) == (kept, 2, 44)
        with connected(printer) as connection:
            connection.sendall(language.labels(1, "two"))
            printer.wait_for_labels(3)
    assert [paper.text for paper in shelved_papers(tmp_path)] == [
        "one\n(copy 1 of 2)\n",
        "one\n(copy 2 of 2)\n",
        "two\n",
    ]
    assert shelved_papers(tmp_path)[2].picture.with_suffix(".bin").read_bytes() == language.labels(1, "two")
    assert printer_state(tmp_path)["labels"] == 3
    with Image.open(shelved_papers(tmp_path)[0].picture) as picture:
        assert picture.info["dpi"] == pytest.approx((203.2, 203.2), abs=0.1)
        # The stamp of training stands below the label, on the backing paper.
        below = picture.crop((0, picture.height - 20, picture.width, picture.height))
        assert len(set(below.tobytes())) > 2


def test_labels_end_in_the_middle_of_a_batch_and_go_on_with_a_new_roll(
    language: Language, printer: LabelPrinter
) -> None:
    printer.order("paper after 3")
    with connected(printer) as connection:
        connection.sendall(language.labels(5))
        printer.wait_for(lambda one: one.condition.paper == "out")
        assert (printer.label_count, printer.remaining) == (3, 2)
        connection.sendall(language.question)
        assert answer(connection, len(language.ready)) != language.ready
        if language is TSPL:
            connection.sendall(b"\x1b!?")
            assert answer(connection, 1) == b"\x04"
        printer.order("paper in")
        assert [label.copy for label in printer.wait_for_labels(5)] == [1, 2, 3, 4, 5]


def test_without_power_the_rest_of_a_batch_is_lost(language: Language, printer: LabelPrinter) -> None:
    printer.order("power off after 2")
    with connected(printer) as connection:
        connection.sendall(language.labels(5))
        printer.wait_for(lambda one: not one.condition.power)
        assert is_cut(connection)
    printer.order("power on")
    with connected(printer) as connection:
        connection.sendall(language.labels(1, "after"))
        assert [label.text for label in printer.wait_for_labels(3)] == ["x\n", "x\n", "after\n"]


def test_half_a_picture_eats_the_next_job_until_a_reset(language: Language, printer: LabelPrinter) -> None:
    printer.order(f"break after {len(language.half)}")
    with connected(printer) as connection:
        connection.sendall(language.half + bytes(100))
        assert is_cut(connection)
    with connected(printer) as connection:
        connection.sendall(language.labels(1, "eaten") + language.question)
        answer(connection, len(language.ready))
        printer.wait_until_idle()
        assert printer.label_count == 0
        connection.sendall(language.reset + language.labels(1, "whole"))
        assert [label.text for label in printer.wait_for_labels(1)] == ["whole\n"]


@pytest.mark.parametrize(
    ("hurt", "heal"),
    [
        ("head open", "head closed"),
        ("cover open", "cover closed"),
        ("ribbon out", "ribbon in"),
        ("jam on", "jam off"),
        ("hot on", "hot off"),
        ("pause on", "pause off"),
        ("reading off", "reading on"),
    ],
)
def test_what_is_wrong_keeps_labels_inside_and_jobs_wait(hurt: str, heal: str) -> None:
    with TsplEmulator() as printer, connected(printer) as connection:
        printer.order(hurt)
        connection.sendall(TSPL.labels(2))
        if hurt != "reading off":
            printer.wait_for(lambda one: one.remaining == 2)
            connection.sendall(TSPL.question)
            assert answer(connection, 1) not in {b"\x00", b"\x20"}
        assert printer.label_count == 0
        printer.order(heal)
        printer.wait_for_labels(2)


def test_a_slow_batch_is_seen_at_work_and_can_be_cancelled(language: Language, printer: LabelPrinter) -> None:
    printer.order("slow 60000")
    with connected(printer) as connection:
        connection.sendall(language.labels(20))
        printer.wait_for(lambda one: one.remaining == 20)
        connection.sendall(language.question)
        said = answer(connection, 1 if language is TSPL else 82)
        assert said == b"\x20" or b",00000020," in said
        connection.sendall(b"\x1b!." if language is TSPL else b"~JA")
        printer.wait_for(lambda one: one.remaining == 0)
        assert printer.label_count == 0


def test_it_falls_silent_babbles_and_answers_late(language: Language, printer: LabelPrinter) -> None:
    count = len(language.ready)
    with connected(printer) as connection:
        connection.sendall(language.labels(1))
        printer.wait_for_labels(1)
        printer.order("mute on")
        connection.sendall(language.question)
        connection.settimeout(0.05)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(60)
        printer.order("mute off")
        printer.order("garbage on")
        connection.sendall(language.question)
        assert answer(connection, count) != language.ready
    printer.order("garbage off")
    printer.order("late 30")
    with connected(printer) as connection:
        connection.sendall(language.question)
        assert answer(connection, count) == language.ready


def test_the_wrong_language_comes_out_as_text(language: Language, printer: LabelPrinter) -> None:
    printer.order("language wrong")
    with connected(printer) as connection:
        connection.sendall(language.labels(1) + language.question)
        (label, *_) = printer.wait_for_labels(1)
    assert label.remarks == ("commands taken for text",)
    assert label.text.startswith("SIZE 30 mm,20 mm\n" if language is TSPL else "^XA^PW240")
    assert ImageChops.invert(label.picture).getbbox() is not None


def test_copies_with_pauses_wait_for_the_button() -> None:
    with ZplEmulator() as printer, connected(printer) as connection:
        connection.sendall(b"^XA^FO0,0^GB9,9,9^FS^PQ3,2^XZ")
        printer.wait_for(lambda one: one.condition.pause)
        assert printer.label_count == 2
        printer.order("pause off")
        printer.wait_for_labels(3)


def test_a_pseudo_terminal_is_a_serial_port_that_can_be_unplugged(language: Language, tmp_path: Path) -> None:
    name = tmp_path / "printer"
    with language.printer(terminal=name) as printer:
        with serial.Serial(str(name), 9600, timeout=60) as port:
            port.write(language.labels(1))
            printer.wait_for_labels(1)
            port.write(language.question)
            assert port.read(len(language.ready)) == language.ready
        printer.order("power off")
        assert not name.exists()
        printer.order("power on")
        with serial.Serial(str(name), 9600, timeout=60) as port:
            port.write(language.labels(1))
            printer.wait_for_labels(2)
    assert not name.exists()


def test_a_restart_drops_the_connection() -> None:
    with TsplEmulator() as printer, connected(printer) as connection:
        connection.sendall(b"\x1b!P\x1b!C")
        assert is_cut(connection)
        assert printer.order("status")["pause"] is False


def test_every_order_in_the_help_is_obeyed_and_no_other(printer: LabelPrinter) -> None:
    for line in HELP.splitlines():
        words = line.split("  ")[0].strip()
        start, _, choices = words.partition(" ") if "|" in words else (words, "", "")
        for order in [f"{start} {choice.strip()}" for choice in choices.split("|")] if choices else [words]:
            printer.order(order.replace("LABELS", "9999").replace("BYTES", "9999").replace("MS", "5"))
    before = printer.order("status")
    for order in ("", "paper", "paper blue", "slow", "slow -5", "late 9999999", "power off after x"):
        with pytest.raises(BadInput, match="emulator_order"):
            printer.order(order)
    assert printer.order("status") == before


@pytest.mark.parametrize("command", [tspl_command, zpl_command], ids=["tspl", "zpl"])
def test_the_command_runs_a_printer(command: argparse.Namespace, tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        control = taken.getsockname()[1]
    given = parser.parse_args(
        ["--port", "0", "--folder", str(tmp_path), "--control-port", str(control), "--dpi", "300"]
    )
    stopped = threading.Event()
    running = threading.Thread(target=command.run, args=(given, stopped))
    running.start()
    try:
        assert _told(control, "paper low")["paper"] == "low"
    finally:
        stopped.set()
        running.join()


def _told(port: int, order: str) -> dict[str, object]:
    waiting = threading.Event()
    for _ in range(500):
        try:
            return send_order(port, order)
        except ConnectionRefusedError:
            waiting.wait(0.01)
    raise TimeoutError(port)


def test_a_flood_of_nonsense_is_given_up() -> None:
    bench = LabelBench()
    zpl = ZplInterpreter(bench, 8.0)
    run(zpl, b"^XA^GFA,1000000,1000000,1000," + b"." * 16_000_000)
    assert bench.remarks == ["a command without an end"]
    tspl = TsplInterpreter(bench, 8.0)
    run(tspl, b"".join(b"NO%d\r\n" % number for number in range(100)) + b"CLS\r\nPRINT 1\r\n")
    assert len(bench.batches[0].drawn.remarks) == 50


def test_immediate_commands_are_found_in_pieces_and_data_is_whole() -> None:
    sieve = Sieve((b"~HS", b"~JA"))
    assert sieve.take(b"ab~H") == [b"ab"]
    assert sieve.take(b"Scd~") == [b"~HS", b"cd"]
    assert sieve.take(b"x~JA~JA") == [b"~x", b"~JA", b"~JA"]
    assert sieve.take(b"~J") == []
    assert sieve.rest() == b"~J"
    assert sieve.take(b"A") == [b"A"]


@pytest.mark.parametrize("length", [1, 2, 4, 7, 11, 17, 21, 29, 35, 43, 60, 85, 110, 140, 170, 200, 270, 360, 450])
def test_data_matrix_codes_of_every_size_are_read_by_a_foreign_reader(length: int) -> None:
    text = "Aa!{}x+0"[: length % 8] + "(Zy)#qw~" * (length // 8)
    picture = Image.new("L", (400, 400), 255)
    code = square(data_matrix(text.encode()), 4)
    picture.paste(code, (20, 20))
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == text


def test_a_data_matrix_code_that_is_too_long_is_refused() -> None:
    with pytest.raises(NoSymbol):
        data_matrix(b"x" * 500)
    assert len(data_matrix([SEPARATOR, *b"01"])) == 10
