"""The lines of a cart that one act leaves in memory for the next: only where they are what the database holds."""

from collections.abc import Iterator

import pytest

from app.core.db.unit import Database, Unit
from app.core.ids import new_uid
from pos.cart import service as cart
from tests.factories.till import TillDesk


@pytest.fixture
def second_server(till: TillDesk) -> Iterator[Database]:
    """Another program on the same database."""
    database = till.shop.database
    opened = Database(database.url.render_as_string(hide_password=False), clock=database.clock)
    yield opened
    opened.close()


def test_what_another_server_rings_up_is_sold(till: TillDesk, second_server: Database) -> None:
    oil, saw, rope = (till.shop.product(name, "4.50") for name in ("Oil", "Saw", "Rope"))
    till.adds(oil)
    till.adds(saw)
    there = second_server.transact(
        till.cashier, lambda tx: cart.add_product(tx, till.id, till.cart_uid, new_uid(), rope.id)
    )
    here = till.adds(oil)
    assert [line.name for line in there.cart.lines] == ["Oil", "Saw", "Rope"]
    assert [line.name for line in here.cart.lines] == ["Oil", "Saw", "Rope", "Oil"]
    assert here.cart == till.rung_up


def test_an_act_that_is_broken_off_changes_no_line(till: TillDesk) -> None:
    line_uid = till.adds(till.shop.product("Oil", "4.50")).cart.lines[-1].uid

    def broken(tx: Unit, till_id: int, cart_uid: str) -> None:
        cart.set_qty(tx, till_id, cart_uid, line_uid, 9000)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        till.act(broken)
    assert till.act(cart.set_note, line_uid, "for Ivan").cart.lines[-1].qty_milli == 1000
    assert till.rung_up.lines[-1].qty_milli == 1000
