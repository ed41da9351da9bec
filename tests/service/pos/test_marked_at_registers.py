"""The code of a marked unit on its way from the scan into each maker's bytes, as its protocol wants it there."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.places.day import shop_zone
from devices.drivers.atol.codes import AtolOptions
from devices.drivers.atol.register import AtolRegister
from devices.drivers.datecs.codes import DatecsOptions
from devices.drivers.datecs.register import DatecsRegister
from devices.drivers.shtrih.codes import ShtrihOptions
from devices.drivers.shtrih.register import ShtrihRegister
from devices.fiscal.port import FiscalRegister, FiscalSettings
from devices.transports.channel import Deadline
from devices.transports.tcp import TcpChannel, TcpWire
from tests.factories.emulated_registers import KINDS, Emulator, address_of
from tests.factories.fiscal import FiscalTill
from tests.factories.shop import Shop
from warehouse.catalogue.barcodes import Code

GTIN = "04607001771234"
A, B = (f"01{GTIN}21{serial}\x1d93abcd" for serial in ("5Qbag!", "6Rcbh?"))
STX = 2
SHTRIH_COMMANDS = (b"\xff\x61", b"\xff\x69", b"\xff\x46", b"\xff\x67", b"\xff\x45")


@pytest.fixture
def shop(sqlite_url: str, clock: SetClock) -> Iterator[Shop]:
    """What goes over the wire does not depend on the database."""
    with closing(Database(sqlite_url, clock=clock)) as database:
        yield Shop(database, clock)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> bytearray:
    """Every byte that goes to a device."""
    sent, write = bytearray(), TcpChannel.write

    def overheard(channel: TcpChannel, data: bytes, deadline: Deadline) -> None:
        sent.extend(data)
        write(channel, data, deadline)

    monkeypatch.setattr(TcpChannel, "write", overheard)
    return sent


def patient(kind: str, emulator: Emulator, settings: FiscalSettings) -> FiscalRegister:
    """The driver as a shop has it, so that a slow machine makes it repeat nothing."""
    wire = TcpWire(emulator.host, emulator.port)
    match kind:
        case "shtrih":
            return ShtrihRegister(wire, ShtrihOptions(), settings)
        case "atol":
            return AtolRegister(wire, emulator.host, AtolOptions(), settings)
        case _:
            return DatecsRegister(wire, DatecsOptions(), settings)


def exchange_units(shop: Shop, kind: str, heard: bytearray) -> None:
    """Unit A is sold, and exchanged for unit B, which is told first; what is ``heard`` is that."""
    with shop.database.read_unit() as tx:
        zone = shop_zone(tx)
    with KINDS[kind].emulator(shop.clock, zone) as emulator:
        address = address_of(KINDS[kind], emulator)
        till = FiscalTill(shop, address=address, driver=lambda settings: patient(kind, emulator, settings))
        shop.product("Water", "1.00", stock="9", is_marked=True, packs=[Code(GTIN[1:])])
        heard.clear()
        till.desk.scans(f"]d2{A}")
        sold = till.desk.pays(cash="rest")
        till.works()
        till.desk.takes_back(sold)
        till.desk.scans(f"]d2{B}")
        till.desk.pays(cash="rest")
        till.works()
        assert till.standing == []
        assert len(emulator.receipts) == 3


def shtrih_commands(sent: bytes) -> list[tuple[bytes, bytes]]:
    """Those about goods and codes with their data behind the password, out of frames of level 1."""
    found, at = [], 0
    while at < len(sent):
        if sent[at] != STX:
            at += 1
            continue
        payload = sent[at + 2 : at + 2 + sent[at + 1]]
        if payload[:2] in SHTRIH_COMMANDS:
            found.append((payload[:2], payload[6:]))
        at += 3 + len(payload)
    return found


def test_shtrih_checks_accepts_and_binds_each_code(shop: Shop, heard: bytearray) -> None:
    """The order of marked goods, FFD 1.2: FF61h and FF69h before the receipt, FF67h right behind its item."""
    exchange_units(shop, "shtrih", heard)
    said = shtrih_commands(bytes(heard))
    assert [command for command, _ in said] == list(SHTRIH_COMMANDS) * 3
    for number, (code, planned) in enumerate(((A, 1), (B, 1), (A, 3))):
        (_, check), (_, accept), (_, item), (_, bound), _ = said[5 * number : 5 * number + 5]
        data = code.encode("ascii")
        assert check == bytes((planned, 0, len(data), 0)) + data
        assert accept == b"\x01"
        assert item[0] == (1 if planned == 1 else 2)
        assert bound == bytes((len(data),)) + data


def atol_tasks(sent: bytes) -> list[dict[str, Any]]:
    bodies = [part.split(b"\r\n\r\n", 1)[1] for part in sent.split(b"POST ")[1:]]
    return [task for body in bodies for task in json.loads(body.split(b"GET ", 1)[0])["request"]]


def test_atol_checks_each_code_and_sends_it_with_its_position(shop: Shop, heard: bytearray) -> None:
    exchange_units(shop, "atol", heard)
    tasks = atol_tasks(bytes(heard))
    wanted = [
        (b64encode(code.encode()).decode(), status)
        for code, status in ((A, "itemPieceSold"), (B, "itemPieceSold"), (A, "itemPieceReturn"))
    ]
    checks = [task["params"] for task in tasks if task["type"] == "beginMarkingCodeValidation"]
    assert [(check["imc"], check["itemEstimatedStatus"]) for check in checks] == wanted
    assert [task["type"] for task in tasks if "arkingCode" in task["type"]].count("acceptMarkingCode") == 3
    receipts = [task for task in tasks if task["type"] in {"sell", "sellReturn"}]
    assert [task["type"] for task in receipts] == ["sell", "sell", "sellReturn"]
    positions = [item for task in receipts for item in task["items"] if item["type"] == "position"]
    assert {one["paymentObject"] for one in positions} == {"commodityWithMarking"}
    assert [(one["imcParams"]["imc"], one["imcParams"]["itemEstimatedStatus"]) for one in positions] == wanted
    assert all(one["imcParams"]["itemInfoCheckResult"]["imcCheckResult"] for one in positions)


def test_datecs_has_no_place_for_codes_and_is_told_none(shop: Shop, heard: bytearray) -> None:
    exchange_units(shop, "datecs p", heard)
    assert b"5Qbag" not in heard
    assert b"Water" in heard
