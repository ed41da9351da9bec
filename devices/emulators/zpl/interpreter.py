"""The machine behind the buffer of an emulated ZPL printer."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any, ClassVar, Final

from PIL import Image

from devices.emulators.labels.canvas import ERASE, INVERT, OUTSIDE, OVER, Canvas
from devices.emulators.labels.interpreter import HEAD_MM, LONGEST_MM, BadCommand, Interpreter, Machine, whole
from devices.emulators.labels.label import INK, PAPER, Drawn
from devices.emulators.zpl.codes import CODES, Parameters
from devices.emulators.zpl.fields import Block, Field, Font
from devices.emulators.zpl.parse import Command, next_command
from devices.emulators.zpl.settings import ENCODINGS, MEDIA, Settings

_GAP_MM: Final = 2.0
_USUAL_WIDTH_MM, _USUAL_LENGTH_MM = 58, 40
_LARGEST_PICTURE: Final = 20_000_000
_MOST_LABELS: Final = 99_999_999
_MOST_FIELDS: Final = 1_000


class ZplInterpreter(Interpreter):
    """ZPL commands. Every format begins with a white label, and is drawn when it ends."""

    immediate: ClassVar[tuple[bytes, ...]] = (b"~HQES", b"~HS", b"~HI", b"~JA")

    def __init__(self, machine: Machine, dots_per_mm: float) -> None:
        super().__init__(machine, dots_per_mm)
        self.set = Settings(self.dots(_USUAL_WIDTH_MM), self.dots(_USUAL_LENGTH_MM))
        self.is_inside = False
        self.stored: dict[str, Image.Image] = {}
        self._command = Command("", b"", 0)
        self._reverses = False
        self._begin()

    @property
    def gap(self) -> int:
        """See ``Interpreter``."""
        return 0 if self.set.media == "none" else self.dots(_GAP_MM)

    @property
    def size(self) -> tuple[int, int]:
        """See ``Interpreter``."""
        return self.set.width, self.set.length

    @property
    def density(self) -> int:
        """See ``Interpreter``."""
        return max(0, min(30, self.set.darkness + self.set.darker))

    def settings(self) -> dict[str, Any]:
        """See ``Interpreter``."""
        return asdict(self.set)

    def restore(self, settings: Mapping[str, Any]) -> None:
        """See ``Interpreter``; stored pictures are gone."""
        self.set = Settings(**settings)
        self.stored.clear()

    def forget(self) -> None:
        """See ``Interpreter``."""
        super().forget()
        self.is_inside = False
        self._begin()

    def waiting_formats(self, more: bytes) -> int:
        """See ``Interpreter``."""
        return (bytes(self._buffer) + more).upper().count(b"^XZ")

    def _next(self) -> int:
        command = next_command(self._buffer) if self._buffer else None
        if command is None:
            return 0
        self._command = command
        return command.length

    def _carry_out(self) -> None:
        command = self._command
        if not command.code:
            if command.data:
                raise BadCommand(f"text outside of commands: {command.data[:20]!r}")
            return
        if command.code in CODES:
            given = Parameters(command.data)
            self._field.maker = CODES[command.code](given, replace(self.set))
            self._field.turn = given.turn(0, self.set.turn)
            return
        act = _ACTS.get(command.code)
        if act is None:
            raise BadCommand(f"unknown command {command.code}{command.data[:10].decode('ascii', 'replace')}")
        act(self, command)

    # A format, from ^XA to ^XZ.

    def _begin(self) -> None:
        self._fields: list[Field] = []
        self._copies, self._pause_every = 1, 0
        self._reverses = False
        self._field = self._new_field()

    def _new_field(self) -> Field:
        font = Font(self.set.font, self.set.font_height, self.set.font_width)
        return Field(font, self.set.turn, ink=INVERT if self._reverses else OVER)

    def _start(self, _command: Command) -> None:
        self._begin()
        self.is_inside = True

    def _end_field(self, _command: Command) -> None:
        if (self._field.data is not None or self._field.picture is not None) and len(self._fields) < _MOST_FIELDS:
            self._fields.append(self._field)
        self._field = self._new_field()

    def _end(self, command: Command) -> None:
        if not self.is_inside:
            raise BadCommand("^XZ without ^XA")
        self._end_field(command)
        self.is_inside = False
        if not self._fields:
            # A format that only sets something uses up no label.
            self._raw.clear()
            return
        canvas = Canvas(*self.size)
        move = self.set.home_x - self.set.shift, self.set.home_y
        for field in self._fields:
            try:
                field.draw(canvas, self.set.codec, move)
            except BadCommand as problem:
                self._remark(str(problem))
        picture = canvas.picture.transpose(Image.Transpose.ROTATE_180) if self.set.inverted else canvas.picture
        drawn = Drawn(picture, tuple(canvas.texts), remarks=(OUTSIDE,) if canvas.is_beyond else ())
        self._finished(drawn, self._copies, self._pause_every)

    # What is set.

    def _encoding(self, command: Command) -> None:
        number = Parameters(command.data).number(0, 0)
        if number not in ENCODINGS:
            raise BadCommand(f"unknown encoding {number}")
        self.set.encoding = number

    def _width(self, command: Command) -> None:
        width = Parameters(command.data).number(0, self.set.width, 2)
        self.set.width = min(width, self.dots(HEAD_MM))
        if width > self.set.width:
            raise BadCommand(f"the print head is {HEAD_MM} mm wide")

    def _length(self, command: Command) -> None:
        self.set.length = Parameters(command.data).number(0, self.set.length, 1, self.dots(LONGEST_MM))

    def _home(self, command: Command) -> None:
        given = Parameters(command.data)
        self.set.home_x, self.set.home_y = given.number(0, 0), given.number(1, 0)

    def _media(self, command: Command) -> None:
        self.set.media = MEDIA[Parameters(command.data).choice(0, "Y", "YWMNA")]

    def _darkness(self, command: Command) -> None:
        self.set.darkness = Parameters(command.data).number(0, self.set.darkness, 0, 30)

    def _font_default(self, command: Command) -> None:
        given = Parameters(command.data)
        self.set.font = given.text(0, self.set.font)[:1]
        self.set.font_height = given.number(1, self.set.font_height, 1, 3_000)
        self.set.font_width = given.number(2, 0, 0, 3_000)
        self._field.font = Font(self.set.font, self.set.font_height, self.set.font_width)

    def _turn_default(self, command: Command) -> None:
        self.set.turn = self._field.turn = Parameters(command.data).turn(0, 0)

    def _bars(self, command: Command) -> None:
        given = Parameters(command.data)
        ratio = given.text(1, str(self.set.bar_ratio))
        self.set.bar_narrow = given.number(0, self.set.bar_narrow, 1, 10)
        self.set.bar_ratio = whole(ratio.replace(".", "", 1), 2, 30) / 10 ** ("." in ratio)
        self.set.bar_height = given.number(2, self.set.bar_height, 1, 2_000)

    def _quantity(self, command: Command) -> None:
        given = Parameters(command.data)
        self._copies = given.number(0, 1, 1, _MOST_LABELS)
        every = given.number(1, 0, 0, _MOST_LABELS)
        self._pause_every = 0 if given.choice(3, "N", "YN") == "Y" else every

    def _configuration(self, command: Command) -> None:
        letter = Parameters(command.data).text(0)
        if letter != "S":
            raise BadCommand(f"unknown command ^JU{letter[:10]}")
        self._machine.keep_settings()

    # What a field is.

    def _origin(self, command: Command) -> None:
        given = Parameters(command.data)
        self._field.x, self._field.y = given.number(0, 0), given.number(1, 0)
        self._field.on_baseline = command.code == "^FT"

    def _font(self, command: Command) -> None:
        given, name = Parameters(command.data[1:]), command.data[:1].decode("ascii", "replace").upper()
        self._field.turn = given.turn(0, self.set.turn)
        height = given.number(1, self.set.font_height, 1, 3_000)
        width = given.number(2, 0, 0, 3_000)
        self._field.font = Font(given.text(3) if name == "@" else name, height, width)

    def _block(self, command: Command) -> None:
        given = Parameters(command.data)
        self._field.block = Block(
            given.number(0, 0, 1, self.dots(LONGEST_MM)),
            given.number(1, 1, 1, 100),
            given.number(2, 0, -500, 500),
            given.choice(3, "L", "LCRJ"),
        )

    def _hex(self, command: Command) -> None:
        self._field.hex_mark = command.data[:1] or b"_"

    def _data(self, command: Command) -> None:
        self._field.data = command.data

    def _box(self, command: Command) -> None:
        given = Parameters(command.data)
        thick = given.number(2, 1, 1)
        width, height = given.number(0, thick, 0), given.number(1, thick, 0)
        # Nothing is larger than the largest label.
        size = [max(thick, dots) for dots in (width, height)]
        size = [
            min(dots, limit) for dots, limit in zip(size, (self.dots(HEAD_MM) * 2, self.dots(LONGEST_MM)), strict=True)
        ]
        if given.choice(3, "B", "BW") == "W":
            self._field.ink = ERASE
        box = Image.new("1", (size[0], size[1]), INK)
        if min(size) > 2 * thick:
            box.paste(PAPER, (thick, thick, size[0] - thick, size[1] - thick))
        self._field.picture = box

    def _picture(self, command: Command) -> None:
        self._field.picture = _bitmap(command)

    def _store(self, command: Command) -> None:
        self.stored[_stored_name(command.data.decode("ascii", "replace").upper())] = _bitmap(command)

    def _recall(self, command: Command) -> None:
        given = Parameters(command.data)
        picture = self.stored.get(_stored_name(given.text(0)))
        if picture is None:
            raise BadCommand(f"no stored picture {given.text(0)[:20]}")
        wide, tall = given.number(1, 1, 1, 10), given.number(2, 1, 1, 10)
        if picture.width * wide * picture.height * tall > _LARGEST_PICTURE:
            raise BadCommand("larger than the memory")
        self._field.picture = picture.resize((picture.width * wide, picture.height * tall), Image.Resampling.NEAREST)

    def _field_inverts(self, _command: Command) -> None:
        self._field.ink = INVERT


def _stored_name(name: str) -> str:
    return name.rpartition(":")[2].removesuffix(".GRF")


def _bitmap(command: Command) -> Image.Image:
    if not command.row or not command.raster or len(command.raster) % command.row:
        raise BadCommand("no whole picture")
    # A bit that is set is black.
    size = command.row * 8, len(command.raster) // command.row
    return Image.frombytes("1", size, command.raster, "raw", "1;I")


def _number(name: str, default: int, low: int, high: int) -> Callable[[ZplInterpreter, Command], None]:
    return lambda machine, command: setattr(machine.set, name, Parameters(command.data).number(0, default, low, high))


def _letter(name: str, letters: str) -> Callable[[ZplInterpreter, Command], None]:
    return lambda machine, command: setattr(machine.set, name, Parameters(command.data).choice(0, letters[0], letters))


def _label_reverses(machine: ZplInterpreter, command: Command) -> None:
    machine._reverses = Parameters(command.data).choice(0, "N", "YN") == "Y"
    machine._field.ink = INVERT if machine._reverses else OVER


def _inverted(machine: ZplInterpreter, command: Command) -> None:
    machine.set.inverted = Parameters(command.data).choice(0, "N", "NI") == "I"


_ACTS: Final[dict[str, Callable[[ZplInterpreter, Command], None]]] = {
    "^XA": ZplInterpreter._start,
    "^XZ": ZplInterpreter._end,
    "^FS": ZplInterpreter._end_field,
    "^CI": ZplInterpreter._encoding,
    "^PW": ZplInterpreter._width,
    "^LL": ZplInterpreter._length,
    "^LH": ZplInterpreter._home,
    "^LS": _number("shift", 0, -9_999, 9_999),
    "^LR": _label_reverses,
    "^MN": ZplInterpreter._media,
    "^MT": _letter("transfer", "TD"),
    "^MM": _letter("mode", "TPRAC"),
    "^MD": _number("darker", 0, -30, 30),
    "~SD": ZplInterpreter._darkness,
    "^PR": _number("speed", 3, 1, 14),
    "^PO": _inverted,
    "^PQ": ZplInterpreter._quantity,
    "^JU": ZplInterpreter._configuration,
    "^CF": ZplInterpreter._font_default,
    "^FW": ZplInterpreter._turn_default,
    "^BY": ZplInterpreter._bars,
    "^FO": ZplInterpreter._origin,
    "^FT": ZplInterpreter._origin,
    "^A": ZplInterpreter._font,
    "^FB": ZplInterpreter._block,
    "^FH": ZplInterpreter._hex,
    "^FR": ZplInterpreter._field_inverts,
    "^FD": ZplInterpreter._data,
    "^GB": ZplInterpreter._box,
    "^GF": ZplInterpreter._picture,
    "~DG": ZplInterpreter._store,
    "^XG": ZplInterpreter._recall,
}
