"""How today goes beside last week, by the same hour."""

from datetime import timedelta

from app.places.day import today
from app.reports.today import DayFigures, today_and_last_week
from tests.factories.amounts import money
from tests.factories.shop import Shop


def figures(shop: Shop) -> tuple[DayFigures, DayFigures]:
    with shop.database.read_unit() as tx:
        return today_and_last_week(tx, today(tx))


def test_a_day_without_a_sale_is_zero(shop: Shop) -> None:
    now, week_ago = figures(shop)
    assert (now.sale_count, now.gross) == (week_ago.sale_count, week_ago.gross) == (0, money("0.00"))
    assert week_ago.day == now.day - timedelta(days=7)


def test_last_week_counts_up_to_this_hour(shop: Shop) -> None:
    saw = shop.product(price="10.00")
    till = shop.till()
    till.sells(saw)
    shop.clock.advance(timedelta(hours=3))
    till.sells(saw, "2")
    till.closes()
    shop.clock.advance(timedelta(days=7, hours=-1))
    till.opens()
    till.sells(saw, "3")
    now, week_ago = figures(shop)
    assert (now.sale_count, now.gross) == (1, money("30.00"))
    assert (week_ago.sale_count, week_ago.gross) == (1, money("10.00"))
    shop.clock.advance(timedelta(hours=1))
    assert figures(shop)[1].gross == money("30.00")


def test_the_hour_is_the_one_on_the_wall(shop: Shop) -> None:
    """Clocks in Sofia went forward on 29 March 2026: the same hour was an hour later in UTC the week before."""
    saw = shop.product(price="10.00")
    till = shop.till()
    shop.clock.set(shop.clock.now().replace(month=3, day=26, hour=10, minute=30))
    till.closes()
    till.opens()
    till.sells(saw)
    till.closes()
    shop.clock.set(shop.clock.now().replace(month=4, day=2, hour=9, minute=15))
    assert figures(shop)[1].sale_count == 0
    shop.clock.set(shop.clock.now().replace(hour=9, minute=45))
    assert figures(shop)[1].sale_count == 1
