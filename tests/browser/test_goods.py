"""The office's goods in a real browser: a product made from nothing, and every page looked at by axe."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from app.core.clock import SetClock
from app.core.db.unit import Database
from app.core.ids import new_uid
from app.core.money import UnitPrice
from app.core.pictures import prepare_picture
from app.crm.customers import CustomerData, create_customer
from app.crm.labels import make_label
from app.places.service import place_of
from tests.browser.office import owner_in_the_office, served
from tests.support.browser import SMALL, fits_on, looks_right
from tests.support.web import SETUP, WebShop, open_web_shop
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.categories import create_category
from warehouse.catalogue.pictures import save_picture
from warehouse.catalogue.products import ProductData, create_product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.shelf.favourites import add_favourite
from warehouse.stock.locations import ensure_locations
from warehouse.stock.receiving import Received, receive

PAGES = (
    "/office/products",
    "/office/products?q=nothing",
    "/office/products/1",
    "/office/products/new",
    "/office/products/favourites",
    "/office/products/categories",
    "/office/products/taxes",
    "/office/products/units",
)
CUSTOMER_PAGES = ("/office/customers/labels", "/office/customers/duplicates")


def drawn() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(written, "PNG")
    return written.getvalue()


def fill(shop: WebShop) -> None:
    picture = prepare_picture(drawn())
    with shop.database.unit_of_work(SETUP) as tx:
        shop_id = place_of(tx, shop.till_id).shop_id
        ensure_locations(tx, shop_id)
        add_standard_units(tx)
        tax = create_tax_category(tx, "Standard", 2000)
        create_tax_category(tx, "Exempt", None)
        make_label(tx, new_uid(), "Neighbours of the street with the limes")
        for _same in range(2):
            create_customer(tx, CustomerData("Vera Novak", "+359 88 812 3456"))
        saws = create_category(tx, "Saws", create_category(tx, "Tools"))
        saw = create_product(
            tx,
            ProductData("Hand saw, fine", tax, category_id=saws),
            price=UnitPrice(15_990_000),
            codes=[Code("4006381333931"), Code("4006381333932", "Box of 12", 12_000, UnitPrice(180_000_000))],
        )
        save_picture(tx, saw, picture)
        receive(tx, shop_id, Received(saw, 7000), "Opening stock")
        for product_id in (
            saw,
            create_product(tx, ProductData("Sharpening", tax, kind="service", duration_minutes=20)),
        ):
            add_favourite(tx, shop_id, product_id)


@pytest.fixture
def shop(sqlite_url: str, clock: SetClock, tmp_path: Path) -> Iterator[WebShop]:
    """A shop with a saw and a service."""
    opened = Database(sqlite_url, clock=clock)
    web = open_web_shop(opened, clock, tmp_path / "data")
    fill(web)
    yield web
    opened.close()


@pytest.fixture
def address(shop: WebShop) -> Iterator[str]:
    """Where the pages are served."""
    with served(shop) as address:
        yield address


@pytest.fixture
def office(address: str, page: Page) -> Page:
    """The owner in the office."""
    return owner_in_the_office(page, address)


def test_a_product_is_made_from_nothing(office: Page, tmp_path: Path) -> None:
    office.get_by_role("navigation", name="Sections").get_by_role("link", name="Goods").click()
    office.get_by_role("link", name="Add a product").click()
    office.get_by_label("Name").fill("Masking tape 25 mm")
    office.get_by_label("Category").select_option("2")
    office.get_by_label("Price", exact=True).fill("2,90")
    office.get_by_label("Barcode").fill("96385074")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_text("Saved.")).to_be_visible()

    box = office.locator(".line-form--new")
    box.get_by_label("Code").fill("10096385074012")
    box.get_by_label("Contains, pcs").fill("12")
    box.get_by_label("Name of the pack").fill("Box of 12")
    box.get_by_label("Its own price").fill("29")
    box.get_by_role("button", name="Add").click()
    expect(office.locator(".line-form--code")).to_have_count(3)

    expect(office.get_by_label("What happened")).to_have_value("receive")
    office.get_by_label("Quantity, pcs").fill("24")
    office.get_by_label("Reason").fill("First delivery")
    office.get_by_role("button", name="Write it down").click()
    expect(office.get_by_role("row", name="First delivery")).to_contain_text("+24")

    picture = tmp_path / "tape.png"
    picture.write_bytes(drawn())
    office.get_by_label("Choose a picture").set_input_files(picture)
    office.get_by_role("button", name="Keep this picture").click()
    shown = office.get_by_role("img", name="Masking tape 25 mm")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 512)

    office.get_by_role("button", name="Put on the till's first page").click()
    expect(office.get_by_role("button", name="On the till's first page")).to_be_visible()

    office.get_by_role("link", name="Goods").first.click()
    office.get_by_label("Search").fill("ьфылштп tape")
    office.keyboard.press("Enter")
    row = office.get_by_role("row", name="Masking tape 25 mm")
    for figure in ("96385074", "2.90", "24"):
        expect(row).to_contain_text(figure)


def test_what_was_refused_stays_in_the_form(office: Page, address: str) -> None:
    office.goto(f"{address}/office/products/new")
    office.get_by_label("Name").fill("Oil")
    office.get_by_label("Price", exact=True).fill("cheap")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_label("Price", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(office.get_by_role("alert")).to_contain_text("cheap is not a number")
    expect(office.get_by_label("Name")).to_have_value("Oil")


def test_the_pages_of_the_goods_are_fit_for_everybody_and_for_small_screens(office: Page, address: str) -> None:
    for path in (*PAGES, *CUSTOMER_PAGES):
        office.goto(address + path)
        for branch in office.locator("details").all():
            branch.locator("summary").click()
        looks_right(office, path.strip("/").replace("/", "-").replace("?", "-"))
        if path in PAGES:
            fits_on(office, path, SMALL)
