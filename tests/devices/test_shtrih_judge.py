"""A client that we did not write, pyshtrih, drives the emulated register over a pseudo-terminal."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyshtrih
import pytest

from app.core.clock import SetClock
from devices.emulators.shtrih.server import ShtrihEmulator
from tests.devices.fiscal_acts import MOSCOW

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[ShtrihEmulator]:
    """A register at noon, its shift closed."""
    with ShtrihEmulator(terminal=tmp_path / "register", clock=SetClock(NOON), zone=MOSCOW) as machine:
        yield machine


@pytest.fixture
def judge(emulator: ShtrihEmulator, tmp_path: Path) -> Iterator[Any]:
    """The client, connected; the shift is open."""
    client = pyshtrih.ShtrihFR01F(port=str(tmp_path / "register"), baudrate=115_200, timeout=2, password=30)
    client.connect()
    client.open_shift()
    yield client
    client.disconnect()


def test_a_foreign_client_finds_the_register(emulator: ShtrihEmulator, judge: Any) -> None:
    assert "Эмулятор" in judge.name
    long = judge.full_state()
    assert long["Заводской номер"] == emulator.memory.serial
    assert (long["Дата"], long["Время"]) == (NOON.date(), NOON.time())
    assert long["Режим ФР"].state == (2, 0)
    storage = judge.fs_state()
    assert storage["Номер последнего ФД"] == 1
    assert bytes(storage["Номер ФН"]).decode() == emulator.memory.storage_number


def test_a_foreign_client_sells_and_takes_back(emulator: ShtrihEmulator, judge: Any) -> None:
    judge.income(50_000)
    judge.open_check(0)
    judge.sale(("Хлеб", 2000, 4550))
    judge.sale(("Молоко", 500, 9999))
    assert judge.close_check(cash=20_000)["Сдача"] == 20_000 - 9_100 - 5_000
    judge.open_check(2)
    judge.return_sale(("Хлеб", 1000, 4550))
    judge.close_check(cash=4_550)
    assert [(kept.operation, kept.total) for kept in emulator.receipts] == [(1, 14_100), (2, 4_550)]
    assert judge.request_monetary_register(241)["Содержимое регистра"] == 50_000 + 14_100 - 4_550
    assert judge.request_operational_register(148)["Содержимое регистра"] == 1
    assert judge.fs_shift_params()["Номер чека"] == 2
    assert judge.fs_find_document_by_num(2)["Тип фискального документа"] == 3
    judge.x_report()
    judge.repeat()
    assert ["КОПИЯ" in emulator.papers[-1], "Хлеб" in emulator.papers[-1]] == [True, True]
    judge.z_report()
    assert judge.state()["Режим ФР"].num == 4
    assert "СМЕНА 1 ЗАКРЫТА" in emulator.papers[-1]


def test_a_foreign_client_hears_refusals(emulator: ShtrihEmulator, judge: Any) -> None:
    judge.open_check(0)
    with pytest.raises(pyshtrih.OpenCheckError):
        judge.open_check(0)
    judge.cancel_check()
    with pytest.raises(pyshtrih.Error):
        judge.cancel_check()
    emulator.order("hours 25")
    with pytest.raises(pyshtrih.OpenCheckError):
        judge.open_check(0)
    assert judge.state()["Режим ФР"].num == 3


def test_a_foreign_client_goes_on_after_bad_lines(emulator: ShtrihEmulator, judge: Any) -> None:
    judge.open_check(0)
    emulator.order("bad-checksum x 3")
    emulator.order("nak x 2")
    judge.sale(("Хлеб", 1000, 4550))
    judge.close_check(cash=4_550)
    assert [kept.total for kept in emulator.receipts] == [4_550]
