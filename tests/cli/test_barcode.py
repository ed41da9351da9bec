"""``regulars barcode`` from outside: a line for a line, whatever the locale, and exit codes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import main
from app.core.actor import program
from app.core.config import URL_VARIABLE
from app.core.db import migrate
from app.core.db.unit import Database
from app.core.installation import open_installation

PENCIL = {"valid": True, "kind": "ean13", "value": "4006381333931"}
UNKNOWN = {"valid": True, "kind": "unknown"}
PRICED = ["2312345129901", "--pattern", "price:23IIIIINNNDDC"]


def test_one_text_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["barcode", "4006381333931"]) == 0
    assert json.loads(capsys.readouterr().out) == PENCIL


def test_a_broken_text_is_answered_with_no(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["barcode", "4006381333932"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "check_digit"


def test_each_line_gets_one_answer(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b"4006381333931\r\n\n]C110A\x1d17260331\n10\\u001d\x0b\x0c\x85\n\xff\xfe\n\xd9\xa4\r\r\n4006381333931"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["barcode", "-", "--year", "2026"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.split("\n")[:-1]]
    assert len(answers) == 7
    assert answers[:2] == [PENCIL, UNKNOWN]
    assert [element["ai"] for element in answers[2]["elements"]] == ["10", "17"]
    assert answers[3:5] == [UNKNOWN, UNKNOWN]
    assert answers[5]["code"] == "charset"
    assert answers[6] == PENCIL


def test_nothing_is_answered_with_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert main(["barcode", "-"]) == 0
    assert not capsys.readouterr().out


@pytest.mark.parametrize("bad", [["--pattern", "weight:21"], ["--pattern", "21IIIIINNDDDC"]])
def test_a_bad_pattern_is_refused(bad: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["barcode", "1", *bad]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("regulars: ")
    assert not said.out


@pytest.mark.parametrize("year", ["26", "20266", "two", "-2026", "\u0662\u0660\u0662\u0666"])
def test_a_bad_year_is_refused(year: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["barcode", "1", f"--year={year}"])
    assert ended.value.code == 2


def test_a_price_is_in_the_currency_of_the_shop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    assert main(["barcode", *PRICED, "--data", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["unit"] == "EUR"
    database = Database(f"sqlite:///{tmp_path / 'regulars.db'}")
    migrate.upgrade(database)
    with database.unit_of_work(program("test")) as tx:
        open_installation(tx, "RUB", demo=False)
    database.close()
    assert main(["barcode", *PRICED, "--data", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "valid": True,
        "kind": "price",
        "value": "2312345129901",
        "item": "12345",
        "amount": "129.90",
        "unit": "RUB",
    }


def test_texts_are_utf_8_whatever_the_locale() -> None:
    answered = subprocess.run(
        [sys.executable, "-m", "app.cli.main", "barcode", "400638133393\u0661"],
        env={**os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=False,
    )
    assert answered.returncode == 1
    assert json.loads(answered.stdout)["code"] == "charset"
