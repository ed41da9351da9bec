"""The machine behind the buffer of an emulated TSPL printer."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, ClassVar, Final

from PIL import ImageOps

from devices.emulators.labels.canvas import OUTSIDE, Canvas
from devices.emulators.labels.interpreter import HEAD_MM, BadCommand, Interpreter, Machine, whole
from devices.emulators.labels.label import Drawn
from devices.emulators.labels.letters import cells
from devices.emulators.tspl.drawing import DRAWN, Sheet
from devices.emulators.tspl.parse import Command, arguments, next_command
from devices.emulators.tspl.settings import CODE_PAGES, Settings, length_mm

MODEL: Final = b"EMULATED TSPL"
_MOST_LABELS: Final = 999_999


class TsplInterpreter(Interpreter):
    """TSPL commands. The image stays as it was drawn until it is cleared, printed or not."""

    immediate: ClassVar[tuple[bytes, ...]] = tuple(b"\x1b!" + letter.encode() for letter in "?SPOF.CRD")

    def __init__(self, machine: Machine, dots_per_mm: float) -> None:
        super().__init__(machine, dots_per_mm)
        self.set = Settings()
        self.obeys_at_once = True
        self._command = Command("", b"", 0)
        self._canvas = self._new_canvas()

    @property
    def gap(self) -> int:
        """See ``Interpreter``."""
        return 0 if self.set.media == "none" else self.dots(self.set.gap_mm)

    @property
    def size(self) -> tuple[int, int]:
        """See ``Interpreter``; no wider than the print head."""
        return self.dots(min(self.set.width_mm, HEAD_MM)), self.dots(self.set.height_mm)

    @property
    def density(self) -> int:
        """See ``Interpreter``."""
        return self.set.density

    def settings(self) -> dict[str, Any]:
        """See ``Interpreter``."""
        return asdict(self.set)

    def restore(self, settings: Mapping[str, Any]) -> None:
        """See ``Interpreter``."""
        self.set = Settings(**settings)
        self._canvas = self._new_canvas()

    def forget(self) -> None:
        """See ``Interpreter``; immediate commands are obeyed again."""
        super().forget()
        self.obeys_at_once = True
        self._canvas.clear()

    def waiting_formats(self, more: bytes) -> int:
        """See ``Interpreter``."""
        return (bytes(self._buffer) + more).count(b"PRINT ")

    def _next(self) -> int:
        command = next_command(self._buffer) if self._buffer else None
        if command is None:
            return 0
        self._command = command
        return command.length

    def _carry_out(self) -> None:
        command = self._command
        if command.name in DRAWN:
            self._draw(command)
        elif command.name in _ACTS:
            given = [argument.text.decode("ascii", "replace") for argument in arguments(command.rest)]
            _ACTS[command.name](self, given or [""])
        elif command.name:
            raise BadCommand(f"unknown command {command.name[:40]}")

    def _draw(self, command: Command) -> None:
        try:
            DRAWN[command.name](Sheet(self._canvas, self.set, self._dots_per_mm), command)
        except BadCommand as problem:
            raise BadCommand(f"{command.name}: {problem}") from problem

    def _new_canvas(self) -> Canvas:
        return Canvas(*self.size)

    def _change(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self.set, name, value)
        self._machine.keep_settings()

    def _size(self, texts: list[str]) -> None:
        width, height = (*texts, "")[:2]
        self._change(width_mm=length_mm(width, 5), height_mm=length_mm(height, 5) if height else self.set.height_mm)
        if self.set.width_mm > HEAD_MM:
            self._remark(f"the print head is {HEAD_MM} mm wide")
        self._canvas = self._new_canvas()

    def _gap(self, texts: list[str]) -> None:
        gap, offset = (length_mm(text, 0, 100) for text in (*texts, "0")[:2])
        self._change(media="gap" if gap else "none", gap_mm=gap, gap_offset_mm=offset)

    def _black_mark(self, texts: list[str]) -> None:
        height, offset = (length_mm(text, 0, 100) for text in (*texts, "0")[:2])
        self._change(media="mark", gap_mm=height, gap_offset_mm=offset)

    def _direction(self, texts: list[str]) -> None:
        direction, mirror = (whole(text, 0, 1) for text in (*texts, "0")[:2])
        self._change(direction=direction, mirror=mirror)

    def _reference(self, texts: list[str]) -> None:
        x, y = (whole(text, -32_000) for text in (*texts, "0")[:2])
        self._change(reference_x=x, reference_y=y)

    def _codepage(self, texts: list[str]) -> None:
        page = texts[0].upper()
        if page not in CODE_PAGES:
            raise BadCommand(f"unknown code page {page[:20]}")
        self._change(codepage=page)

    def _switch(self, texts: list[str]) -> None:
        name, _, value = texts[0].upper().partition(" ")
        if name not in {"TEAR", "PEEL", "CUTTER"} or not (value in {"ON", "OFF", "BATCH"} or value.isdigit()):
            raise BadCommand(f"unknown setting {texts[0][:40]}")
        self._change(**{name.lower(): value})

    def _print(self, texts: list[str]) -> None:
        sets, copies = (whole(text, 1, _MOST_LABELS) for text in (*texts, "1")[:2])
        if sets * copies > _MOST_LABELS:
            raise BadCommand("more labels than there are")
        canvas = self._canvas
        picture = ImageOps.mirror(canvas.picture) if self.set.mirror else canvas.picture.copy()
        remarks = (OUTSIDE,) if canvas.is_beyond else ()
        self._finished(Drawn(picture, tuple(canvas.texts), remarks=remarks), sets * copies)

    def _self_test(self, _texts: list[str]) -> None:
        canvas = self._new_canvas()
        lines = ["SELFTEST", *(f"{name} {value}" for name, value in self.settings().items())]
        for row, line in enumerate(lines):
            canvas.draw(cells(line, 8, 12), 8, 8 + 14 * row)
            canvas.note(line)
        self._finished(Drawn(canvas.picture, tuple(canvas.texts)), 1)

    def _label_feed(self, _texts: list[str]) -> None:
        self._machine.feed(self.size[1] + self.gap)

    def _listen_again(self, _texts: list[str]) -> None:
        self.obeys_at_once = True


def _setting(name: str, read: Callable[[str], object]) -> Callable[[TsplInterpreter, list[str]], None]:
    return lambda machine, texts: machine._change(**{name: read(texts[0])})


def _answer(text: Callable[[TsplInterpreter], bytes]) -> Callable[[TsplInterpreter, list[str]], None]:
    return lambda machine, _texts: machine._machine.answer(text(machine) + b"\r")


_ACTS: Final[dict[str, Callable[[TsplInterpreter, list[str]], None]]] = {
    "SIZE": TsplInterpreter._size,
    "GAP": TsplInterpreter._gap,
    "BLINE": TsplInterpreter._black_mark,
    "DIRECTION": TsplInterpreter._direction,
    "REFERENCE": TsplInterpreter._reference,
    "OFFSET": _setting("offset_mm", lambda text: length_mm(text, -100, 100)),
    "SHIFT": _setting("shift", lambda text: whole(text, -10_000, 10_000)),
    "DENSITY": _setting("density", lambda text: whole(text, 0, 15)),
    "SPEED": _setting("speed", lambda text: float(whole(text.replace(".", "", 1), 1, 180)) / 10 ** ("." in text)),
    "CODEPAGE": TsplInterpreter._codepage,
    "SET": TsplInterpreter._switch,
    "CLS": lambda machine, _texts: machine._canvas.clear(),
    "PRINT": TsplInterpreter._print,
    "SELFTEST": TsplInterpreter._self_test,
    "GAPDETECT": TsplInterpreter._label_feed,
    "HOME": TsplInterpreter._label_feed,
    "FEED": lambda machine, texts: machine._machine.feed(whole(texts[0], 1, 9_999)),
    "CUT": lambda machine, _texts: machine._machine.cut(),
    "~!E": TsplInterpreter._listen_again,
    "~!T": _answer(lambda _machine: MODEL),
    "~!@": _answer(lambda machine: str(machine._machine.length_mm // 1000).encode()),
    "~!I": _answer(lambda machine: machine.set.codepage.encode()),
}
