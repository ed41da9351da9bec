"""The unnoticed regular: two clients of a salon, and a receptionist who knows neither."""

from datetime import timedelta

from pos.recognition.counting import recognise_regulars
from pos.recognition.habit import Attendance
from pos.recognition.reading import Wanted, habit_now, list_regulars
from pos.recognition.suggesting import suggestion_for
from tests.factories.amounts import money
from tests.factories.shop import Shop

QUARTER = timedelta(days=91)


def test_the_quiet_regular_stands_above_the_one_big_purchase(shop: Shop) -> None:
    two_years_ago = shop.clock.now()
    colouring = shop.product("Colouring", "3000.00", kind="service", stocked=False)
    haircut = shop.product("Haircut", "40.00", kind="service", stocked=False)
    mask = shop.product("Hair mask", "300.00")
    wedding = shop.product("Wedding party", "10500.00", kind="service", stocked=False)
    once, quiet = shop.customer("Client A"), shop.customer("Client B")
    till = shop.till(role="senior")
    # Client A came once, and spent 10,500.
    till.adds(wedding)
    till.is_of(once)
    till.pays(card="rest")
    # Client B came each quarter for two years, and spent 3,000 each time.
    for visit in range(8):
        if visit:
            till.closes()
            shop.clock.set(two_years_ago + visit * QUARTER)
            till.opens()
        till.adds(colouring)
        till.is_of(quiet)
        till.pays(card="rest")
    # Others like a mask with their colouring, and none with a haircut.
    for _ in range(3):
        till.adds(colouring)
        till.adds(mask)
        till.pays(card="rest")
        till.sells(haircut)
    till.closes()
    # Eleven weeks later a receptionist works here who has met neither.
    shop.clock.set(two_years_ago + 7 * QUARTER + timedelta(days=77))
    recognise_regulars(shop.database)
    with shop.database.read_unit() as tx:
        first, second = list_regulars(tx, Wanted()).regulars
        habit, offered = habit_now(tx, quiet), suggestion_for(tx, quiet)
    assert (first.customer.name, second.customer.name) == ("Client B", "Client A")
    assert second.habit.value_per_year == money("0")
    # Why, and what to offer.
    assert habit is not None
    assert (habit.visits, habit.usual_interval_days, habit.attendance) == (8, 91, Attendance.REGULAR)
    assert habit.spent_lately == money("24000")
    assert offered is not None
    assert (offered.name, offered.goes_with) == ("Hair mask", "Colouring")
