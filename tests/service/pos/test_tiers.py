"""Tiers at the till: reached with a sale, gone with its goods, kept for a while, lowered after a warning."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.clock import SetClock
from app.core.percent import Percent
from app.jobs.tiers import look_at_tiers
from loyalty.events import TierFalls, TierReached
from loyalty.rules.points import Tier
from loyalty.tiers.standing import changes_of, standing_of
from pos.sale.naming import name_customer
from tests.factories.amounts import money
from tests.factories.loyalty import points_program, runs
from tests.factories.shop import FITTER, Goods, Shop
from tests.factories.till import TillDesk

PROGRAM = points_program(Tier("Silver", money("100.00"), Percent.of_basis_points(1000)), Tier("Gold", money("500.00")))


@pytest.fixture
def till(shop: Shop) -> TillDesk:
    runs(shop, PROGRAM)
    return shop.till()


@pytest.fixture
def saw(till: TillDesk) -> Goods:
    return till.shop.product("Saw", "60.00")


@pytest.fixture
def anna(till: TillDesk) -> int:
    return till.shop.customer("Anna")


def tier(till: TillDesk, customer_id: int) -> str | None:
    with till.shop.database.read_unit() as tx:
        return standing_of(tx, customer_id).tier


def history(till: TillDesk, customer_id: int) -> list[tuple[str, str | None, str | None]]:
    with till.shop.database.read_unit() as tx:
        return [(one.kind, one.tier_before, one.tier_after) for one in reversed(changes_of(tx, customer_id))]


def test_a_tier_is_reached_with_a_sale_and_goes_back_with_its_goods(till: TillDesk, saw: Goods, anna: int) -> None:
    heard: list[TierReached] = []
    till.shop.database.events.subscribe(TierReached, lambda _tx, event: heard.append(event))
    till.adds(saw, "2")
    till.is_of(anna)
    assert till.rung_up.gross == money("120.00"), "a tier is not there before it is paid for"
    done = till.pays(cash="rest")
    assert [event.tier for event in heard] == ["Silver"]

    till.adds(saw)
    view = till.is_of(anna).cart
    assert view.gross == money("54.00")
    assert view.lines[0].discounts[0].name == "Silver"
    small = till.pays(cash="rest")
    assert history(till, anna) == [("up", None, "Silver")]

    till.takes_back(small)
    till.pays_out()
    assert tier(till, anna) == "Silver"
    till.takes_back(done)
    till.pays_out()
    assert tier(till, anna) is None
    assert history(till, anna) == [("up", None, "Silver"), ("back", "Silver", None)]


def test_a_sale_named_afterwards_counts(till: TillDesk, saw: Goods, anna: int) -> None:
    done = till.sells(saw, "2")
    till.shop.database.transact(FITTER, lambda tx: name_customer(tx, done.uid, anna))
    assert tier(till, anna) == "Silver"


def test_a_tier_of_a_period_is_kept_until_its_holder_was_warned(
    shop: Shop, till: TillDesk, saw: Goods, anna: int, clock: SetClock
) -> None:
    runs(shop, replace(PROGRAM, tier_months=6, tiers_fall=True, warning_days=14))
    heard: list[TierFalls] = []
    shop.database.events.subscribe(TierFalls, lambda _tx, event: heard.append(event))
    till.adds(saw, "2")
    till.is_of(anna)
    till.pays(cash="rest")
    look_at_tiers(shop.database)
    assert heard == []

    clock.advance(timedelta(days=200))
    look_at_tiers(shop.database)
    look_at_tiers(shop.database)
    assert [event.tier for event in heard] == ["Silver"]
    later = shop.till()
    later.adds(saw)
    view = later.is_of(anna).cart.points
    assert view is not None
    assert (view.tier, view.to_keep) == ("Silver", money("46.00"))

    clock.advance(timedelta(days=14))
    look_at_tiers(shop.database)
    assert tier(till, anna) is None
    assert [kind for kind, _, _ in history(till, anna)] == ["up", "warned", "down"]


def test_who_buys_in_time_keeps_the_tier(shop: Shop, till: TillDesk, saw: Goods, anna: int, clock: SetClock) -> None:
    runs(shop, replace(PROGRAM, tier_months=6, tiers_fall=True, warning_days=14))
    till.adds(saw, "2")
    till.is_of(anna)
    till.pays(cash="rest")
    clock.advance(timedelta(days=200))
    look_at_tiers(shop.database)
    later = shop.till()
    later.adds(saw, "2")
    later.is_of(anna)
    later.pays(cash="rest")
    clock.advance(timedelta(days=14))
    look_at_tiers(shop.database)
    assert tier(till, anna) == "Silver"
