"""``regulars devices``: list, test and log, without a server and beside one."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.console_door import ConsoleDoor
from app.cli.folder import LOCK_FILE
from app.cli.main import main
from app.core import installation
from app.core.config import URL_VARIABLE
from app.core.db.unit import Database
from app.core.errors import NotFound
from app.flows.device_tests import Tried
from app.places.devices import add_device
from app.places.service import FISCAL_REGISTER, RECEIPT_PRINTER, SCALE, ShopData, create_shop, create_till
from devices.emulators.escpos.server import EscposEmulator
from pos.papers.printer_test import print_test
from tests.cli.test_commands import HOLD
from tests.support.databases import DatabasesFor
from tests.support.web import SETUP

UID = "0190a000-0000-7000-8000-000000000001"


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[EscposEmulator]:
    """A receipt printer."""
    with EscposEmulator(0, tmp_path / "paper") as emulator:
        yield emulator


@pytest.fixture
def data(tmp_path: Path, printer: EscposEmulator, databases_for: DatabasesFor, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop with a printer, a scale that is away, and a register with a password."""
    url, folder = databases_for("sqlite").create(), tmp_path / "data"
    monkeypatch.setenv(URL_VARIABLE, url)
    folder.mkdir()
    database = Database(url)
    with database.unit_of_work(SETUP) as tx:
        installation.open_installation(tx, "EUR", demo=False)
        till_id = create_till(tx, create_shop(tx, ShopData("Corner")), "Till 1")
        add_device(tx, till_id, RECEIPT_PRINTER, "Receipt printer", f"escpos+tcp://127.0.0.1:{printer.port}")
        add_device(tx, till_id, SCALE, "Scale", "cas+tcp://127.0.0.1:1")
        add_device(tx, till_id, FISCAL_REGISTER, "KKT", "shtrih+tcp://127.0.0.1:1?password=4711")
        print_test(tx, till_id, UID)
    database.close()
    return folder


def regulars(data: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Exit code and JSON answer of a command."""
    code = main(["devices", *words, "--json", "--data", str(data)])
    return code, json.loads(capsys.readouterr().out or "null")


def test_without_a_server_a_device_is_tried_out_and_leaves_its_bytes(
    data: Path, printer: EscposEmulator, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = regulars(data, capsys, "test", "receipt  PRINTER")
    assert (code, answer["passed"], answer["facts"]["outcome"]) == (0, True, "confirmed")
    assert len(printer.papers) == 1
    code, answer = regulars(data, capsys, "log", "1", "--last", "2")
    assert (code, [piece["way"] for piece in answer["pieces"]]) == (0, ["sent", "received"])
    printer.order("paper out")
    code, answer = regulars(data, capsys, "test", "1")
    assert (code, answer["passed"], answer["code"]) == (1, False, "paper_out")
    assert "put in a new roll" in answer["message"]
    assert main(["devices", "log", "1", "--data", str(data)]) == 0
    assert "\n  0000  1b 40" in capsys.readouterr().out


def test_every_device_is_listed_with_what_waits_for_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regulars(data, capsys, "test", "2")
    code, answer = regulars(data, capsys, "list")
    rows = {row["kind"]: row for row in answer["devices"]}
    assert code == 0
    waits = rows["receipt_printer"]["queue"]
    assert (rows["receipt_printer"]["state"], waits["waiting"], waits["age_s"] >= 0) == ("waiting", 1, True)
    assert (rows["scale"]["state"], rows["scale"]["queue"]) == ("trouble", None)
    assert rows["scale"]["reason"]["code"] == "device_unreachable"
    assert rows["fiscal_register"]["state"] == "unknown"
    assert rows["fiscal_register"]["address"].endswith("?password=***")
    assert main(["devices", "list", "--data", str(data)]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0].split() == ["ID", "TILL", "KIND", "NAME", "STATE", "QUEUE", "ADDRESS"]
    assert "1 since" in table[1]


def test_what_is_not_there_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["test", "77"], ["log", "Till"], ["log", "KKT"]):
        assert main(["devices", *words, "--data", str(data)]) == 1
        told = capsys.readouterr()
        assert (told.out, told.err != "") == ("", True)


def test_beside_a_server_the_server_does_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def test(device_id: int) -> Tried:
        if device_id == 2:
            raise NotFound("no_device")
        return Tried(passed=True, facts={"asked": device_id})

    door = ConsoleDoor(data, test)
    door.start()
    command = [sys.executable, "-c", HOLD, str(data / LOCK_FILE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == "held\n"
            assert regulars(data, capsys, "test", "1")[1]["facts"] == {"asked": 1}
            code, answer = regulars(data, capsys, "test", "2")
            assert (code, answer["code"]) == (1, "no_device")
        finally:
            server.communicate("")
            door.stop()
