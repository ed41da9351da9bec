"""The buyer on the fiscal receipt: said in the open cart, kept with the sale, told to registers that name one."""

import pytest

from app.core.errors import Conflict
from app.core.ids import new_uid
from app.crm.settings import COUNTRY
from devices.fiscal.receipt import Buyer
from pos.cart import service as cart
from pos.checkout.paper import receipt_name
from pos.checkout.void import ring_again, void_sale
from pos.papers.store import stored_paper
from pos.sale.buyers import last_buyer
from printing.html import paper_html
from tests.factories.fiscal import BULGARIAN_ADDRESS, FiscalTill
from tests.factories.shop import Shop

MILL = Buyer("Mill Ltd", "7707083893")


def test_the_buyer_goes_with_the_sale_its_return_and_its_void(shop: Shop) -> None:
    shop.sets(COUNTRY, "RU")
    till = FiscalTill(shop, printer=True)
    desk, saw, customer = till.desk, shop.product("Saw", "10.00"), shop.customer("Anna")
    desk.adds(saw)
    desk.is_of(customer)
    with pytest.raises(Conflict, match="tax_number_doubtful"):
        desk.act(cart.set_buyer, MILL.name, "7707083890")
    desk.act(cart.set_buyer, "", "")
    desk.act(cart.set_buyer, f" {MILL.name} ", MILL.tax_number)
    assert desk.rung_up.buyer == MILL
    sale = desk.pays(cash="rest")
    desk.takes_back(sale)
    desk.pays_out()
    desk.sells(saw)
    desk.adds(saw)
    desk.act(cart.set_buyer, MILL.name, MILL.tax_number)
    second = desk.pays(cash="rest")
    desk.does(void_sale, second.uid, new_uid(), "rung up twice")
    desk.act(ring_again, second.uid)
    assert desk.rung_up.buyer == MILL
    till.works()
    assert [one.buyer for one in till.receipts] == [MILL, MILL, None, MILL, MILL]
    with shop.database.read_unit() as tx:
        assert last_buyer(tx, customer) == MILL
        paper = paper_html(stored_paper(tx, receipt_name(sale.uid)), str)
    assert "Buyer: Mill Ltd" in paper
    assert "Tax no. 7707083893" in paper


def test_a_register_that_names_nobody_says_so(shop: Shop) -> None:
    till = FiscalTill(shop, address=f"{BULGARIAN_ADDRESS}?dialect=x")
    till.desk.adds(shop.product("Saw", "10.00"))
    with pytest.raises(Conflict, match="register_names_no_buyer"):
        till.desk.act(cart.set_buyer, MILL.name, MILL.tax_number)
