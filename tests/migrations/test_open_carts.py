"""Carts that are open while their lines move together."""

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.clock import SystemClock
from app.core.db.migrate import upgrade
from tests.factories.fixtures import OpenDatabase
from tests.migrations.test_migrations import config_for

CART = (
    "INSERT INTO cart (uid, opened_at, held_at, version, discount_percent_bp, discount_amount, line_count, gross) "
    "VALUES ('cart', :at, :at, 2, 0, 0, 2, 30)"
)
LINE = (
    "INSERT INTO cart_line (uid, cart_id, position, name, qty_milli, pack_qty_milli, unit_code, unit_decimals, "
    "unit_price, price_source, tax_category_id, discountable, stocked, discount_percent_bp, discount_amount) "
    "VALUES (:uid, 1, :position, :name, 1000, 1000, 'piece', 0, 100000, 'list', 1, true, true, 0, 0)"
)
LINES = [{"uid": "b", "position": 1, "name": "Saw"}, {"uid": "a", "position": 2, "name": "Glue"}]
READ = "SELECT uid, position, name, discountable, unit_price FROM cart_line WHERE cart_id = 1 ORDER BY position"
ACTS = "SELECT uid, cart_id, line_uid FROM cart_act"


def test_an_open_cart_keeps_its_lines_and_what_was_done_to_it(empty_database_url: str, opened: OpenDatabase) -> None:
    database = opened(empty_database_url)
    config = config_for()
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0057")
        connection.execute(text("INSERT INTO unit (code, name, decimals) VALUES ('piece', 'pc', 0)"))
        connection.execute(text("INSERT INTO tax_category (code, name, exempt) VALUES ('one', 'One', false)"))
        connection.execute(text(CART), {"at": SystemClock().now().replace(tzinfo=None)})
        connection.execute(text(LINE), LINES)
        connection.execute(text("INSERT INTO cart_act (uid, cart_id, line_uid) VALUES ('c', 1, 'a')"))
        lines, acts = connection.execute(text(READ)).all(), connection.execute(text(ACTS)).all()
    assert upgrade(database)
    with database.writer.begin() as connection:
        assert connection.execute(text(READ)).all() == lines
        assert connection.execute(text(ACTS)).all() == acts
    with pytest.raises(IntegrityError), database.writer.begin() as connection:
        connection.execute(text(LINE), LINES[:1])
