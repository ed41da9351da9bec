"""The power cut: the plug is pulled inside a fiscal receipt, and afterwards there is one receipt for the sale."""

import pytest

from app.places.day import shop_zone
from pos.fiscal.reading import stopped_elsewhere
from tests.factories.emulated_registers import KINDS, till_at
from tests.factories.shop import Shop

PLUGS = [
    ("shtrih", "power-off-before at FF45"),
    ("atol", "power-off-after at sell"),
    ("datecs p", "power-off-after at 53"),
]
"""Nothing is registered yet; it is; it is paid and not closed, so that nobody can cancel it any more."""


@pytest.mark.parametrize(("maker", "plug"), PLUGS)
def test_after_a_power_cut_the_register_is_asked_and_the_sale_has_one_receipt(
    shop: Shop, maker: str, plug: str
) -> None:
    with shop.database.read_unit() as tx:
        zone = shop_zone(tx)
    kind = KINDS[maker]
    with kind.emulator(shop.clock, zone) as register:
        till, neighbour = till_at(shop, kind, register), shop.till()
        sold = till.desk.sells(shop.product("Chainsaw", "299.00"), cash="300.00")
        # The whole shop goes dark: the register inside its receipt, and the server that spoke to it.
        register.order(plug)
        till.works()
        assert till.state_of(sold).state == "in_doubt"
        with shop.database.read_unit() as tx:
            assert [place.till_id for place in stopped_elsewhere(tx, neighbour.id)] == [till.desk.id]
        till.power_goes("claimed")
        register.order("power on")
        till.works()
        assert (till.state_of(sold).state, till.standing) == ("registered", [])
        after = till.desk.sells(shop.product("Sockets", "49.00"))
        till.works()
        books = [(one.number, one.total.minor) for sale in (sold, after) for one in till.state_of(sale).documents]
        assert books == [(kept.number, kept.total) for kept in register.receipts]
        assert [total for _number, total in books] == [299_00, 49_00]
        assert register.memory.cash == till.desk.expected_cash.minor
        assert shop.faults() == ([], [])
