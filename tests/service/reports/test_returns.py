"""Returns by reason."""

from datetime import timedelta

from app.core.ids import new_uid
from app.places.day import today
from app.reports.returns import ReasonFigures, returns_by_reason
from pos.checkout.void import void_sale
from pos.returns.service import take_back_without_receipt
from tests.factories.amounts import money
from tests.factories.shop import Shop


def test_each_reason_with_its_lines_and_money_and_no_voids(shop: Shop) -> None:
    till = shop.till()
    hammer, saw = shop.product("Hammer", "4.00"), shop.product("Saw", "12.50")
    hammers, saws = till.sells(hammer, "3"), till.sells(saw)
    till.does(void_sale, till.sells(saw).uid, new_uid(), "broken")
    till.takes_back(hammers, "1", reason="broken")
    till.pays_out()
    till.takes_back(hammers, "2", reason="broken")
    till.takes_back(saws, reason="wrong teeth")
    till.adds(saw)
    till.pays_out()
    till.is_of(shop.customer("Ivan"))
    till.act(take_back_without_receipt, new_uid(), saw.id, 1000, "wrong teeth")
    till.pays_out()
    with shop.database.read_unit() as tx:
        day = today(tx)
        found = returns_by_reason(tx, day, day)
        assert returns_by_reason(tx, day - timedelta(days=9), day - timedelta(days=1)) == []
    assert found == [
        ReasonFigures("broken", 2, 0, money("12.00")),
        ReasonFigures("wrong teeth", 2, 1, money("25.00")),
    ]
