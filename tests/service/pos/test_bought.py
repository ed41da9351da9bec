"""What customers bought is kept as state: in step with every document, and filled by the upgrade that brought it."""

from datetime import date, timedelta
from importlib import import_module

from sqlalchemy import delete, text

from app.core.ids import new_uid
from pos.bought.models import CustomerBought, CustomerBoughtDay
from pos.checkout.void import void_sale
from pos.past_sales.writing import NewPastLine, NewPastSale, add_past_lines, add_past_sales, withdraw_past_lines
from pos.sale.bought import Bought, bought_by, check_bought
from pos.sale.naming import name_customer
from tests.factories.amounts import money
from tests.factories.shop import Shop

LONG_AGO = date(2020, 5, 1)


def bought(shop: Shop, customer_id: int, since: date | None = None) -> Bought:
    with shop.database.read_unit() as tx:
        assert check_bought(tx) == []
        return bought_by(tx, customer_id, since)


def test_every_document_is_in_it(shop: Shop) -> None:
    till, bottle = shop.till(), shop.pledge("Bottle")
    saw, water = shop.product("Saw", "10.00"), shop.product("Water", "1.00", pledges={bottle: 2})
    anna = shop.customer("Anna")
    till.adds(water)
    till.is_of(anna)
    first = till.pays(cash="rest")
    assert bought(shop, anna) == Bought(1, money("1.00")), "a pledge is nothing that was bought"

    till.adds(saw, "3")
    till.is_of(anna)
    second = till.pays(cash="rest")
    till.takes_back(second, "1")
    till.pays_out()
    till.does(void_sale, first.uid, new_uid(), "mistake")
    assert bought(shop, anna) == Bought(1, money("20.00"))

    later = till.sells(saw)
    till.does(lambda tx, _till_id: name_customer(tx, later.uid, anna))
    assert bought(shop, anna) == Bought(2, money("30.00"))

    shop.clock.advance(timedelta(days=40))
    till.adds(saw)
    till.is_of(anna)
    till.pays(cash="rest")
    yesterday = shop.clock.now().date() - timedelta(days=1)
    assert bought(shop, anna, yesterday) == Bought(1, money("10.00"))
    assert bought(shop, anna) == Bought(3, money("40.00"))


def test_what_was_sold_before_counts_until_it_is_withdrawn(shop: Shop) -> None:
    anna = shop.customer("Anna")

    def imports(amounts: list[str]) -> list[int]:
        (sale,) = shop.changes(lambda tx: add_past_sales(tx, [NewPastSale(shop.id, "A1", LONG_AGO, anna)]))
        lines = [NewPastLine(sale, place, "Oil", 1000, money(amount)) for place, amount in enumerate(amounts, 1)]
        return shop.changes(lambda tx: add_past_lines(tx, lines))

    ids = imports(["5.00", "7.00"])
    assert bought(shop, anna) == Bought(1, money("12.00"))
    shop.changes(lambda tx: withdraw_past_lines(tx, ids[:1]))
    assert bought(shop, anna, LONG_AGO) == Bought(1, money("7.00"))
    shop.changes(lambda tx: withdraw_past_lines(tx, ids[1:]))
    assert bought(shop, anna) == Bought(0, money("0.00"))


def test_the_upgrade_fills_it_from_the_documents(shop: Shop) -> None:
    till, saw, anna = shop.till(), shop.product("Saw", "10.00"), shop.customer("Anna")
    sold = []
    for _ in range(2):
        till.adds(saw, "2")
        till.is_of(anna)
        sold.append(till.pays(cash="rest"))
    till.does(void_sale, sold[0].uid, new_uid(), "mistake")
    (sale,) = shop.changes(lambda tx: add_past_sales(tx, [NewPastSale(shop.id, "A1", LONG_AGO, anna)]))
    shop.changes(lambda tx: add_past_lines(tx, [NewPastLine(sale, 1, "Oil", 1000, money("5.00"))]))
    kept = bought(shop, anna)
    upgrade = import_module("migrations.versions.0047_bought")
    with shop.database.unit_of_work(till.cashier) as tx:
        tx.execute(delete(CustomerBought))
        tx.execute(delete(CustomerBoughtDay))
        assert check_bought(tx) != []
        for statement in (upgrade.BY_DAY, upgrade.IN_ALL):
            tx.execute(text(statement))
    assert bought(shop, anna) == kept == Bought(2, money("25.00"))
