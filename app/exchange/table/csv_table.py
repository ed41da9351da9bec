"""CSV in whatever encoding and with whatever delimiter it comes."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import dropwhile, islice
from pathlib import Path
from typing import Final, Literal, TextIO

from charset_normalizer import from_bytes

from app.core.errors import BadInput
from app.exchange.table.heading import first_rows, heading_among
from app.exchange.table.row import (
    MOST_CELL,
    MOST_ROWS,
    Choices,
    TableRow,
    named_columns,
    without_empty_end,
)

DELIMITERS: Final = (";", ",", "\t", "|")
ENCODINGS: Final = (
    "utf-8", "utf-16", "windows-1251", "cp866", "windows-1252", "windows-1250", "cp852", "cp1253", "windows-1256",
    "koi8-r", "iso8859-2", "iso8859-5", "mac-cyrillic",
)  # fmt: skip
"""What a person may choose: the code pages of the countries the program is used in."""
_GUESSED: Final = ["cp1251", "cp866", "cp1252", "cp1250", "cp852", "cp1253", "cp1256", "koi8_r"]
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE_BYTES: Final = 128 * 1024
_SAMPLE_ROWS: Final = 60
_START_BYTES: Final = 4096
_SEPARATOR_HINT: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


class CsvTable:
    """A CSV file. Records are read one at a time; quotes may hold line ends."""

    file_kind: Literal["csv"] = "csv"

    def __init__(self, path: Path, choices: Choices) -> None:
        """Raises BadInput ``table_encoding``, ``table_broken``, and as for headings."""
        self._path = path
        encoding = choices.encoding or _encoding_of(path)
        self.choices = replace(choices, encoding=encoding, sheet="")
        delimiter, self._hint = self._delimiter(choices.delimiter)
        self.choices = replace(self.choices, delimiter=delimiter)
        self.sheets: tuple[str, ...] = ()
        self.first_rows = first_rows(self._records())
        heading = heading_among(self.first_rows, choices.heading)
        self.choices = replace(self.choices, heading=heading.number)
        self.headers = named_columns(heading.cells)

    def rows(self) -> Iterator[TableRow]:
        """Every row below the headers that is not empty; BadInput ``table_broken``, ``table_too_long``."""
        below = dropwhile(lambda row: row.number <= self.choices.heading, self._records())
        for count, row in enumerate(below):
            if count >= MOST_ROWS:
                raise BadInput("table_too_long", limit=MOST_ROWS)
            yield row

    def _delimiter(self, chosen: str) -> tuple[str, bool]:
        with self._opened() as file:
            hint = _SEPARATOR_HINT.fullmatch(_sample(file.readline, self.choices.encoding))
            if hint is not None:
                return chosen or hint[1], True
        with self._opened() as file:
            return chosen or _sniffed(_sample(lambda: file.read(_SAMPLE_BYTES), self.choices.encoding)), False

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        encoding = "utf-8-sig" if self.choices.encoding == "utf-8" else self.choices.encoding
        try:
            file = self._path.open(encoding=encoding, newline="")
        except LookupError:
            raise BadInput("table_encoding", encoding=self.choices.encoding) from None
        with file:
            yield file

    def _records(self) -> Iterator[TableRow]:
        with self._opened() as file:
            if self._hint:
                file.readline()
            number = int(self._hint)
            reader = csv.reader(file, delimiter=self.choices.delimiter, strict=True)
            while True:
                number += 1
                try:
                    record = next(reader)
                except StopIteration:
                    return
                except UnicodeError:
                    raise BadInput("table_encoding", encoding=self.choices.encoding) from None
                except csv.Error:
                    raise BadInput("table_broken", row=number) from None
                cells = without_empty_end(tuple(cell.strip() for cell in record))
                if any(len(cell) > MOST_CELL or "\0" in cell for cell in map(str, cells)):
                    raise BadInput("table_broken", row=number)
                if cells:
                    yield TableRow(number, tuple(map(unguarded, map(str, cells))))


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: ``=1+1`` becomes ``'=1+1``, a number stays one.

    See OWASP, CSV Injection. A text that begins with our own sign before such a text gets one more, so that reading
    it back gives what was written.
    """
    return f"'{text}" if _DANGEROUS.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


_PLAIN_NUMBER: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")
_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r]")


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text


def _sample(read: Callable[[], str], encoding: str) -> str:
    try:
        return read()
    except UnicodeError:
        raise BadInput("table_encoding", encoding=encoding) from None


def _sniffed(sample: str) -> str:
    """The delimiter with which most records have the same number of cells, more than one; a comma for one column."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for record in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS):
                if record:
                    widths[len(record)] += 1
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = (count / widths.total()) * (1 + min(width, 20) / 20) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _encoding_of(path: Path) -> str:
    """UTF by its mark, or because all of it is valid; a code page by the letters it would make of the file."""
    with path.open("rb") as file:
        start = file.read(_START_BYTES)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if start.count(0) * 10 > len(start):
        # Digits and signs of UTF-16 have one byte that is zero: the second, or the first.
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    if _is_utf8(path):
        return "utf-8"
    found = from_bytes(_telling_bytes(path), cp_isolation=_GUESSED, threshold=0.5).best()
    return codecs.lookup(found.encoding).name if found is not None else "cp1252"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_SAMPLE_BYTES):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _telling_bytes(path: Path) -> bytes:
    """The lines with letters beyond ASCII, as far as a sample needs them."""
    found = bytearray()
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                found += line[:2000]
            if len(found) > 16_000:
                break
    return bytes(found)
