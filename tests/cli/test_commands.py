"""The ``regulars`` command from outside: answers on standard output, words on standard error, exit codes."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.cli.folder import LOCK_FILE
from app.cli.main import main
from app.core import journal
from app.core.actor import program
from app.core.config import URL_VARIABLE
from app.core.db import migrate
from app.core.db.unit import Database
from app.demo.home import UNFINISHED

SCENARIO: dict[str, Any] = {
    "at": "2026-03-06T12:00:00+03:00",
    "shop": {"currency": "EUR"},
    "cart": {"lines": [{"name": "Sharpening", "price": "300.00", "tax": "20", "qty": "1"}]},
}
COMMANDS: tuple[list[str], ...] = (
    [],
    ["serve"],
    ["quote"],
    ["barcode"],
    ["phone"],
    ["import"],
    ["undo-import"],
    ["export"],
    ["journal"],
    ["journal", "verify"],
    ["check-ledgers"],
    ["demo"],
    ["owner"],
    ["owner", "reset"],
    ["currency"],
    ["currency", "convert"],
    ["devices"],
    ["devices", "list"],
    ["devices", "test"],
    ["devices", "log"],
    ["emulate"],
    ["emulate", "escpos"],
    ["emulate", "smtp"],
)
ANSWERING_DATA = {
    *("quote", "barcode", "phone", "import", "undo-import", "journal verify", "check-ledgers", "demo"),
    *("owner reset", "currency convert", "devices list", "devices test", "devices log"),
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an upgraded SQLite database and three rows in its journal."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    folder = tmp_path / "data"
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'regulars.db'}")
    migrate.upgrade(database)
    with database.unit_of_work(program("test")) as tx:
        for count in range(3):
            journal.record(tx, "test.row", body={"count": count})
    database.close()
    return folder


def answer_of(capsys: pytest.CaptureFixture[str]) -> Any:
    """What was answered, as JSON."""
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    words = capsys.readouterr().out
    assert "regulars" in words
    assert "xample" in words or "Start here" in words
    assert ("--json" in words) == (" ".join(command) in ANSWERING_DATA)


def test_a_scenario_is_priced_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cart.json"
    file.write_text(json.dumps(SCENARIO))
    assert main(["quote", str(file)]) == 0
    assert answer_of(capsys)["gross"] == "300.00"


def test_each_line_gets_one_answer(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps(SCENARIO), "", "{", json.dumps({**SCENARIO, "coupons": []}) + "\r"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    assert main(["quote", "--lines", "-"]) == 0
    answers = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [("error" in answer) for answer in answers] == [False, True, True, True]


@pytest.mark.parametrize(
    ("content", "exit_code"), [(b"{", 2), (b'{"shop": {"currency": NaN}}', 2), (b"\xff", 2), (b"", 2)]
)
def test_a_bad_scenario_is_an_error_with_its_path(
    tmp_path: Path, content: bytes, exit_code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cart.json"
    file.write_bytes(content)
    assert main(["quote", str(file)]) == exit_code
    assert set(answer_of(capsys)["error"]) == {"code", "message", "path"}


@pytest.mark.parametrize(
    ("streams", "code", "answer", "words"),
    [
        ("<&-", 2, "no_json", b""),
        (">/dev/full", 2, "", b"regulars: The system does not let it be done: No space left on device.\n"),
        (">&- 2>&-", 0, "", b""),
        ("| true", 0, "", b""),
    ],
)
def test_a_stream_that_is_shut_is_no_stack_trace(streams: str, code: int, answer: str, words: bytes) -> None:
    piped = f"set -o pipefail; {sys.executable} -m app.cli.main quote {'--lines' if '|' in streams else ''} - {streams}"
    given = (json.dumps(SCENARIO).encode() + b"\n") * (5000 if "|" in streams else 1)
    answered = subprocess.run(["bash", "-c", piped], input=given, capture_output=True, check=False)
    assert (answered.returncode, answered.stderr) == (code, words)
    assert answer in answered.stdout.decode()


def test_the_journal_is_verified(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(data), "journal", "verify"]) == 0
    assert answer_of(capsys) == {"rows": 3, "faults": []}


def test_an_edited_journal_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(f"sqlite:///{data / 'regulars.db'}")
    with database.writer.begin() as connection:
        connection.execute(text("DROP TRIGGER keep_journal_entry_update"))
        connection.execute(text("UPDATE journal_entry SET body = '{}' WHERE seq = 2"))
    database.close()
    assert main(["journal", "verify", "--data", str(data)]) == 1
    assert answer_of(capsys)["faults"] == [{"chain": "server", "seq": 2, "fault": "edited"}]


def test_the_ledgers_are_checked(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-ledgers", "--data", str(data)]) == 0
    assert answer_of(capsys) == {"differences": []}


def test_a_folder_without_a_shop_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "verify", "--data", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["journal", "verify"], ["check-ledgers"], ["demo"]])
def test_a_damaged_database_is_told_in_a_sentence(
    data: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "regulars.db").write_bytes(b"no database at all" * 100)
    assert main([*command, "--data", str(data)]) == 2
    assert "The database is damaged, or is none (file is not a database)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [["demo", "--days", "-1"], ["devices", "log", "1", "--last", "0"], ["emulate", "scale", "--port", "65536"]],
    ids=" ".join,
)
def test_a_number_out_of_range_is_told(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == 2
    assert f"{command[-1]} is no whole number from" in capsys.readouterr().err


def test_a_newer_database_is_left_alone(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(f"sqlite:///{data / 'regulars.db'}")
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    assert main(["journal", "verify", "--data", str(data)]) == 2
    words = capsys.readouterr().err
    assert "newer" in words
    assert "Traceback" not in words


def test_a_misspelt_key_stops_the_start_and_names_the_near_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "shop.toml"
    config.write_text("[server]\nprot = 8080\n")
    assert main(["serve", "--config", str(config), "--data", str(tmp_path / "data")]) == 2
    words = capsys.readouterr().err
    assert "prot" in words
    assert "port" in words


HOLD = """
import sys, fasteners
lock = fasteners.InterProcessLock(sys.argv[1])
assert lock.acquire(blocking=False)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_writing_command_refuses_while_the_server_runs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", HOLD, str(data / LOCK_FILE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "held\n"
        assert main(["demo", "--data", str(data)]) == 2
        server.communicate("")
    assert "running" in capsys.readouterr().err


def test_a_demo_broken_off_is_filled_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / UNFINISHED).touch()
    (folder / "regulars.db").write_bytes(b"half a database")
    assert main(["demo", "--data", str(folder), "--days", "1"]) == 0
    assert answer_of(capsys)["days"] == 1
    assert not (folder / UNFINISHED).exists()
    assert main(["check-ledgers", "--data", str(folder)]) == 0


def test_a_data_folder_that_is_a_file_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "data"
    file.write_text("")
    assert main(["demo", "--data", str(file)]) == 2
    assert str(file) in capsys.readouterr().err
