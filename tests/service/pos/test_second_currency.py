"""A second currency beside the first: exact at the fixed rate, on the receipt, until its last day."""

from datetime import timedelta

import pytest

from app.core.errors import BadInput
from app.places.second_currency import (
    SECOND_CODE,
    SECOND_RATE,
    SECOND_RATE_FOR,
    SECOND_UNTIL,
    SecondCurrency,
    second_currency,
)
from pos.papers.store import stored_paper
from tests.factories.amounts import money
from tests.factories.shop import Shop


def second_of(shop: Shop) -> SecondCurrency | None:
    with shop.database.read_unit() as tx:
        return second_currency(tx)


@pytest.fixture
def euro_shop(shop: Shop) -> Shop:
    """A shop in euro, which shows leva until Sunday."""
    shop.sets(SECOND_CODE, "BGN")
    shop.sets(SECOND_RATE, "1.95583")
    shop.sets(SECOND_UNTIL, "2026-03-08")
    return shop


@pytest.mark.parametrize(
    ("euro", "leva"), [("1.00", "1.96"), ("100.00", "195.58"), ("0.01", "0.02"), ("-12.50", "-24.45"), ("0.00", "0.00")]
)
def test_a_sum_is_converted_once_at_the_fixed_rate(euro_shop: Shop, euro: str, leva: str) -> None:
    second = second_of(euro_shop)
    assert second is not None
    assert second.amount(money(euro)) == money(leva)


def test_the_rate_may_be_for_one_unit_of_the_second(shop: Shop) -> None:
    shop.sets(SECOND_CODE, "HUF")
    shop.sets(SECOND_RATE, "0.0025")
    shop.sets(SECOND_RATE_FOR, "second")
    second = second_of(shop)
    assert second is not None
    assert (second.decimals, second.amount(money("10.00"))) == (2, money("4000.00"))


def test_it_stands_on_the_receipt_until_its_last_day(euro_shop: Shop) -> None:
    till, saw = euro_shop.till(), euro_shop.product("Saw", "100.00")
    before = till.sells(saw)
    euro_shop.clock.advance(timedelta(days=3))
    after = till.sells(saw)
    with euro_shop.database.read_unit() as tx:
        assert "195.58" in str(stored_paper(tx, f"receipt:{before.uid}"))
        assert "BGN" not in str(stored_paper(tx, f"receipt:{after.uid}"))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (SECOND_CODE, "XYZ"),
        (SECOND_CODE, "bgn"),
        (SECOND_RATE, "1,9"),
        (SECOND_RATE, "0"),
        (SECOND_RATE, "-1"),
        (SECOND_RATE, "1.95583000001"),
        (SECOND_UNTIL, "8.3.2026"),
        (SECOND_UNTIL, "2026-02-30"),
    ],
)
def test_what_is_no_currency_rate_or_day_is_refused(shop: Shop, setting: object, value: str) -> None:
    with pytest.raises(BadInput, match="bad_setting"):
        shop.sets(setting, value)  # type: ignore[arg-type]  # one of several kinds


def test_without_a_rate_or_beside_itself_there_is_none(shop: Shop) -> None:
    shop.sets(SECOND_CODE, "BGN")
    assert second_of(shop) is None
    shop.sets(SECOND_RATE, "1.95583")
    shop.sets(SECOND_CODE, "EUR")
    assert second_of(shop) is None
