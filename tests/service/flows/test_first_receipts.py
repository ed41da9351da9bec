"""The first sale of a shop that was just opened, in each country: its rules are those of the receipt."""

import pytest

from app.core.db.unit import Database
from app.core.ids import new_uid
from app.flows import begun
from app.flows.countries.all import preset_of
from app.flows.first_day import Owner, Rules, country_answer, owner_answer, rules_answer, shop_answer
from app.flows.opening import Opened, open_begun
from app.places.service import ShopData
from pos.cart.service import add_one_off
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.papers.store import stored_paper
from pos.shift.service import open_shift
from tests.factories.amounts import qty, unit_price
from tests.factories.countries import COUNTRIES, Expected
from tests.factories.shop import FITTER
from warehouse.catalogue.taxes import tax_categories

ELSEWHERE = Rules("JP", "EUR", "Asia/Tokyo", "en", prices_include_tax=True, rate_bp=800)


def open_shop_in(database: Database, country: str) -> Opened:
    """Every step of the first day, with what the country's preset proposes."""
    preset = preset_of(country)
    rules = ELSEWHERE
    if preset.code:
        rules = Rules(preset.code, preset.currency, preset.zones[0], preset.paper_language, preset.prices_include_tax)
    said = {
        "country": country_answer(country),
        "rules": rules_answer(preset, rules),
        "shop": shop_answer(ShopData("Corner Shop", tax_number="123456789")),
        "owner": owner_answer(Owner("Olga Marsh", "olga", "en", "hash of a PIN", "hash of a password")),
        "recovery": {"hash": "hash of a code"},
    }
    for step, answer in said.items():
        with database.unit_of_work(FITTER) as tx:
            begun.answer(tx, step, answer)
    with database.unit_of_work(FITTER) as tx:
        return open_begun(tx, "Till 1")


@pytest.mark.parametrize("expected", COUNTRIES, ids=str)
def test_its_rules_stand_on_the_first_receipt(database: Database, expected: Expected) -> None:
    till_id, cart_uid = open_shop_in(database, expected.country).till_id, new_uid()
    with database.unit_of_work(FITTER) as tx:
        open_shift(tx, till_id, new_uid(), {})
        usual = tax_categories(tx)[0].id
        price = unit_price(expected.price)
        add_one_off(tx, till_id, cart_uid, new_uid(), "broom", price, qty("1"), usual)
        sold = checkout(tx, till_id, cart_uid, None, [TenderRequest("cash", None)])
    with database.read_unit() as tx:
        expected.stands_on(stored_paper(tx, f"receipt:{sold.uid}"))
