"""The chainsaw, its first half: four fields at the till, and the card is there with this purchase's points on it."""

from datetime import date

from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.crm.cards import card_by_code, cards_of
from app.crm.customers import CustomerData, create_customer
from pos.cart import service as cart
from pos.cart.points import set_points
from pos.cart.views import Changed
from pos.papers.store import stored_paper
from tests.factories.loyalty import POINT, points, points_program, runs
from tests.factories.shop import Shop


def test_a_stranger_leaves_with_a_card_and_points_on_it(shop: Shop) -> None:
    runs(shop, points_program())
    till = shop.till()
    chainsaw, sockets = shop.product("Chainsaw", "399.00"), shop.product("Set of sockets", "59.00")

    # The saw lies on the counter; the till says what it would bring somebody whose name is known.
    till.adds(chainsaw)
    assert till.rung_up.points is not None
    assert till.rung_up.points.earned_micro == 39 * POINT

    # He gives name, birth date and phone, and takes a card: four fields, one step.
    uid = new_uid()

    def writes_down(tx: Unit, till_id: int, cart_uid: str) -> Changed:
        data = CustomerData("Boris Ivanov", "+359 88 555 0123", birth_date=date(1984, 5, 12))
        return cart.set_customer(tx, till_id, cart_uid, uid, create_customer(tx, data, own_card=True, uid=uid))

    boris = till.act(writes_down).cart.customer_id
    assert boris is not None
    done = till.pays(card="rest")
    with shop.database.read_unit() as tx:
        (card,) = cards_of(tx, boris)
        paper = str(stored_paper(tx, f"receipt:{done.uid}"))
    assert points(shop.database, boris) == 39
    assert "Your points now" in paper

    # He comes back for sockets: the card is scanned, and the points pay a part.
    till.adds(sockets)
    with shop.database.read_unit() as tx:
        assert card_by_code(tx, card.code).customer_id == boris
    till.is_of(boris)
    assert till.act(set_points, 39 * POINT).cart.gross.minor == 55_10
    till.pays(cash="rest")
    assert points(shop.database, boris) == 5
    assert shop.faults() == ([], [])
