"""Opens a file by what is in it, not by what it is called."""

from pathlib import Path
from typing import Final

from app.core.errors import BadInput
from app.exchange.table.csv_table import CsvTable
from app.exchange.table.packed import packed_parts
from app.exchange.table.row import MOST_BYTES, Choices, Table
from app.exchange.table.xlsx_table import XlsxTable

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Final = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"SQLite format 3", "SQLite"), (b"{\\rtf", "RTF"), (b"MZ", "EXE"),
)  # fmt: skip


def open_table(path: Path, choices: Choices = Choices()) -> Table:  # noqa: B008  # frozen
    """The table in a file of CSV or XLSX.

    Raises BadInput ``table_empty``, ``table_too_large``, ``table_kind`` (``kind``: what it is instead),
    ``table_old_excel``, and what CsvTable and XlsxTable raise.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise BadInput("table_too_large", limit_mib=MOST_BYTES // (1024 * 1024))
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise BadInput("table_empty")
    if start.startswith(_OLD_EXCEL):
        raise BadInput("table_old_excel")
    for mark, kind in _OTHERS:
        if start.startswith(mark):
            raise BadInput("table_kind", kind=kind)
    if start.startswith(_ZIP):
        return _packed(path, choices)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise BadInput("table_kind", kind="HTML, XML")
    return CsvTable(path, choices)


def _packed(path: Path, choices: Choices) -> Table:
    names = {part.filename.lower() for part in packed_parts(path)}
    if "xl/workbook.bin" in names:
        raise BadInput("table_kind", kind="XLSB")
    if not any(name.startswith("xl/") for name in names):
        raise BadInput("table_kind", kind="ODS" if "content.xml" in names else "ZIP")
    return XlsxTable(path, choices)
