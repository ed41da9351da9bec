"""``regulars currency convert``: shows first, refuses what is not finished, and does it once."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli.folder import LOCK_FILE
from app.cli.main import main
from app.core.clock import SetClock, SystemClock
from app.core.config import URL_VARIABLE
from app.core.db import migrate
from app.core.db.unit import Database
from app.core.installation import facts
from app.places.second_currency import SECOND_CODE, SECOND_RATE, SECOND_RATE_FOR
from tests.cli.test_commands import HOLD
from tests.factories.shop import Shop
from tests.factories.till import TillDesk

Convert = Callable[..., tuple[int, Any]]


@pytest.fixture
def till(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TillDesk:
    """A till in leva with a saw of 199.99, its shift open."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    database = Database(f"sqlite:///{tmp_path / 'regulars.db'}")
    migrate.upgrade(database)
    shop = Shop(database, SetClock(SystemClock().now()), "BGN")
    shop.sets(SECOND_CODE, "EUR")
    shop.sets(SECOND_RATE, "1.95583")
    shop.sets(SECOND_RATE_FOR, "second")
    shop.product("Saw", "199.99")
    return shop.till()


@pytest.fixture
def convert(till: TillDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Convert:
    """``convert("--dry-run")``: the exit code and what was answered."""

    def run(*options: str) -> tuple[int, Any]:
        code = main(["currency", "convert", "EUR", "--data", str(tmp_path), *options])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else told.err

    return run


def currency_in(folder: Path) -> str:
    with closing(Database(f"sqlite:///{folder / 'regulars.db'}")) as database, database.read_unit() as tx:
        return facts(tx).currency


def test_it_shows_every_amount_and_changes_nothing_before_it_is_told_to(
    till: TillDesk, convert: Convert, tmp_path: Path
) -> None:
    till.closes()
    till.shop.database.close()
    code, answer = convert("--dry-run", "--until", "2026-12-31")
    assert (code, answer["converted"], answer["rate"]) == (0, False, "1 EUR = 1.95583 BGN")
    assert answer["second_currency_until"] == "2026-12-31"
    (amount,) = answer["amounts"]
    assert (amount["kind"], amount["old"], amount["new"]) == ("price", "199.99", "102.25")
    assert amount["rounding"].startswith("-0.003263")
    assert convert()[0] == 2, "it did without being told to"
    assert currency_in(tmp_path) == "BGN"
    assert convert("--yes")[1]["converted"]
    assert currency_in(tmp_path) == "EUR"
    assert convert("--yes") == (2, "regulars: The shop counts in EUR already. Nothing was changed.\n")


def test_an_open_shift_is_in_the_way(till: TillDesk, convert: Convert, tmp_path: Path) -> None:
    till.shop.database.close()
    code, answer = convert("--yes")
    assert (code, [one["code"] for one in answer["in_the_way"]]) == (1, ["currency_open_shift"])
    assert currency_in(tmp_path) == "BGN"


@pytest.mark.parametrize("options", [("--cash-step", "0.001"), ("--until", "soon"), ("--cash-step", "-1")])
def test_what_cannot_be_is_refused(till: TillDesk, convert: Convert, options: tuple[str, ...]) -> None:
    till.closes()
    till.shop.database.close()
    assert convert("--yes", *options)[0] == 2


def test_it_waits_until_the_server_is_closed(till: TillDesk, convert: Convert, tmp_path: Path) -> None:
    till.closes()
    till.shop.database.close()
    command = [sys.executable, "-c", HOLD, str(tmp_path / LOCK_FILE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "held\n"
        assert convert("--yes")[0] == 2
        server.communicate("")
    assert currency_in(tmp_path) == "BGN"
