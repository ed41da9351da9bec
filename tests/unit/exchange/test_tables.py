"""Files of any code page, delimiter and kind; broken ones are told so and never more than that."""

import random
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.core.errors import BadInput
from app.exchange.table.csv_table import guarded, unguarded
from app.exchange.table.opening import open_table
from app.exchange.table.row import MOST_BYTES, Choices, Table

RUSSIAN = "Артикул;Наименование;Цена\r\nА-1;Молоко деревенское, свежее;12,50\r\nА-2;Сыр твёрдый выдержанный;340,00\r\n"
GERMAN = "Nummer;Bezeichnung;Preis\r\n1;Grüße aus München, größere Fläche;12,50\r\n2;Käse überjährig für Gäste;3,40\r\n"
HUNGARIAN = "Szám;Megnevezés;Ár\r\n1;Őszibarack lekvár, fűszeres különlegesség;12,50\r\n2;Tükörfúrógép erős;3,40\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table"


def table_of(file: Path, data: bytes | str, choices: Choices | None = None) -> Table:
    """The table in a file that holds this."""
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return open_table(file, choices or Choices())


def cells_of(table: Table) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows()]


def refusal(file: Path, data: bytes | str, choices: Choices | None = None) -> str:
    """The code with which the file is refused, at once or while its rows are read."""
    with pytest.raises(BadInput) as refused:
        list(table_of(file, data, choices).rows())
    return refused.value.code


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "cp866"),
        (GERMAN, "windows-1252"),
        (HUNGARIAN, "windows-1250"),
        (HUNGARIAN, "cp852"),
    ],
)
def test_the_code_page_is_found_out(file: Path, text: str, encoding: str) -> None:
    table = table_of(file, text.encode(encoding))
    lines = text.split("\r\n")
    assert table.headers == tuple(lines[0].split(";"))
    assert cells_of(table) == [tuple(line.split(";")) for line in lines[1:3]]


def test_a_wrong_guess_can_be_corrected(file: Path) -> None:
    table = table_of(file, "Имя;Б\r\nЯ;1\r\n".encode("cp866"), Choices(encoding="cp866"))
    assert table.headers == ("Имя", "Б")
    assert table.choices.encoding == "cp866"
    assert refusal(file, b"\xff\xfe\xfa\xff;1\n", Choices(encoding="utf-8")) == "table_encoding"
    assert refusal(file, "a;b", Choices(encoding="cp-of-mars")) == "table_encoding"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_out(file: Path, delimiter: str) -> None:
    rows = [["sku", "name", "price"], ["1", "Bolt; 3,5 | x 40", "1,5"], ["2", 'Pipe 5"', "12"]]
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    table = table_of(file, text)
    assert table.choices.delimiter == delimiter
    assert cells_of(table) == [tuple(row) for row in rows[1:]]


def test_rows_keep_their_numbers_though_some_are_empty_or_ragged(file: Path) -> None:
    table = table_of(file, 'sep=;\n;\na;b;\n\n1;2\n;;\n3\n"4\n4";5;6\n')
    assert table.headers == ("a", "b")
    assert [(row.number, row.cells) for row in table.rows()] == [
        (5, ("1", "2")), (7, ("3",)), (8, ("4\n4", "5", "6")),
    ]  # fmt: skip


def test_columns_without_a_name_and_with_the_same_get_one(file: Path) -> None:
    assert table_of(file, "a;;a;b\n1;2;3;4").headers == ("a", "(B)", "a (2)", "b")


def test_headings_are_found_below_titles(file: Path) -> None:
    table = table_of(file, "Price list of March\nOak & Iron;12 Mill Street\n\nsku;name;price;stock\nA;Chair;10;2\n")
    assert table.headers == ("sku", "name", "price", "stock")
    assert table.choices.heading == 4
    assert cells_of(table) == [("A", "Chair", "10", "2")]
    assert [row.number for row in table.first_rows] == [1, 2, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "name\nChair\nTable\n",
        "code;;\nA;Chair;10\n",
        "1;2;3\nA;Chair;10\n",
        "name;price\nChair;10;blue;oak;2\nTable;20;red;oak;3\n",
    ],
    ids=["one column", "unnamed columns", "numbers", "wider rows"],
)
def test_without_a_likelier_row_the_first_one_names_the_columns(file: Path, text: str) -> None:
    assert table_of(file, text).choices.heading == 1


def test_the_row_of_the_headings_can_be_chosen(file: Path) -> None:
    text = "item;what;price;\ncode;name;net;gross\nA;Chair;10;12\n"
    assert table_of(file, text).headers == ("item", "what", "price")
    table = table_of(file, text, Choices(heading=2))
    assert table.headers == ("code", "name", "net", "gross")
    assert cells_of(table) == [("A", "Chair", "10", "12")]
    assert refusal(file, text, Choices(heading=9)) == "table_heading"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "table_empty"),
        (b"%PDF-1.7 ...", "table_kind"),
        (b"\x89PNG\r\n\x1a\n....", "table_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "table_old_excel"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "table_kind"),
        (b"PK\x03\x04 not a zip", "table_unreadable"),
        (b'a;b\n"1;2\n3;4\n', "table_broken"),
        (b'a;b\n"1"x;2\n', "table_broken"),
        (b"a;b\n1;" + b"x" * 30_000, "table_broken"),
        (b"a;b\n\0\1\2;3\n", "table_broken"),
        (";".join(str(number) for number in range(300)).encode(), "table_too_wide"),
        (b"x" * (MOST_BYTES + 1), "table_too_large"),
    ],
)
def test_what_is_no_table_is_told(file: Path, data: bytes, code: str) -> None:
    assert refusal(file, data) == code


def workbook(*rows: Sequence[object], title: str = "Goods") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    kept = BytesIO()
    book.create_sheet("Other").append(["x"])
    book.save(kept)
    return kept.getvalue()


def test_a_workbook_may_have_a_title_too(file: Path) -> None:
    table = table_of(file, workbook(["Price list"], [None], ["sku", "name", "price"], ["A", "Chair", 10]))
    assert (table.headers, table.choices.heading) == (("sku", "name", "price"), 3)
    assert cells_of(table) == [("A", "Chair", Decimal(10))]


def test_cells_of_a_workbook_are_exact(file: Path) -> None:
    moment = datetime(2026, 3, 6, 12, 30)  # noqa: DTZ001  # a sheet knows no zones
    table = table_of(file, workbook(
        ["sku", "price", "code", "day", "moment", "yes"],
        ["A", 0.1, 4006381333931, date(2026, 3, 6), moment, True],
        [None, None],
        ["B", 19.99, 1e3, None, None, False],
        ["C", 1 / 3],
    ))  # fmt: skip
    assert table.sheets == ("Goods", "Other")
    assert [(row.number, row.cells) for row in table.rows()] == [
        (2, ("A", Decimal("0.1"), Decimal(4006381333931), date(2026, 3, 6), "2026-03-06 12:30:00", "yes")),
        (4, ("B", Decimal("19.99"), Decimal(1000), "", "", "no")),
        (5, ("C", Decimal("0.3333333333333333"))),
    ]


def test_another_sheet_can_be_chosen(file: Path) -> None:
    data = workbook(["a"], ["1"])
    assert table_of(file, data, Choices(sheet="Other")).headers == ("x",)
    assert refusal(file, data, Choices(sheet="None")) == "table_sheet"


def test_other_packed_files_and_bombs_are_refused(file: Path) -> None:
    def packed(**parts: bytes) -> bytes:
        kept = BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name.replace("__", "/"), content)
        return kept.getvalue()

    assert refusal(file, packed(**{"content.xml": b"<x/>"})) == "table_kind"
    assert refusal(file, packed(letter=b"x")) == "table_kind"
    assert refusal(file, packed(**{"xl__workbook.xml": b"<x/>"})) == "table_unreadable"
    bomb = packed(**{"xl__workbook.xml": b"<x/>", "xl__sharedStrings.xml": bytes(65 * 1024 * 1024)})
    assert len(bomb) < 200_000
    assert refusal(file, bomb) == "table_too_large"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_a_table_or_is_refused_and_nothing_else(file: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = [workbook(["sku", "name"], *[[f"S{count}", "Ä" * count] for count in range(30)]),
             (RUSSIAN * 20).encode(chance.choice(["cp866", "utf-8", "utf-16"]))][seed % 2]  # fmt: skip
    data = bytearray(whole[: chance.randrange(1, len(whole) + 1)])
    for _ in range(chance.randrange(0, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    refused = ""
    try:
        cells_of(table_of(file, bytes(data)))
    except BadInput as error:
        refused = error.code
    assert refused == "" or refused.startswith("table_")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"])))
def test_a_guarded_cell_is_no_formula_and_is_read_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(text)) == text
