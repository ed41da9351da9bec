"""What a price tag says, as the shop sets it."""

from datetime import timedelta

from app.core.settings import put
from app.places.second_currency import SECOND_CODE, SECOND_RATE
from printing.labels.tag import PriceTag
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER, Shop
from warehouse.catalogue.prices import set_price
from warehouse.tags.content import tag_of
from warehouse.tags.settings import ARTICLE, CODE, OLD_PRICE_DAYS, SECOND, UNIT


def tag(shop: Shop, product_id: int) -> PriceTag:
    with shop.database.read_unit() as tx:
        return tag_of(tx, product_id)


def costs(shop: Shop, product_id: int, price: str, *, after_days: int) -> None:
    shop.clock.advance(timedelta(days=after_days))
    with shop.database.unit_of_work(FITTER) as tx:
        set_price(tx, product_id, unit_price(price))


def test_each_part_may_be_left_out(shop: Shop) -> None:
    cheese = shop.product("Cheese", "12.34", unit="kg")
    with shop.database.unit_of_work(FITTER) as tx:
        put(tx, SECOND_CODE, "BGN")
        put(tx, SECOND_RATE, "1.95583")
    whole = tag(shop, cheese.id)
    assert (whole.price, whole.second_price, whole.unit) == ("12.34 EUR", "24.13 BGN", "1 kg")
    assert whole.code == cheese.code
    assert whole.article
    with shop.database.unit_of_work(FITTER) as tx:
        for part in (ARTICLE, CODE, SECOND, UNIT):
            put(tx, part, False)
    assert tag(shop, cheese.id) == PriceTag("Cheese", "12.34 EUR")


def test_a_lower_price_shows_the_lowest_of_the_thirty_days_before(shop: Shop) -> None:
    """Directive 98/6/EC, article 6a: not the price that was raised just before the sale."""
    tea = shop.product("Tea", "8.00").id
    costs(shop, tea, "9.00", after_days=100)
    costs(shop, tea, "12.00", after_days=20)
    costs(shop, tea, "7.00", after_days=5)
    assert tag(shop, tea).old_price == ""
    with shop.database.unit_of_work(FITTER) as tx:
        put(tx, OLD_PRICE_DAYS, 14)
    assert tag(shop, tea).old_price == "8.00 EUR"
    costs(shop, tea, "7.50", after_days=1)
    assert tag(shop, tea).old_price == ""
    costs(shop, tea, "6.00", after_days=60)
    assert tag(shop, tea).old_price == "7.50 EUR"
    shop.clock.advance(timedelta(days=15))
    assert tag(shop, tea).old_price == ""
