"""``regulars import``, ``undo-import`` and ``phone`` from outside."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import app.schema  # noqa: F401  # every table must be known
from app.cli.folder import LOCK_FILE
from app.cli.main import main
from app.core.actor import program
from app.core.config import URL_VARIABLE
from app.core.db import migrate
from app.core.db.unit import Database
from app.core.installation import open_installation
from app.core.journal import JournalEntry
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units

GOODS = "SKU;Name;Price;VAT\nA-1;One;1,50;20\nA-2;Two;2,50;20\n"

HOLD = """\
import sys
import fasteners
lock = fasteners.InterProcessLock(sys.argv[1])
assert lock.acquire(blocking=False)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a shop without goods."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    folder = tmp_path / "data"
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'regulars.db'}")
    migrate.upgrade(database)
    with database.unit_of_work(program("test")) as tx:
        open_installation(tx, "EUR", demo=False)
        add_standard_units(tx)
        create_tax_category(tx, "Standard", 2000)
    database.close()
    return folder


def file_of(folder: Path, text: str, name: str = "goods.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_table_is_imported_and_taken_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_of(tmp_path, GOODS)
    dry = ["--data", str(data), "import", "products", file, "--dry-run"]
    assert main(dry) == 0
    assert answer(capsys) == {"created": 2, "updated": 0, "unchanged": 0, "errors": []}
    assert main(["import", "products", file, "--data", str(data)]) == 0
    assert answer(capsys) == {"created": 2, "updated": 0, "unchanged": 0, "errors": []}
    assert main(dry) == 0
    assert answer(capsys) == {"created": 0, "updated": 0, "unchanged": 2, "errors": []}
    assert main(["undo-import", "--data", str(data)]) == 0
    undone = answer(capsys)
    assert (undone["created"], undone["kept"]) == (2, [])
    assert main(["undo-import", "--data", str(data)]) == 2
    assert main(dry) == 0
    assert '"created": 2' in capsys.readouterr().out
    assert main([*dry[:-2], file_of(tmp_path, "SKU;Name\nB-1;Three\n", "no tax.csv"), "--dry-run"]) == 0
    told = capsys.readouterr()
    assert '"created": 1' in told.out
    assert "No column of the file is tax; taken for what is new: standard." in told.err
    assert list((data / "imports").iterdir()) == []


def test_nothing_is_written_when_a_row_has_an_error(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file_of(tmp_path, GOODS + "A-3;Three;free;20\n")
    command = ["import", "products", file, "--data", str(data)]
    assert main(command) == 1
    told = answer(capsys)
    assert (told["created"], told["errors"]) == (
        0,
        [{"row": 4, "column": "Price", "code": "not_a_number", "message": "free is no number; correct it."}],
    )
    assert main([*command, "--skip-errors"]) == 0
    told = answer(capsys)
    assert (told["created"], len(told["errors"])) == (2, 1)


def test_a_mapping_may_be_given_as_a_file(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_of(tmp_path, "x\ty\nA-1\tOne\n")
    mapping = file_of(tmp_path, '{"sku": "x", "name": "y", "unit": {"value": "kg"}}', "map.json")
    assert main(["import", "products", file, "--map", mapping, "--data", str(data)]) == 0
    assert answer(capsys)["created"] == 1
    for wrong in ("[1]", "{", '{"sku": "z"}'):
        assert main(["import", "products", file, "--map", file_of(tmp_path, wrong), "--data", str(data)]) == 2
    assert "column z" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("goods.pdf", b"%PDF-1.7", []),
        ("goods.csv", b"", []),
        ("goods.csv", b"a;b\n1;2", ["--delimiter", "both"]),
        ("goods.csv", b"a;b\n1;2", ["--encoding", "cp-of-mars"]),
        ("missing.csv", None, []),
    ],
)
def test_what_cannot_be_imported_is_told_in_a_sentence(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    options: list[str],
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["import", "products", str(tmp_path / name), "--data", str(data), *options]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("regulars: ")
    assert "Traceback" not in told.err


def test_while_the_server_runs_its_page_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", HOLD, str(data / LOCK_FILE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert main(["import", "products", file_of(tmp_path, GOODS), "--data", str(data)]) == 2
        holder.communicate()
    assert "/office/imports" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "country", "line", "code"),
    [
        ("8 (495) 123-45-67", "RU", "+74951234567", 0),
        ("+7 495 1234567", "BG", "+74951234567", 0),
        ("02 987 6543", "bg", "+35929876543", 0),
        ("8 495 123-45-67 доб. 12", "RU", "+74951234567", 0),
        ("12345", "RU", "invalid", 1),
        ("8 495 123-45-67, 8 495 765-43-21", "RU", "invalid", 1),
        ("8 495 123-45-67 / 8 495 765-43-21", "RU", "invalid", 1),
        ("", "RU", "invalid", 1),
    ],
)
def test_a_phone_is_written_as_e164(
    text: str, country: str, line: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["phone", text, "--country", country]) == code
    assert capsys.readouterr().out == line + "\n"


def test_every_line_gets_one_answer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b"8 495 123-45-67\r\n\n\xff\xfe\n+359 2 987 6543"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["phone", "-", "--country", "RU"]) == 0
    assert capsys.readouterr().out == "+74951234567\ninvalid\ninvalid\n+35929876543\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["phone", "-", "--country", "RU", "--json"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = [{"valid": True, "value": "+74951234567"}, {"valid": True, "value": "+35929876543"}]
    assert answers == [found[0], {"valid": False}, {"valid": False}, found[1]]


def test_an_unknown_country_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["phone", "1", "--country", "XX"]) == 2
    assert "XX" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["goods.csv", "goods.xlsx", "-"])
def test_an_export_is_a_file_that_can_be_imported(
    data: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    assert main(["import", "products", file_of(tmp_path, GOODS), "--data", str(data)]) == 0
    capsysbinary.readouterr()
    written = tmp_path / name
    output = [] if name == "-" else ["--output", str(written)]
    assert main(["export", "products", "--data", str(data), *output]) == 0
    if name == "-":
        written.write_bytes(capsysbinary.readouterr().out)
    assert main(["import", "products", str(written), "--data", str(data)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["unchanged"] == 2


def test_the_client_book_goes_out_and_comes_back(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = file_of(tmp_path, "Name;Phone;Card\nAnna;0888 123 456;VIP-1\n;02 987 6543;\n", "people.csv")
    assert main(["import", "customers", people, "--data", str(data)]) == 0
    assert answer(capsys) == {"created": 2, "updated": 0, "unchanged": 0, "errors": []}
    written = tmp_path / "people.xlsx"
    assert main(["export", "customers", "--output", str(written), "--data", str(data)]) == 0
    assert main(["import", "customers", str(written), "--data", str(data)]) == 0
    assert answer(capsys)["unchanged"] == 2
    database = Database(f"sqlite:///{data / 'regulars.db'}")
    with database.read_unit() as tx:
        noted = tx.execute(select(JournalEntry.body).where(JournalEntry.kind == "table.exported")).scalars().all()
    database.close()
    assert noted == ['{"file":"xlsx","kind":"customers"}']
    assert main(["export", "customers", "--from", "2026-03-01", "--data", str(data)]) == 2
    assert "leave --from" in capsys.readouterr().err
    with pytest.raises(SystemExit) as refused:
        main(["export", "customers", "--from", "yesterday", "--data", str(data)])
    assert refused.value.code == 2


def test_the_client_book_leaves_only_while_the_server_is_closed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", HOLD, str(data / LOCK_FILE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert main(["export", "customers", "--data", str(data)]) == 2
        assert main(["export", "products", "--data", str(data)]) == 0
        holder.communicate()
    assert "/office/imports" in capsys.readouterr().err
