"""Families of goods in a real browser: the matrix in the office, the choice at the till."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import owner_in_the_office, served
from tests.browser.till_screen import TillScreen
from tests.factories.amounts import money, unit_price
from tests.factories.shop import FITTER, Shop
from tests.support.browser import WIDE_LIGHT, axe_violations, save_picture
from tests.support.web import SETUP, WebShop
from warehouse.catalogue.attributes import Attribute
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.families import FamilyData, create_family
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.catalogue.variants import add_variant
from warehouse.stock.locations import ensure_locations


@pytest.fixture
def shirts(shop: Shop) -> None:
    """T-shirts in two colours and four sizes."""
    tax = shop.tax("20")
    with shop.database.unit_of_work(FITTER) as tx:
        sizes = Attribute("Size", ("S", "M", "L", "XL"))
        attributes = [Attribute("Colour", ("red", "black")), sizes]
        family_id = create_family(tx, FamilyData("T-shirt", tax, price=unit_price("18.00")), attributes)
        for colour in ("red", "black"):
            for size in sizes.values:
                add_variant(tx, family_id, (colour, size), codes=[Code(f"TS-{colour}-{size}".upper())])


@pytest.mark.usefixtures("shirts")
def test_a_variant_is_chosen_by_keyboard(till_screen: TillScreen) -> None:
    dialog = till_screen.dialog
    till_screen.types("shirt")
    expect(till_screen.page.locator("#found .hit")).to_have_count(1)
    till_screen.presses("Enter")
    options = dialog.get_by_role("option")
    expect(options).to_have_count(8)
    chosen = dialog.locator("[aria-selected=true]")
    expect(chosen).to_contain_text("red, S")
    till_screen.presses("ArrowDown", "ArrowDown")
    expect(chosen).to_contain_text("red, L")
    till_screen.presses("Enter")
    expect(dialog).to_have_count(0)
    expect(till_screen.lines).to_have_text([re.compile("T-shirt, red, L")])

    # Three black ones of size L: the whole value counts before XL.
    till_screen.types("3*")
    till_screen.types("shirt")
    till_screen.presses("Enter")
    expect(options).to_have_count(8)
    till_screen.types("l bl")
    expect(chosen).to_contain_text("black, L")
    expect(options.filter(visible=True)).to_have_count(4)
    assert axe_violations(till_screen.page) == []
    save_picture(till_screen.page, "till-variants", WIDE_LIGHT)
    till_screen.presses("Enter")
    expect(till_screen.to_pay).to_have_text("72.00")
    expect(till_screen.lines.last).to_contain_text("T-shirt, black, L")

    # A scan adds at once, over an open choice too.
    till_screen.types("shirt")
    till_screen.presses("Enter")
    expect(options).to_have_count(8)
    till_screen.keys.scan("TS-RED-S")
    expect(till_screen.to_pay).to_have_text("90.00")
    expect(dialog).to_have_count(0)
    till_screen.presses("Space")
    expect(till_screen.done).to_be_visible()
    assert till_screen.sold == [money("90.00")]


def test_a_family_is_made_in_the_office(web_on_sqlite: WebShop, page: Page) -> None:
    with web_on_sqlite.database.unit_of_work(SETUP) as tx:
        add_standard_units(tx)
        create_tax_category(tx, "Standard", 2000)
        ensure_locations(tx, 1)
    with served(web_on_sqlite) as address:
        owner_in_the_office(page, address)
        page.goto(f"{address}/office/products")
        page.get_by_role("link", name="Add a family").click()
        page.get_by_label("Name").fill("Work jacket")
        page.get_by_label("Common price").fill("49")
        page.get_by_label("Differ by").fill("Colour")
        page.locator("#values-1").fill("navy, grey")
        page.locator("#attribute-2").fill("Size")
        page.locator("#values-2").fill("M, L, XL")
        page.get_by_role("button", name="Save").click()
        for values in ("navy, M", "navy, L", "grey, XL"):
            page.get_by_role("checkbox", name=values).check()
        page.get_by_label("Give new ones a barcode").check()
        page.get_by_role("button", name="Save the ticks").click()
        expect(page.get_by_role("link", name="navy, M")).to_be_visible()
        page.get_by_label("Price of grey, XL").fill("55")
        page.get_by_role("button", name="Save prices and codes").click()
        expect(page.locator("#variants").get_by_role("row", name="grey, XL")).to_contain_text("Own price")
        page.get_by_role("checkbox", name="navy, L").uncheck()
        page.get_by_role("button", name="Save the ticks").click()
        expect(page.locator("#variants").get_by_role("row", name="navy, L")).to_contain_text("Out of sale")
        assert axe_violations(page) == []
        save_picture(page, "office-family", WIDE_LIGHT)
        page.goto(f"{address}/office/products")
        row = page.get_by_role("row", name="Work jacket")
        expect(row).to_contain_text("49.00 – 55.00")
        row.get_by_role("link", name="2 variants").click()
        expect(page.get_by_role("link", name="Work jacket, navy, L")).to_be_visible()
        assert axe_violations(page) == []
        save_picture(page, "office-goods-family", WIDE_LIGHT)
