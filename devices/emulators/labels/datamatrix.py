"""DataMatrix ECC 200 codes in square symbols, as printers draw them (ISO/IEC 16022).

Values are written in ASCII mode: digits in pairs, other bytes one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from devices.emulators.labels.symbols import NoSymbol

SEPARATOR: Final = 256
"""GS1's FNC1 in a value, where all else is bytes."""

_FNC1: Final = 232
_PAD: Final = 129
_UPPER: Final = 235
_ZERO: Final = ord("0")
_NINE: Final = ord("9")
_POLYNOMIAL: Final = 0x12D


@dataclass(frozen=True, slots=True)
class _Size:
    """A symbol of ``side`` modules in ``regions`` times ``regions`` regions, with so many codewords and blocks."""

    side: int
    regions: int
    data: int
    correction: int
    blocks: int = 1

    @property
    def region(self) -> int:
        """The side of a region without its borders."""
        return self.side // self.regions - 2


_SIZES: Final = (
    _Size(10, 1, 3, 5),
    _Size(12, 1, 5, 7),
    _Size(14, 1, 8, 10),
    _Size(16, 1, 12, 12),
    _Size(18, 1, 18, 14),
    _Size(20, 1, 22, 18),
    _Size(22, 1, 30, 20),
    _Size(24, 1, 36, 24),
    _Size(26, 1, 44, 28),
    _Size(32, 2, 62, 36),
    _Size(36, 2, 86, 42),
    _Size(40, 2, 114, 48),
    _Size(44, 2, 144, 56),
    _Size(48, 2, 174, 68),
    _Size(52, 2, 204, 84, 2),
    _Size(64, 4, 280, 112, 2),
    _Size(72, 4, 368, 144, 4),
    _Size(80, 4, 456, 192, 4),
)


def data_matrix(value: Sequence[int]) -> tuple[bytes, ...]:
    """The rows of the smallest code for bytes and separators, one byte a module, 1 is dark. NoSymbol."""
    return _drawn(tuple(value))


@lru_cache(maxsize=64)
def _drawn(value: tuple[int, ...]) -> tuple[bytes, ...]:
    words = _written(value)
    size = next((size for size in _SIZES if size.data >= len(words)), None)
    if size is None or not words:
        raise NoSymbol(f"a DataMatrix code does not hold {len(value)} bytes")
    return _framed(_placed(_corrected(_padded(words, size.data), size), size.region * size.regions), size)


def _written(value: Sequence[int]) -> list[int]:
    words: list[int] = []
    at = 0
    while at < len(value):
        byte = value[at]
        following = value[at + 1] if at + 1 < len(value) else SEPARATOR
        if _ZERO <= byte <= _NINE and _ZERO <= following <= _NINE:
            words.append(130 + 10 * (byte - _ZERO) + following - _ZERO)
            at += 2
            continue
        if byte == SEPARATOR:
            words.append(_FNC1)
        elif byte < 128:
            words.append(byte + 1)
        else:
            words += [_UPPER, byte - 127]
        at += 1
    return words


def _padded(words: list[int], length: int) -> list[int]:
    padded = [*words, _PAD] if len(words) < length else list(words)
    while len(padded) < length:
        # After the first, so that a symbol is not full of one pattern: a number that depends on where it stands.
        number = _PAD + 149 * (len(padded) + 1) % 253 + 1
        padded.append(number if number <= 254 else number - 254)
    return padded


def _tables() -> tuple[list[int], list[int]]:
    powers, logs, value = [0] * 512, [0] * 256, 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logs[value] = exponent
        value <<= 1
        if value > 255:
            value ^= _POLYNOMIAL
    return powers, logs


_POWERS, _LOGS = _tables()


def _times(left: int, right: int) -> int:
    return _POWERS[_LOGS[left] + _LOGS[right]] if left and right else 0


def _generator(degree: int) -> list[int]:
    """The coefficients of the generator polynomial below its highest, the highest first."""
    factors = [1]
    for root in range(1, degree + 1):
        shifted = [*factors, 0]
        for index, factor in enumerate(factors):
            shifted[index + 1] ^= _times(factor, _POWERS[root])
        factors = shifted
    return factors[1:]


def _corrected(words: list[int], size: _Size) -> list[int]:
    """The words with those of the error correction after them, the blocks interleaved."""
    each = size.correction // size.blocks
    generator = _generator(each)
    correction = [0] * size.correction
    for block in range(size.blocks):
        rest = [0] * each
        for word in words[block :: size.blocks]:
            factor = word ^ rest[0]
            rest = [*rest[1:], 0]
            for index, coefficient in enumerate(generator):
                rest[index] ^= _times(factor, coefficient)
        correction[block :: size.blocks] = rest
    return words + correction


# Where the eight modules of a word lie from its last, highest bit first.
_WORD: Final = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))


class _Grid:
    """The modules without borders, filled word by word along diagonals."""

    def __init__(self, side: int, words: list[int]) -> None:
        self.side = side
        self.modules: list[list[int | None]] = [[None] * side for _ in range(side)]
        self._words = iter(words)

    def put(self, places: Sequence[tuple[int, int]]) -> None:
        """The next word; the first place has its highest bit."""
        word = next(self._words)
        for bit, (row, column) in enumerate(places):
            self._put_bit(row, column, word >> (7 - bit) & 1)

    def _put_bit(self, row: int, column: int, bit: int) -> None:
        # What lies beyond an edge goes on at the opposite one, shifted so that all sides fit.
        if row < 0:
            row, column = row + self.side, column + 4 - (self.side + 4) % 8
        if column < 0:
            row, column = row + 4 - (self.side + 4) % 8, column + self.side
        self.modules[row][column] = bit

    def put_word(self, row: int, column: int) -> None:
        """The next word in its usual shape."""
        self.put([(row + down, column + right) for down, right in _WORD])

    def is_free(self, row: int, column: int) -> bool:
        """Whether a word may end there."""
        return 0 <= row < self.side and 0 <= column < self.side and self.modules[row][column] is None


def _corner(row: int, column: int, side: int) -> Sequence[tuple[int, int]] | None:
    """The places of the word that lies in a corner of a symbol of this side; None where none does."""
    last = side - 1
    edge = [(0, last), (1, last), (2, last), (3, last)]
    if (row, column) == (side, 0):
        return [(last, 0), (last, 1), (last, 2), (0, last - 1), *edge]
    if (row, column) == (side - 2, 0) and side % 8 == 4:
        return [(last - 2, 0), (last - 1, 0), (last, 0), (0, last - 1), *edge]
    if (row, column) == (side - 2, 0) and side % 4:
        return [(last - 2, 0), (last - 1, 0), (last, 0), *((0, last - left) for left in (3, 2, 1, 0)), (1, last)]
    if (row, column) == (side + 4, 2) and side % 8 == 0:
        return [(last, 0), (last, last), *((y, last - left) for y in (0, 1) for left in (2, 1, 0))]
    return None


def _placed(words: list[int], side: int) -> list[list[int]]:
    grid = _Grid(side, words)
    row, column = 4, 0
    while row < side or column < side:
        corner = _corner(row, column, side)
        if corner is not None:
            grid.put(corner)
        while row >= 0 and column < side:
            if grid.is_free(row, column):
                grid.put_word(row, column)
            row, column = row - 2, column + 2
        row, column = row + 1, column + 3
        while row < side and column >= 0:
            if grid.is_free(row, column):
                grid.put_word(row, column)
            row, column = row + 2, column - 2
        row, column = row + 3, column + 1
    # Four modules in the last corner may be left over: they are a fixed pattern, dark where it meets the diagonal.
    return [[int(y == x) if bit is None else bit for x, bit in enumerate(line)] for y, line in enumerate(grid.modules)]


def _framed(modules: list[list[int]], size: _Size) -> tuple[bytes, ...]:
    """With the borders of each region: solid at the left and below, dotted above and at the right."""
    rows = []
    step = size.region + 2
    for y in range(size.side):
        row = bytearray()
        for x in range(size.side):
            inner_y, inner_x = y % step, x % step
            if inner_x == 0 or inner_y == step - 1:
                row.append(1)
            elif inner_y == 0:
                row.append(int(inner_x % 2 == 0))
            elif inner_x == step - 1:
                row.append(int(inner_y % 2 == 1))
            else:
                row.append(modules[y // step * size.region + inner_y - 1][x // step * size.region + inner_x - 1])
        rows.append(bytes(row))
    return tuple(rows)
