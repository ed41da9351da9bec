"""Dated prices and rates: history stays, the future can be taken back, the journal knows."""

from datetime import date, timedelta

import pytest

from app.core import feed
from app.core.actor import Actor
from app.core.errors import BadInput, Conflict, Forbidden, NotFound, ShopError
from app.core.journal import verify
from tests.service.warehouse.conftest import Shop, euros
from warehouse.catalogue.events import PriceChanged
from warehouse.catalogue.prices import drop_future_price, price_at, price_history, set_price
from warehouse.catalogue.taxes import (
    EARLIEST,
    create_tax_category,
    drop_future_rate,
    rate_on,
    rename_tax_category,
    set_rate,
    tax_categories,
)


def test_prices_have_a_past_a_present_and_a_future(shop: Shop) -> None:
    product_id = shop.goods("Saw", price="10")
    opened = shop.clock.now()
    shop.clock.advance(timedelta(days=5))
    shop.write(set_price, product_id, euros("11"))
    shop.write(set_price, product_id, euros("12"), valid_from=shop.clock.now() + timedelta(days=2))
    history = shop.read(price_history, product_id)
    assert [(one.price, one.state) for one in history] == [
        (euros("12"), "future"),
        (euros("11"), "now"),
        (euros("10"), "past"),
    ]
    assert shop.read(price_at, product_id, opened) == euros("10")
    assert shop.read(price_at, product_id, opened - timedelta(seconds=1)) is None


def test_a_price_tells_who_listens_and_the_journal(shop: Shop) -> None:
    heard: list[PriceChanged] = []
    shop.database.events.subscribe(PriceChanged, lambda _tx, event: heard.append(event))
    product_id = shop.goods("Saw", price="10")
    before = shop.read(feed.present)
    shop.clock.advance(timedelta(days=1))
    shop.write(set_price, product_id, euros("9"))
    assert heard[-1] == PriceChanged(product_id, euros("10"), euros("9"), shop.clock.now())
    _, notices = shop.read(feed.read_on, before, till_id=1)
    assert [notice.topic for _, notice in notices] == ["catalogue"]
    entry = shop.journal("product.price_set")[-1]
    assert (entry["old_scaled"], entry["new_scaled"]) == (10_000_000, 9_000_000)
    assert shop.read(verify)[1] == []


def test_the_same_price_again_changes_nothing(shop: Shop) -> None:
    product_id = shop.goods("Saw", price="10")
    shop.clock.advance(timedelta(days=1))
    shop.write(set_price, product_id, euros("10"))
    assert len(shop.read(price_history, product_id)) == 1


def test_a_price_set_twice_in_a_moment_is_the_last_one(shop: Shop) -> None:
    product_id = shop.goods("Saw", price="10")
    shop.write(set_price, product_id, euros("11"))
    assert [one.price for one in shop.read(price_history, product_id)] == [euros("11")]


def test_a_price_to_come_is_taken_back(shop: Shop) -> None:
    heard: list[PriceChanged] = []
    product_id = shop.goods("Saw", price="10")
    shop.database.events.subscribe(PriceChanged, lambda _tx, event: heard.append(event))
    monday = shop.clock.now() + timedelta(days=3)
    shop.write(set_price, product_id, euros("12"), valid_from=monday)
    shop.write(drop_future_price, product_id, monday)
    assert heard[-1] == PriceChanged(product_id, euros("12"), euros("10"), monday)
    assert [one.price for one in shop.read(price_history, product_id)] == [euros("10")]
    with pytest.raises(NotFound, match="no_future_price"):
        shop.write(drop_future_price, product_id, monday)


def test_the_price_that_holds_is_not_taken_back(shop: Shop) -> None:
    product_id = shop.goods("Saw", price="10")
    with pytest.raises(NotFound, match="no_future_price"):
        shop.write(drop_future_price, product_id, shop.clock.now())


@pytest.mark.parametrize(
    ("price", "days", "why"),
    [("-0.01", 0, "price_negative"), ("1000000000.01", 0, "price_out_of_range"), ("1", -1, "date_in_past")],
)
def test_a_price_that_cannot_be(shop: Shop, price: str, days: int, why: str) -> None:
    product_id = shop.goods("Saw", price="10")
    scaled = euros(price.removeprefix("-"))
    wrong = type(scaled)(-scaled.scaled) if price.startswith("-") else scaled
    with pytest.raises(BadInput, match=why):
        shop.write(set_price, product_id, wrong, valid_from=shop.clock.now() + timedelta(days=days))


def test_zero_is_a_price(shop: Shop) -> None:
    product_id = shop.goods("Sample", price="0")
    assert shop.read(price_at, product_id, shop.clock.now()) == euros("0")


def test_a_product_that_is_not_there_has_no_price(shop: Shop) -> None:
    with pytest.raises(NotFound, match="no_product"):
        shop.write(set_price, 999, euros("1"))


def test_rates_have_a_past_a_present_and_a_future(shop: Shop) -> None:
    shop.write(set_rate, shop.standard, 2100, date(2026, 3, 6))
    shop.write(set_rate, shop.standard, 2200, date(2026, 4, 1))
    category = next(one for one in shop.read(tax_categories) if one.id == shop.standard)
    assert [(rate.valid_from, rate.rate_bp) for rate in category.rates] == [
        (date(2026, 4, 1), 2200),
        (date(2026, 3, 6), 2100),
        (EARLIEST, 2000),
    ]
    assert category.rate_bp == 2100
    assert shop.read(rate_on, shop.standard, date(2026, 3, 5)) == 2000
    shop.write(drop_future_rate, shop.standard, date(2026, 4, 1))
    assert shop.read(rate_on, shop.standard, date(2026, 4, 1)) == 2100
    changed = shop.journal("tax.rate_set")
    assert (changed[-1]["old_bp"], changed[-1]["new_bp"], changed[-1]["valid_from"]) == (2100, 2200, "2026-04-01")


def test_a_rate_set_again_for_a_day_replaces_it(shop: Shop) -> None:
    shop.write(set_rate, shop.standard, 2100, date(2026, 4, 1))
    shop.write(set_rate, shop.standard, 2200, date(2026, 4, 1))
    assert shop.read(rate_on, shop.standard, date(2026, 4, 1)) == 2200


@pytest.mark.parametrize(
    ("rate_bp", "day", "why"),
    [
        (-1, date(2026, 4, 1), "rate_out_of_range"),
        (10_001, date(2026, 4, 1), "rate_out_of_range"),
        (1900, date(2026, 3, 5), "date_in_past"),
    ],
)
def test_a_rate_that_cannot_be(shop: Shop, rate_bp: int, day: date, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        shop.write(set_rate, shop.standard, rate_bp, day)


def test_no_tax_has_no_rate(shop: Shop) -> None:
    with pytest.raises(Conflict, match="tax_exempt"):
        shop.write(set_rate, shop.exempt, 1000, date(2026, 4, 1))
    with pytest.raises(NotFound, match="no_future_rate"):
        shop.write(drop_future_rate, shop.standard, EARLIEST)
    with pytest.raises(NotFound, match="no_tax_category"):
        shop.write(set_rate, 999, 1000, date(2026, 4, 1))


def test_tax_categories_have_names_of_their_own(shop: Shop) -> None:
    shop.write(rename_tax_category, shop.standard, "VAT 20")
    assert [one.name for one in shop.read(tax_categories)] == ["VAT 20", "Exempt"]
    with pytest.raises(Conflict, match="tax_code_taken"):
        shop.write(create_tax_category, "standard!", 500)
    with pytest.raises(BadInput, match="name_empty"):
        shop.write(create_tax_category, "  ", 500)


def test_who_may_not_edit_changes_nothing(shop: Shop) -> None:
    product_id = shop.goods("Saw", price="10")
    cashier = Actor("Peter", rights=frozenset({"till.sell"}))
    acts = (
        lambda tx: set_price(tx, product_id, euros("1")),
        lambda tx: drop_future_price(tx, product_id, tx.now),
        lambda tx: set_rate(tx, shop.standard, 100, date(2026, 4, 1)),
        lambda tx: create_tax_category(tx, "Low", 100),
        lambda tx: rename_tax_category(tx, shop.standard, "x"),
        lambda tx: drop_future_rate(tx, shop.standard, date(2026, 4, 1)),
    )
    for act in acts:
        with pytest.raises(ShopError) as refused, shop.database.unit_of_work(cashier) as tx:
            act(tx)
        assert isinstance(refused.value, Forbidden)
        assert refused.value.facts["right"] == "catalogue.edit"
