"""``regulars owner reset``: an owner who lost the password comes back in at the PC itself."""

import io
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

import app.schema  # noqa: F401  # every table must be known
from app.auth.accounts import AccountData, create_account
from app.auth.login import login_by_password
from app.auth.recovery import recover
from app.auth.roles import list_roles, make_built_in_roles
from app.cli.folder import LOCK_FILE
from app.cli.main import main
from app.core.actor import program
from app.core.config import URL_VARIABLE
from app.core.db import migrate
from app.core.db.unit import Database
from app.core.errors import BadInput
from app.core.installation import open_installation
from app.core.journal import JournalEntry
from tests.cli.test_commands import HOLD
from tests.support.web import PASSWORD, password_hash

NEW = "a new password"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop whose owner is Olga; Peter sells there."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    hashed = password_hash(PASSWORD)
    with closing(database_in(tmp_path)) as database:
        migrate.upgrade(database)
        with database.unit_of_work(program("setup")) as tx:
            open_installation(tx, "EUR", demo=False)
            make_built_in_roles(tx)
            roles = {role.code: role.id for role in list_roles(tx)}
            for name, role in (("olga", "owner"), ("peter", "cashier")):
                data = AccountData(name.title(), name, None, "en", frozenset({roles[role]}))
                create_account(tx, data, password_hash=hashed)
    return tmp_path


def database_in(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'regulars.db'}")


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_the_only_owner_gets_a_new_password_and_a_code(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, f"{NEW}\n")
    assert main(["owner", "reset", "--json", "--data", str(folder)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["login"] == "olga"
    with closing(database_in(folder)) as database:
        with pytest.raises(BadInput, match="wrong_password"):
            login_by_password(database, "olga", PASSWORD, address="")
        login_by_password(database, "olga", NEW, address="")
        recover(database, "olga", answer["recovery_code"], PASSWORD, address="")
        with database.read_unit() as tx:
            acts = dict(
                tx.execute(select(JournalEntry.kind, JournalEntry.actor).order_by(JournalEntry.id.desc())).all()
            )
    assert acts["account.recovered"].startswith("console:")


def test_the_bare_code_is_the_answer_and_names_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, NEW)
    assert main(["owner", "reset", "--login", "OLGA", "--data", str(folder)]) == 0
    said = capsys.readouterr()
    assert len(said.out.strip()) == 24
    assert "olga" in said.err


@pytest.mark.parametrize(
    ("arguments", "text", "words"),
    [
        (["--login", "peter"], NEW, "peter"),
        (["--login", "nobody"], NEW, "nobody"),
        ([], "short", "8 characters"),
        ([], "", "standard input"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    text: str,
    words: str,
) -> None:
    typed(monkeypatch, text)
    assert main(["owner", "reset", *arguments, "--data", str(folder)]) == 2
    assert words in capsys.readouterr().err
    with closing(database_in(folder)) as database:
        login_by_password(database, "olga", PASSWORD, address="")


def test_of_several_owners_one_is_to_be_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(database_in(folder)) as database, database.unit_of_work(program("setup")) as tx:
        owner = next(role.id for role in list_roles(tx) if role.code == "owner")
        create_account(tx, AccountData("Ada", "ada", None, "en", frozenset({owner})))
    typed(monkeypatch, NEW)
    assert main(["owner", "reset", "--data", str(folder)]) == 2
    assert "ada, olga" in capsys.readouterr().err


def test_while_the_server_runs_its_page_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", HOLD, str(folder / LOCK_FILE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "held\n"
        assert main(["owner", "reset", "--data", str(folder)]) == 2
        server.communicate("")
    assert "/auth/recover" in capsys.readouterr().err
