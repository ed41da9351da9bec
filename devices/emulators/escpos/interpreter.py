"""The machine behind the buffer: carries commands out one after the other and lets paper come out."""

from collections.abc import Callable
from typing import Final, Protocol

from PIL import Image

from devices.emulators.escpos.mode import DEFAULT_SPACING_ROWS, Mode
from devices.emulators.escpos.parse import Command, next_command
from devices.emulators.escpos.pictures import bitmap, native_barcode, native_qr
from devices.emulators.escpos.roll import Glyph, Piece, Roll

_CUT_FEED_ROWS: Final = 40
_ALIGNMENTS: Final = {0: 0, 48: 0, 1: 1, 49: 1, 2: 2, 50: 2}


class Machine(Protocol):
    """What the interpreter needs of the box around it."""

    def answer(self, data: bytes) -> None:
        """Sends bytes back."""

    def confirm(self, data: bytes) -> None:
        """Sends the answer that tells that everything before it is printed; may take its time."""

    def kick(self) -> None:
        """The drawer springs open."""

    def automatic_status(self, on: bool) -> None:
        """Switches the status that is sent by itself."""

    def paper_status(self) -> int:
        """The answer to GS r 1."""

    def drawer_open(self) -> bool:
        """The level of the drawer's sensor."""

    def came_out(self, piece: Piece) -> None:
        """A piece was cut."""


class Interpreter:
    """Commands in, paper out.

    ``chinese`` says that a reset switches double-byte mode on. ``ready`` is False while nothing can be carried out
    before more bytes arrive.
    """

    def __init__(self, roll: Roll, machine: Machine, chinese: Callable[[], bool]) -> None:
        self.roll = roll
        self._machine = machine
        self._starts_chinese = chinese
        self.ready = False
        self._buffer = bytearray()
        self._raw = bytearray()
        self._remarks: list[str] = []
        self._graphics: Image.Image | None = None
        self._qr_data = b""
        self._reset()

    def feed(self, data: bytes) -> None:
        """Takes bytes into the buffer."""
        self._buffer += data
        self.ready = True

    def step(self) -> bool:
        """Carries the next command out; False where there is none, or not all of it yet."""
        command = next_command(self._buffer) if self._buffer else None
        if command is None:
            self.ready = False
            return False
        self._raw += self._buffer[: command.length]
        del self._buffer[: command.length]
        if command.code:
            act = _ACTS.get(command.code)
            if act is None:
                self._remark(f"unknown command {command.code.hex(' ')}")
            else:
                act(self, command.data)
        else:
            self._text(command)
        return True

    def tear_off(self, *, whole: bool) -> None:
        """Ends the piece without a cut: by hand, or by a power loss, which also forgets what is buffered."""
        if not whole:
            self._buffer.clear()
        self._line.clear()
        if self.roll.is_empty:
            self._raw.clear()
        else:
            self._cut_piece(whole=whole)

    def forget_unfinished(self) -> None:
        """Drops half a command whose sender has gone."""
        self._buffer.clear()

    def _reset(self) -> None:
        self._line: list[Glyph] = []
        self._mode = Mode(chinese=self._starts_chinese())

    def _remark(self, remark: str) -> None:
        if remark not in self._remarks:
            self._remarks.append(remark)

    def _text(self, command: Command) -> None:
        encoding = self._mode.encoding
        if encoding is None:
            self._remark(f"unknown code page {self._mode.page}")
        for character in command.data.decode(encoding or "ascii", "replace"):
            glyph = self._mode.glyph(character)
            if sum(each.width for each in self._line) + glyph.width > self.roll.width:
                self._line_feed(b"")
            self._line.append(glyph)

    def _line_feed(self, _data: bytes) -> None:
        self.roll.line(self._line, self._mode.align, self._mode.spacing)
        self._line = []

    def _flush(self) -> None:
        if self._line:
            self._line_feed(b"")

    def _print_mode(self, data: bytes) -> None:
        bits, mode = data[0], self._mode
        mode.small, mode.bold, mode.underlined = bool(bits & 0x01), bool(bits & 0x08), bool(bits & 0x80)
        mode.tall, mode.wide = (2 if bits & 0x10 else 1), (2 if bits & 0x20 else 1)

    def _size(self, data: bytes) -> None:
        self._mode.wide, self._mode.tall = (data[0] >> 4 & 7) + 1, (data[0] & 7) + 1

    def _feed_lines(self, data: bytes) -> None:
        self._flush()
        self.roll.feed(data[0] * self._mode.spacing)

    def _feed_rows(self, data: bytes) -> None:
        self._flush()
        self.roll.feed(data[0])

    def _picture(self, picture: Image.Image | None) -> None:
        self._flush()
        if picture is not None:
            self.roll.picture(picture, self._mode.align)

    def _raster(self, data: bytes) -> None:
        width, rows = data[2] | data[3] << 8, data[4] | data[5] << 8
        self._picture(bitmap(data[6:], width * 8, rows, (data[1] & 1) + 1, (data[1] >> 1 & 1) + 1))

    def _barcode(self, data: bytes) -> None:
        picture = native_barcode(data, self._mode.bar_width, self._mode.bar_height)
        if picture is None:
            self._remark(f"unknown barcode {data.hex(' ')}")
        elif picture.width > self.roll.width:
            self._remark("barcode wider than the paper")
        else:
            self._picture(picture)

    def _function(self, data: bytes) -> None:
        # GS ( : one more letter, a length of two bytes, then what the letter means.
        letter, body = data[:1], data[3:]
        if letter == b"k" and body[:1] == b"1":
            self._qr_function(body[1], body[2:])
        elif letter == b"L":
            self._graphics_function(body)
        elif letter == b"H" and body[:2] == b"\x30\x30":
            self._flush()
            self._machine.confirm(b"\x37\x22" + body[2:6] + b"\x00")
        else:
            self._remark(f"unknown function GS ( {data[:1].decode('latin-1')}")

    def _qr_function(self, function: int, data: bytes) -> None:
        if function == 67:
            self._mode.qr_size = data[0]
        elif function == 80:
            self._qr_data = data[1:]
        elif function == 81:
            self._picture(native_qr(self._qr_data, self._mode.qr_size))

    def _large_function(self, data: bytes) -> None:
        # GS 8 L is GS ( L with a length of four bytes.
        self._graphics_function(data[5:])

    def _graphics_function(self, body: bytes) -> None:
        if body[:2] == b"\x30\x70":
            width, rows = body[6] | body[7] << 8, body[8] | body[9] << 8
            self._graphics = bitmap(body[10:], width, rows, body[3], body[4])
        elif body[:1] == b"\x30" and body[1:2] in {b"\x02", b"\x32"}:
            self._picture(self._graphics)
            self._graphics = None
        else:
            self._remark("unknown graphics function")

    def _cut(self, data: bytes) -> None:
        self._flush()
        self.roll.feed(_CUT_FEED_ROWS + (data[1] if len(data) > 1 else 0))
        self._cut_piece(whole=True)

    def _label_feed(self, _data: bytes) -> None:
        """The gap behind a label comes to the edge: what is on the paper is one label."""
        self._flush()
        if not self.roll.is_empty:
            self._cut_piece(whole=True)

    def _label_function(self, data: bytes) -> None:
        # FS ( : L and its function 67 feed to where a label is peeled or torn off.
        if data[:1] == b"L" and data[3:4] == b"C":
            self._label_feed(b"")
        else:
            self._remark(f"unknown function FS ( {data[:1].decode('latin-1')}")

    def _cut_piece(self, *, whole: bool) -> None:
        piece = self.roll.cut(bytes(self._raw), whole=whole, remarks=tuple(self._remarks))
        self._raw.clear()
        self._remarks.clear()
        self._machine.came_out(piece)

    def _status(self, data: bytes) -> None:
        self._flush()
        if data[0] in {1, 49}:
            self._machine.confirm(bytes((self._machine.paper_status(),)))
        elif data[0] in {2, 50}:
            self._machine.confirm(bytes((int(self._machine.drawer_open()),)))

    def _identify(self, data: bytes) -> None:
        texts = {65: b"1.00 ESC/POS", 66: b"REGULARS", 67: b"EMULATED", 68: b"TRAINING"}
        if data[0] in texts:
            self._machine.answer(b"\x5f" + texts[data[0]] + b"\x00")
        else:
            self._machine.answer(b"\x02")


def _store(name: str, convert: Callable[[bytes], object]) -> Callable[[Interpreter, bytes], None]:
    return lambda interpreter, data: setattr(interpreter._mode, name, convert(data))


def _ignore(_interpreter: Interpreter, _data: bytes) -> None:
    pass


_ACTS: Final[dict[bytes, Callable[[Interpreter, bytes], None]]] = {
    b"\n": Interpreter._line_feed,
    b"\x1b@": lambda interpreter, _data: interpreter._reset(),
    b"\x1b!": Interpreter._print_mode,
    b"\x1bE": _store("bold", lambda data: bool(data[0] & 1)),
    b"\x1bG": _store("bold", lambda data: bool(data[0] & 1)),
    b"\x1b-": _store("underlined", lambda data: data[0] & 3 > 0),
    b"\x1bM": _store("small", lambda data: data[0] in {1, 49}),
    b"\x1ba": _store("align", lambda data: _ALIGNMENTS.get(data[0], 0)),
    b"\x1bt": _store("page", lambda data: data[0]),
    b"\x1b2": _store("spacing", lambda _data: DEFAULT_SPACING_ROWS),
    b"\x1b3": _store("spacing", lambda data: data[0]),
    b"\x1bd": Interpreter._feed_lines,
    b"\x1bJ": Interpreter._feed_rows,
    b"\x1bp": lambda interpreter, _data: interpreter._machine.kick(),
    b"\x1c.": _store("chinese", lambda _data: False),
    b"\x1c&": _store("chinese", lambda _data: True),
    b"\x1d!": Interpreter._size,
    b"\x1dB": _store("inverted", lambda data: bool(data[0] & 1)),
    b"\x1dV": Interpreter._cut,
    b"\x1dh": _store("bar_height", lambda data: data[0]),
    b"\x1dw": _store("bar_width", lambda data: data[0]),
    b"\x1dk": Interpreter._barcode,
    b"\x1dv": Interpreter._raster,
    b"\x1d(": Interpreter._function,
    b"\x1d8": Interpreter._large_function,
    b"\x1d\x0c": Interpreter._label_feed,
    b"\x1c(": Interpreter._label_function,
    b"\x1da": lambda interpreter, data: interpreter._machine.automatic_status(data[0] != 0),
    b"\x1dr": Interpreter._status,
    b"\x1dI": Interpreter._identify,
    # Known, and without a meaning for what comes out here: carriage return, country's signs, motion units, the text
    # of barcodes, real-time commands that were obeyed when they arrived.
    **dict.fromkeys((b"\r", b"\x1bR", b"\x1dP", b"\x1df", b"\x1dH", b"\x10\x04", b"\x10\x05", b"\x10\x14"), _ignore),
}
