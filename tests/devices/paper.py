"""Paper without a wire: bytes go straight into the emulated printer's head."""

from dataclasses import dataclass, field

from devices.emulators.escpos.interpreter import Interpreter
from devices.emulators.escpos.roll import Piece, Roll


@dataclass
class Bench:
    """The machine around the interpreter: keeps papers, answers and kicks."""

    papers: list[Piece] = field(default_factory=list)
    answers: bytearray = field(default_factory=bytearray)
    kicks: int = 0

    def answer(self, data: bytes) -> None:
        self.answers += data

    def confirm(self, data: bytes) -> None:
        self.answers += data

    def kick(self) -> None:
        self.kicks += 1

    def automatic_status(self, on: bool) -> None:
        self.answers += b"\x10\x00\x00\x00" if on else b""

    def paper_status(self) -> int:
        return 0

    def drawer_open(self) -> bool:
        return False

    def came_out(self, piece: Piece) -> None:
        self.papers.append(piece)


def printed(job: bytes, *, width_dots: int = 576, pieces: int | None = None, chinese: bool = True) -> list[Piece]:
    """The papers a job becomes on a clone that starts in Chinese mode; ``pieces`` is the size in which it arrives."""
    bench = Bench()
    printer = Interpreter(Roll(width_dots, lambda rows: rows), bench, lambda: chinese)
    step = pieces or len(job) or 1
    for start in range(0, len(job), step):
        printer.feed(job[start : start + step])
        while printer.step():
            pass
    printer.forget_unfinished()
    printer.tear_off(whole=True)
    return bench.papers


def one_paper(job: bytes, *, width_dots: int = 576) -> Piece:
    """The only paper of a job, with no remark by the printer."""
    (paper,) = printed(job, width_dots=width_dots)
    assert paper.remarks == ()
    assert paper.whole
    return paper
