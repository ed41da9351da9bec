"""Ways to a device other than the network: files, queues, serial lines."""

import os
import select
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.drivers.escpos.options import EscposOptions
from devices.drivers.escpos.printer import EscposPrinter, open_escpos
from devices.errors import DeviceError, Interrupted, Trouble
from devices.ports import PrinterState, PrintOutcome
from devices.transports.channel import Deadline
from devices.transports.file import FileOutlet
from devices.transports.serial_line import SerialWire
from devices.transports.spooler import CupsOutlet, WinspoolOutlet
from printing.document import Direction, Document, Text
from tests.devices.benches import HASTY, PATIENT
from tests.devices.paper import printed

PAPER = Document("en", Direction.LEFT_TO_RIGHT, (Text("Thank you"),))


def test_a_file_keeps_every_paper(tmp_path: Path) -> None:
    file = tmp_path / "paper.bin"
    printer = open_escpos(f"escpos+file://{file}")
    for _ in range(2):
        assert printer.print_document(printer.render(PAPER)).outcome is PrintOutcome.HANDED_OVER
    assert [paper.text.strip() for paper in printed(file.read_bytes())] == ["Thank you", "Thank you"]


def test_a_file_that_can_not_be_is_out_of_reach(tmp_path: Path) -> None:
    for missing in (tmp_path / "missing" / "paper", Path("/dev/unplugged-printer")):
        with pytest.raises(DeviceError) as refused:
            FileOutlet(str(missing)).deliver(b"x", Deadline(100))
        assert refused.value.trouble is Trouble.UNREACHABLE
        assert not missing.exists()


def test_a_device_file_that_takes_no_more_is_given_up(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(Interrupted) as stopped:
            FileOutlet(str(pipe)).deliver(b"x" * 1_000_000, Deadline(200))
    finally:
        os.close(reader)
    assert stopped.value.trouble is Trouble.BLOCKED
    assert 0 < stopped.value.sent_bytes < 1_000_000


def test_a_device_file_nobody_reads_is_out_of_reach(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    with pytest.raises(DeviceError) as refused:
        FileOutlet(str(tmp_path / "lp0")).deliver(b"x", Deadline(200))
    assert refused.value.trouble is Trouble.UNREACHABLE


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for CUPS: keeps what it is given, with its arguments; refuses the queue "gone", hangs on "slow"."""
    program = tmp_path / "bin" / "lp"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys, threading\n"
        "queue = sys.argv[sys.argv.index('-d') + 1]\n"
        "if queue == 'gone': sys.exit('lp: The printer or class does not exist.')\n"
        "if queue == 'slow': threading.Event().wait()\n"
        f"pathlib.Path({str(tmp_path / 'job')!r}).write_bytes(' '.join(sys.argv[1:]).encode() + b'|'"
        " + sys.stdin.buffer.read())\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    return tmp_path / "job"


def test_cups_gets_the_job_raw(lp: Path) -> None:
    printer = open_escpos("escpos+cups://till")
    job = printer.render(PAPER)
    assert printer.print_document(job).outcome is PrintOutcome.HANDED_OVER
    assert lp.read_bytes() == b"-d till -t receipt -o raw -|" + job


@pytest.mark.usefixtures("lp")
def test_a_queue_that_is_gone_says_so() -> None:
    with pytest.raises(DeviceError) as refused:
        open_escpos("escpos+cups://gone").print_document(b"x")
    assert refused.value.trouble is Trouble.SPOOLER_REFUSED
    assert "does not exist" in refused.value.maker_code


@pytest.mark.usefixtures("lp")
def test_a_queue_that_hangs_is_given_up() -> None:
    with pytest.raises(Interrupted) as stopped:
        CupsOutlet("slow").deliver(b"x", Deadline(300))
    assert stopped.value.trouble is Trouble.BLOCKED


def test_without_cups_the_transport_explains_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeviceError) as refused:
        open_escpos("escpos+cups://till").print_document(b"x")
    assert refused.value.trouble is Trouble.NO_TRANSPORT


class WindowsQueue:
    """A stand-in for python-escpos's Win32Raw, which works on Windows only."""

    jobs: list[tuple[str, str, bytes]]

    def __init__(self, name: str) -> None:
        self.name = name

    def open(self, job_name: str) -> None:
        if self.name == "gone":
            raise OSError("the printer name is invalid")
        if self.name == "slow":
            threading.Event().wait(2)
        self.job_name = job_name

    def _raw(self, data: bytes) -> None:
        type(self).jobs.append((self.name, self.job_name, data))

    def close(self) -> None:
        pass


@pytest.fixture
def windows_queue() -> type[WindowsQueue]:
    """The stand-in, with no jobs yet."""
    WindowsQueue.jobs = []
    return WindowsQueue


def test_the_windows_queue_gets_the_job_raw(windows_queue: type[WindowsQueue]) -> None:
    WinspoolOutlet("Receipt Printer", windows_queue).deliver(b"job", Deadline(1000))
    assert windows_queue.jobs == [("Receipt Printer", "receipt", b"job")]


@pytest.mark.parametrize(("name", "trouble"), [("gone", Trouble.SPOOLER_REFUSED), ("slow", Trouble.BLOCKED)])
def test_a_windows_queue_in_trouble_says_so(windows_queue: type[WindowsQueue], name: str, trouble: Trouble) -> None:
    with pytest.raises(DeviceError) as refused:
        WinspoolOutlet(name, windows_queue).deliver(b"job", Deadline(100))
    assert refused.value.trouble is trouble


def test_the_windows_queue_explains_itself_where_there_is_none() -> None:
    with pytest.raises(DeviceError) as refused:
        open_escpos("escpos+winspool://no such queue").print_document(b"x")
    assert refused.value.trouble in {Trouble.NO_TRANSPORT, Trouble.SPOOLER_REFUSED}


def test_what_only_a_windows_queue_needs_is_loaded_for_it_alone() -> None:
    asked = "import sys, devices.transports.open; sys.exit('escpos' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


class SerialPrinter:
    """The far end of a pseudo-terminal: answers status questions, keeps everything else, until it is switched off."""

    def __init__(self, descriptor: int) -> None:
        self.received = bytearray()
        self._descriptor = descriptor
        self._off, self._switch = os.pipe()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while self._off not in select.select([self._descriptor, self._off], [], [])[0]:
            data = os.read(self._descriptor, 4096)
            self.received += data
            answers = data.count(b"\x10\x04") * b"\x12" + data.count(b"\x1dr\x01") * b"\x00"
            # Flow control may stand anywhere.
            os.write(self._descriptor, b"\x11" + answers)

    def switch_off(self) -> None:
        """Gives the line back: a thread that still read it would read the line of the next test, of the same number."""
        os.close(self._switch)
        self._thread.join()
        os.close(self._off)


@pytest.fixture
def line() -> Iterator[tuple[str, int]]:
    """A pseudo-terminal: the name of the near end, the far end."""
    far, near = os.openpty()
    yield os.ttyname(near), far
    os.close(near)
    os.close(far)


@pytest.fixture
def device(line: tuple[str, int]) -> Iterator[SerialPrinter]:
    """A printer at the far end of `line`."""
    printer = SerialPrinter(line[1])
    yield printer
    printer.switch_off()


def test_a_serial_printer_confirms(line: tuple[str, int], device: SerialPrinter) -> None:
    printer = EscposPrinter(SerialWire(line[0], 115_200, "none"), EscposOptions(), patience=PATIENT)
    assert printer.status().state is PrinterState.READY
    job = printer.render(PAPER)
    assert printer.print_document(job).outcome is PrintOutcome.CONFIRMED
    assert job in bytes(device.received)


def test_a_serial_printer_that_is_off_gives_no_answer(line: tuple[str, int]) -> None:
    printer = EscposPrinter(SerialWire(line[0], 9600, "none"), EscposOptions(), patience=HASTY)
    assert printer.status().trouble is Trouble.NO_ANSWER


def test_a_serial_line_that_is_held_is_given_up(line: tuple[str, int]) -> None:
    channel = SerialWire(line[0], 9600, "none").open(Deadline(1000))
    try:
        with pytest.raises(Interrupted) as stopped:
            channel.write(b"x" * 1_000_000, Deadline(300))
    finally:
        channel.close()
    assert stopped.value.trouble is Trouble.BLOCKED


def test_a_serial_port_that_is_not_there_is_out_of_reach() -> None:
    printer = open_escpos("escpos+serial:///dev/no-such-port")
    assert printer.status().trouble is Trouble.UNREACHABLE
    with pytest.raises(DeviceError):
        printer.open_drawer()
