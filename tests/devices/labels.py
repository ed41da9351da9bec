"""An emulated label printer without its box, and a line to one with it."""

import contextlib
import socket
from collections.abc import Callable, Iterator

import zxingcpp
from PIL import ImageOps

from devices.emulators.labels.interpreter import Interpreter
from devices.emulators.labels.label import Batch, Drawn
from devices.emulators.labels.printer import LabelPrinter


class LabelBench:
    """The box around an interpreter: what came out of it, and what it said."""

    label_count = 0
    length_mm = 0

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.said = b""
        self.remarks: list[str] = []
        self.fed = 0
        self.cuts = 0

    def answer(self, data: bytes) -> None:
        self.said += data

    def print_batch(self, batch: Batch) -> None:
        self.batches.append(batch)

    def feed(self, length: int) -> None:
        self.fed += length

    def cut(self) -> None:
        self.cuts += 1

    def remark(self, remark: str) -> None:
        self.remarks.append(remark)

    def keep_settings(self) -> None:
        """Nothing is kept."""


def run(interpreter: Interpreter, job: bytes, pieces: int = 0) -> None:
    """Carries a job out, in pieces of so many bytes."""
    for at in range(0, len(job), pieces or len(job) or 1):
        interpreter.feed(job[at : at + (pieces or len(job))])
        while interpreter.step():
            pass


def printed(
    make: Callable[[LabelBench, float], Interpreter], job: bytes, pieces: int = 0, dpmm: float = 8.0
) -> LabelBench:
    """The box after a job."""
    bench = LabelBench()
    run(make(bench, dpmm), job, pieces)
    return bench


def codes(drawn: Drawn) -> set[str]:
    """What a foreign reader finds on a label, with the kind of each code."""
    picture = ImageOps.expand(drawn.picture.convert("L"), border=40, fill=255)
    return {f"{code.symbology_identifier} {code.text}" for code in zxingcpp.read_barcodes(picture)}


@contextlib.contextmanager
def connected(printer: LabelPrinter) -> Iterator[socket.socket]:
    """A line to a printer."""
    with socket.create_connection((printer.host, printer.port), timeout=60) as connection:
        yield connection


def answer(connection: socket.socket, count: int) -> bytes:
    """So many bytes of an answer."""
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise EOFError(data)
        data += more
    return data


def is_cut(connection: socket.socket) -> bool:
    """Waits for the end of a line."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True
