"""A salon gives a card once a client has spent 10,000 in total: the till counts, gives it that moment, and says so."""

from app.core.ids import new_uid
from app.crm.cards import cards_of
from loyalty.events import CardIssued
from loyalty.program.values import Program
from pos.checkout.completed import CompletedSale
from pos.checkout.points import ToldPoints, told_points
from pos.checkout.void import void_sale
from pos.papers.store import stored_paper
from tests.factories.amounts import money
from tests.factories.loyalty import runs
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk


def test_the_card_comes_with_the_visit_that_crosses_ten_thousand(shop: Shop) -> None:
    # The owner says it once, and nobody keeps paper receipts any more.
    runs(shop, Program(enabled=True, card_from=money("10000.00")))
    heard: list[CardIssued] = []
    shop.database.events.subscribe(CardIssued, lambda _tx, event: heard.append(event))
    colouring = shop.product("Colouring", "2400.00", stocked=False)
    clara, passer_by = shop.customer("Clara"), shop.customer("Somebody")

    # Four visits, at two tills and by several cashiers: 9,600, and no card yet.
    tills = [shop.till(), shop.till()]
    for visit in range(4):
        done = visits(tills[visit % 2], colouring, clara)
        assert told(shop, done, clara) is None
    visits(tills[0], colouring, passer_by)
    assert cards(shop, clara) == []

    # The fifth crosses the sum: the card is hers before she has put her purse away.
    crossing = visits(tills[0], colouring, clara)
    (card,) = cards(shop, clara)
    found = told(shop, crossing, clara)
    assert found is not None
    assert found.card_code == card
    with shop.database.read_unit() as tx:
        paper = str(stored_paper(tx, f"receipt:{crossing.uid}"))
    assert "Your card" in paper
    assert card in paper
    assert [(event.customer_id, event.code) for event in heard] == [(clara, card)]

    # It is given once: neither the next visit nor a void and another payment gives a second.
    tills[0].does(void_sale, visits(tills[0], colouring, clara).uid, new_uid(), "wrong customer")
    visits(tills[1], colouring, clara)
    assert cards(shop, clara) == [card]
    assert cards(shop, passer_by) == []
    assert shop.faults() == ([], [])


def visits(till: TillDesk, service: Goods, customer_id: int) -> CompletedSale:
    till.adds(service)
    till.is_of(customer_id)
    return till.pays(card="rest")


def cards(shop: Shop, customer_id: int) -> list[str]:
    with shop.database.read_unit() as tx:
        return [card.code for card in cards_of(tx, customer_id)]


def told(shop: Shop, done: CompletedSale, customer_id: int) -> ToldPoints | None:
    with shop.database.read_unit() as tx:
        return told_points(tx, done.sale_id, customer_id)
