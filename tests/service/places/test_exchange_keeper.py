"""What was exchanged with the shop's devices is there after a restart, and of nobody else's."""

from pathlib import Path

from app.core.clock import SystemClock
from app.core.db.unit import Database
from app.core.ids import new_uid
from app.places.devices import add_device
from app.places.exchange_keeper import ExchangeKeeper
from app.places.service import SCALE, ShopData, create_shop, create_till
from devices.exchanges.files import ExchangeFiles
from devices.exchanges.log import Piece, log_of
from tests.support.web import SETUP


def test_it_keeps_what_is_new_and_brings_back_what_was_kept(database: Database, tmp_path: Path) -> None:
    # A log lives as long as the process: the other database must not find it.
    address, elsewhere = (f"cas+tcp://{new_uid()}:5001" for _ in range(2))
    with database.unit_of_work(SETUP) as tx:
        till_id = create_till(tx, create_shop(tx, ShopData("Corner")), "Till 1")
        add_device(tx, till_id, SCALE, "Scale", address)
    files, now = ExchangeFiles(tmp_path), SystemClock().now()
    earlier = Piece(now, "trouble", code="device_lost")
    files.keep(address, [earlier])
    files.keep(elsewhere, [earlier])
    keeper = ExchangeKeeper(database, tmp_path)
    keeper.start()
    try:
        assert earlier in log_of(address).pieces()
        log_of(address).note("sent", b"\x05")
        log_of(elsewhere).note("sent", b"\x05")
    finally:
        keeper.stop()
    assert [piece.way for piece in files.kept(address, now)][-2:] == ["trouble", "sent"]
    assert files.kept(elsewhere, now) == []
    log_of(address).note("received", b"\x06")
    ExchangeKeeper(database, tmp_path).keep()
    assert files.kept(address, now)[-1].data == b"\x06"
