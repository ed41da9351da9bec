"""Who comes back: counted from sales, returns, voids and an old program's sales, on both databases."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.core.ids import new_uid
from app.crm.personal_data import erase_customer, export_customer
from app.places.day import today
from app.wiring import personal_data
from pos.checkout.service import CompletedSale
from pos.checkout.void import void_sale
from pos.past_sales.writing import NewPastLine, NewPastSale, add_past_lines, add_past_sales, withdraw_past_lines
from pos.recognition.buying import buying_days
from pos.recognition.counting import recognise_regulars
from pos.recognition.habit import Attendance
from pos.recognition.reading import (
    Recognised,
    Wanted,
    came_back,
    habit_now,
    is_one_of_the_best,
    list_regulars,
    slipping_away,
)
from pos.recognition.suggesting import suggestion_for
from pos.sale.naming import name_customer
from tests.factories.amounts import money
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk


def sells_to(till: TillDesk, customer_id: int | None, *goods: Goods) -> CompletedSale:
    for one in goods:
        till.adds(one)
    if customer_id is not None:
        till.is_of(customer_id)
    return till.pays(card="rest")


def days_of(shop: Shop, customer_id: int) -> Mapping[date, str]:
    """What was spent on which day, in cents written out."""
    with shop.database.read_unit() as tx:
        return {one.day: f"{one.spent.minor / 100:.2f}" for one in buying_days(tx, customer_id) if one.spent}


def next_day(till: TillDesk, days: int = 1) -> date:
    """Closes the shift and opens one some days later."""
    till.closes()
    till.shop.clock.set(till.shop.clock.now() + timedelta(days=days))
    till.opens()
    with till.shop.database.read_unit() as tx:
        return today(tx)


def test_what_counts_as_bought_and_on_which_day(shop: Shop) -> None:
    till, anna = shop.till(), shop.customer("Anna")
    bottle = shop.pledge("Bottle", "0.25")
    saw, beer = shop.product("Saw", "100.00"), shop.product("Beer", "1.00", pledges={bottle: 1})
    with shop.database.read_unit() as tx:
        first = today(tx)
    sold = sells_to(till, anna, saw, saw, beer)
    sells_to(till, None, saw)
    assert days_of(shop, anna) == {first: "201.00"}
    second = next_day(till)
    later = sells_to(till, None, beer)
    shop.changes(lambda tx: name_customer(tx, later.uid, anna))
    wrong = sells_to(till, anna, saw)
    till.does(void_sale, wrong.uid, new_uid(), "rung up twice")
    till.takes_back(sold, "1")
    till.pays_out()
    assert days_of(shop, anna) == {first: "101.00", second: "1.00"}


def test_what_an_old_program_sold_counts_until_it_is_withdrawn(shop: Shop) -> None:
    anna = shop.customer("Anna")
    (sale_id,) = shop.changes(lambda tx: add_past_sales(tx, [NewPastSale(shop.id, "77", date(2020, 1, 5), anna)]))
    lines = shop.changes(lambda tx: add_past_lines(tx, [NewPastLine(sale_id, 1, "Drill", 1000, money("80.00"))]))
    assert days_of(shop, anna) == {date(2020, 1, 5): "80.00"}
    shop.changes(lambda tx: withdraw_past_lines(tx, lines))
    assert days_of(shop, anna) == {}


def names(found: tuple[Recognised, ...]) -> list[str]:
    return [one.customer.name for one in found]


def test_the_list_who_slips_away_and_who_came_back(shop: Shop) -> None:
    till = shop.till()
    anna, boris, once = shop.customer("Anna"), shop.customer("Boris"), shop.customer("Once")
    cut = shop.product("Cut", "40.00", kind="service", stocked=False)
    sells_to(till, once, cut)
    for _ in range(4):
        sells_to(till, anna, cut)
        sells_to(till, boris, cut)
        next_day(till, 14)
    for _ in range(3):
        sells_to(till, anna, cut)
        next_day(till, 14)
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        every = list_regulars(tx, Wanted())
        regular = list_regulars(tx, Wanted(attendance=Attendance.REGULAR))
        assert names(every.regulars) == ["Anna", "Boris", "Once"]
        assert (every.total, every.as_of) == (3, today(tx))
        assert names(list_regulars(tx, Wanted(sort="last_day", ascending=True, page=9)).regulars)[0] == "Once"
        assert names(regular.regulars) == ["Anna"]
        assert regular.regulars[0].habit.usual_interval_days == 14
        assert names(slipping_away(tx, 5)) == ["Boris"]
        assert came_back(tx, today(tx), 5) == ()
        counted = every.regulars[0].habit
        assert counted == habit_now(tx, anna)
        assert not is_one_of_the_best(tx, counted)
    sells_to(till, boris, cut)
    with shop.database.read_unit() as tx:
        assert names(came_back(tx, today(tx), 5)) == ["Boris"]
        now = habit_now(tx, boris)
    assert now is not None
    assert now.attendance is Attendance.REGULAR
    # Counted again nothing is doubled, and whoever was erased is forgotten.
    shop.changes(lambda tx: erase_customer(tx, personal_data(), once))
    recognise_regulars(shop.database)
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        assert names(list_regulars(tx, Wanted()).regulars) == ["Anna", "Boris"]
        assert names(slipping_away(tx, 5)) == []
    told = shop.database.transact(FITTER, lambda tx: export_customer(tx, personal_data(), anna))
    assert told["regulars"]["visits"] == 7


def test_one_thing_is_offered_that_goes_with_what_was_bought_here(shop: Shop) -> None:
    till, anna = shop.till(), shop.customer("Anna")
    saw, oil, bag = (shop.product(name, "10.00") for name in ("Chainsaw", "Chain oil", "Bag"))
    for _ in range(3):
        sells_to(till, None, saw, oil, bag)
    for _ in range(6):
        sells_to(till, None, bag)
    sells_to(till, anna, saw)
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        offered = suggestion_for(tx, anna)
        assert offered is not None
        assert (offered.name, offered.goes_with) == ("Chain oil", "Chainsaw")
        assert suggestion_for(tx, anna, in_cart=[oil.id]) is None
