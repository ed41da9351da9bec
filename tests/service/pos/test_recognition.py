"""Who comes back: counted from sales, returns, voids and an old program's sales, on both databases."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.crm.personal_data import erase_customer, export_customer
from app.flows.coupon_audience import audience_of
from app.places.day import today
from app.wiring import personal_data
from pos.checkout.completed import CompletedSale
from pos.checkout.void import void_sale
from pos.past_sales.writing import NewPastLine, NewPastSale, add_past_lines, add_past_sales, withdraw_past_lines
from pos.promised import promised_to
from pos.recognition import pairs
from pos.recognition.buying import buying_days
from pos.recognition.counting import recognise_regulars
from pos.recognition.favourites import favourites_of
from pos.recognition.groups import Group, groups_of
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
from tests.factories.promotions import promote
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk
from warehouse.catalogue.categories import create_category
from warehouse.catalogue.models import Product


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
        regular = list_regulars(tx, Wanted(Group.REGULAR))
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


def test_what_an_old_program_sold_tells_what_to_offer(shop: Shop) -> None:
    anna, boris = shop.customer("Anna"), shop.customer("Boris")
    saw, oil, bag, sack = (shop.product(name, "10.00") for name in ("Chainsaw", "Chain oil", "Bag", "Sack"))
    owners = [shop.customer(f"Owner {number}") for number in range(3)]
    baskets = (
        [(None, 40, (bag, sack))] * 3 + [(one, 300, (saw,)) for one in owners] + [(one, 200, (oil,)) for one in owners]
    )
    strangers = [(shop.customer(f"Stranger {number}"), 100, (bag,)) for number in range(4)]

    def imports(tx: Unit) -> None:
        rows = [*baskets, *strangers, (anna, 400, (saw,)), (boris, 400, (bag,))]
        for number, (customer_id, days, goods) in enumerate(rows):
            day = today(tx) - timedelta(days=days)
            (sale_id,) = add_past_sales(tx, [NewPastSale(shop.id, str(number), day, customer_id)])
            lines = [
                NewPastLine(sale_id, at, one.name, 1000, money("9.00"), None, one.id) for at, one in enumerate(goods, 1)
            ]
            add_past_lines(tx, lines)

    shop.changes(imports)
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        offered = [suggestion_for(tx, one) for one in (anna, boris)]
    assert [(one.name, one.goes_with) for one in offered if one] == [("Chain oil", "Chainsaw"), ("Sack", "Bag")]
    till, garden = shop.till(role="senior"), shop.changes(lambda tx: create_category(tx, "Garden"))
    spades, spade = shop.changes(lambda tx: create_category(tx, "Spades", garden)), shop.product("Spade", "10.00")
    shop.changes(lambda tx: tx.execute(update(Product).where(Product.id == spade.id).values(category_id=spades)))
    sells_to(till, boris, spade)
    till.takes_back(sells_to(till, anna, spade))
    till.pays(card="rest")
    with shop.database.read_unit() as tx:
        bought = [audience_of(tx, f"bought:{what}").total for what in (f"product:{saw.id}", f"category:{garden}")]
    assert bought == [len(owners) + 1, 1], "the saw was bought in the old program; one spade came back"


def test_what_a_machine_needs_later_is_offered_to_who_bought_it_here(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    till, anna = shop.till(role="senior"), shop.customer("Anna")
    owners = [shop.customer(f"Owner {number}") for number in range(3)]
    saw, oil, bag = (shop.product(name, "10.00") for name in ("Chainsaw", "Chain oil", "Bag"))
    for goods in (bag, saw, oil):
        for one in owners:
            sells_to(till, one, goods)
        next_day(till)
    sells_to(till, anna, saw)
    for stranger in range(4):
        sells_to(till, shop.customer(f"Stranger {stranger}"), bag)
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        offered = suggestion_for(tx, anna)
        assert offered is not None, "oil and saw stand on no receipt together"
        assert (offered.name, offered.goes_with) == ("Chain oil", "Chainsaw")
        assert suggestion_for(tx, anna, in_cart=[oil.id]) is None, "what was bought before the saw is nothing it needs"
    monkeypatch.setattr(pairs, "GOODS_MOST", 3)
    sells_to(till, owners[0], shop.product("Saw blade", "10.00"))
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        assert suggestion_for(tx, anna) is None, "a card used for everybody says nothing of anybody"


def test_the_best_and_the_new_are_groups_as_of_the_last_count(shop: Shop) -> None:
    with shop.database.read_unit() as tx:
        day = today(tx)
    people = [shop.customer(f"Customer {number}") for number in range(20)]

    def bought(tx: Unit) -> None:
        for number, customer_id in enumerate(people):
            days = [day - timedelta(days=back) for back in ((10, 20) if number == 5 else (100, 300))]
            sales = add_past_sales(tx, [NewPastSale(shop.id, f"{number} {one}", one, customer_id) for one in days])
            add_past_lines(tx, [NewPastLine(one, 1, "Cut", 1000, money(f"{number + 1}.00")) for one in sales])

    shop.changes(bought)
    with shop.database.read_unit() as tx:
        assert groups_of(tx, people[19], {"habit:best"}) == frozenset()
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        best = list_regulars(tx, Wanted(Group.BEST)).regulars
        assert names(best) == ["Customer 19", "Customer 18"]
        assert [is_one_of_the_best(tx, one.habit) for one in best] == [True, True]
        assert groups_of(tx, people[19], {"habit:best", "habit:new"}) == {"habit:best"}
        assert names(list_regulars(tx, Wanted(Group.NEW)).regulars) == ["Customer 5"]
        assert groups_of(tx, people[5], {"habit:best", "habit:new"}) == {"habit:new"}


def test_a_promotion_is_for_those_who_come_in_one_way(shop: Shop) -> None:
    till, anna, saw = shop.till(), shop.customer("Anna"), shop.product("Saw", "100.00")
    promote(shop, when={"segments": ["habit:occasional", "habit:lost"]})
    assert sells_to(till, anna, saw).to_pay == money("100.00"), "nothing was known of her"
    recognise_regulars(shop.database)
    assert sells_to(till, anna, saw).to_pay == money("90.00")
    assert sells_to(till, None, saw).to_pay == money("100.00")
    with shop.database.read_unit() as tx:
        assert groups_of(tx, anna, {"habit:lost", "habit:occasional"}) == {"habit:occasional"}
        assert groups_of(tx, anna, ()) == frozenset()


def test_what_somebody_buys_again_and_what_he_may_have_now(shop: Shop) -> None:
    till, anna = shop.till(), shop.customer("Anna")
    tea, cake, saw = (shop.product(name, "10.00") for name in ("Tea", "Cake", "Saw"))
    next_time = promote(shop, trigger="code", name="Next time")
    promote(shop, {"type": "coupon", "promotion": next_time, "valid_days": 30}, name="Welcome", limits={"total": 1})
    promote(shop, name="Not the first time", when={"first_purchase": False})
    promote(shop, name="Who was lost", when={"segments": ["habit:lost"]})
    promote(shop, name="Everybody", when={"min_amount": "500.00"})
    sells_to(till, anna, tea, cake)
    sold = sells_to(till, anna, tea, cake, saw)
    later = sells_to(till, None, tea)
    shop.changes(lambda tx: name_customer(tx, later.uid, anna))
    till.does(void_sale, sells_to(till, anna, cake).uid, new_uid(), "rung up twice")
    till.takes_back(sold, "1")
    till.pays_out()
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        assert [(one.name, one.times) for one in favourites_of(tx, anna)] == [("Tea", 2), ("Cake", 2)]
        held = promised_to(tx, anna)
    assert [one.name for one in held.his] == ["Not the first time"]
    assert [one.name for one in held.for_all] == ["Everybody"], "its limit is used up, or a coupon sets it off"
    assert [stored.name for _, stored in held.coupons] == ["Next time"]
    assert not held.for_points
    shop.changes(lambda tx: erase_customer(tx, personal_data(), anna))
    with shop.database.read_unit() as tx:
        assert favourites_of(tx, anna) == []
