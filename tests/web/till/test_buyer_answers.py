"""The buyer on the fiscal receipt over HTTP: offered where a register names one, a doubtful number is asked about."""

from app.crm.settings import COUNTRY
from devices.fiscal.receipt import Buyer
from pos.fiscal.codes import add_register
from tests.factories.fiscal import REGISTER_ADDRESS
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages


def test_a_buyer_is_named_where_the_register_names_one(till_pages: TillPages, shop: Shop) -> None:
    shop.sets(COUNTRY, "RU")
    assert "/till/buyer" not in till_pages.get("").text
    shop.changes(lambda tx: add_register(tx, till_pages.desk.id, "Register", REGISTER_ADDRESS))
    assert till_pages.get("buyer").status_code == 409
    till_pages.adds(shop.product("Drill", "79.00"))
    assert "/till/buyer" in till_pages.get("").text
    form = {"name": "Mill Ltd", "tax_number": "7707083890"}
    asked = till_pages.post("buyer", form)
    assert asked.status_code == 409
    assert 'name="accept"' in asked.text
    assert ">Mill Ltd</dd>" in till_pages.post("buyer", {**form, "accept": "yes"}).text
    assert till_pages.cart is not None
    assert till_pages.cart.buyer == Buyer("Mill Ltd", "7707083890")
    assert 'value="7707083890"' in till_pages.get("buyer").text
