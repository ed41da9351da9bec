"""The page of a family: made, filled by its matrix, priced, joined and left, and its row in the list of goods."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from app.core.money import UnitPrice
from app.places.day import today
from app.places.service import place_of
from tests.support.web import SETUP, WebShop
from warehouse.catalogue.barcodes import Code, codes_of
from warehouse.catalogue.families import family
from warehouse.catalogue.prices import price_at
from warehouse.catalogue.products import ProductData, create_product, product
from warehouse.catalogue.taxes import create_tax_category
from warehouse.catalogue.units import add_standard_units
from warehouse.catalogue.variants import variants_of
from warehouse.stock.locations import ensure_locations


class Desk:
    """Olga at her desk, with one jacket on the shelf."""

    def __init__(self, shop: WebShop) -> None:
        self.shop = shop
        with shop.database.unit_of_work(SETUP) as tx:
            ensure_locations(tx, place_of(tx, shop.till_id).shop_id)
            add_standard_units(tx)
            self.tax = create_tax_category(tx, "Standard", 2000)
            self.jacket = create_product(
                tx, ProductData("Jacket", self.tax, sku="J-1"), price=UnitPrice(49_000_000), codes=[Code("J1")]
            )
        self.olga = shop.office()

    def read(self, question: Any, *args: Any) -> Any:
        """Asks the books."""
        with self.shop.database.read_unit() as tx:
            return question(tx, *args)

    def form(self, **change: str) -> dict[str, str]:
        """The form of a new family as the page sends it."""
        return {
            "name": "Work jacket",
            "category_id": "",
            "unit_code": "piece",
            "tax_category_id": str(self.tax),
            "price": "49.00",
            "attribute_1": "Colour",
            "values_1": "navy, grey",
            "attribute_2": "Size",
            "values_2": "M; L; 2,5",
            **change,
        }

    def made(self, **change: str) -> str:
        """The address of a family made from the form."""
        answer = self.olga.post("/office/families/new", self.form(**change))
        assert answer.status_code == 303, answer.text
        return re.sub(r"[?#].*", "", answer.headers["Location"])

    def names(self) -> dict[str, int]:
        """The variants by name."""
        return {self.read(product, one).data.name: one for one in self.read(variants_of, 1)}

    def price(self, product_id: int) -> int:
        """What a product costs now, in ten-thousandths of a cent."""
        with self.shop.database.read_unit() as tx:
            price = price_at(tx, product_id, tx.now)
        return -1 if price is None else price.scaled


@pytest.fixture
def desk(web: WebShop) -> Desk:
    """On each database in turn."""
    return Desk(web)


@pytest.fixture
def desk_here(web_on_sqlite: WebShop) -> Desk:
    """On SQLite alone: what is shown, not what is kept."""
    return Desk(web_on_sqlite)


def ticks(*combinations: tuple[str, ...], **more: Any) -> dict[str, Any]:
    """The form of the matrix with these combinations ticked."""
    return {"exists": [json.dumps(one) for one in combinations], **more}


def test_a_matrix_makes_switches_off_and_deletes_nothing(desk: Desk) -> None:
    page = desk.made()
    matrix = f"{page}/matrix"
    desk.olga.post(matrix, ticks(("navy", "M"), ("grey", "2,5"), own_codes="yes"))
    made = desk.names()
    assert list(made) == ["Work jacket, navy, M", "Work jacket, grey, 2,5"]
    assert {desk.price(one) for one in made.values()} == {49_000_000}
    assert all(len(desk.read(codes_of, one)) == 1 for one in made.values())

    navy, grey = made.values()
    desk.olga.post(matrix, ticks(("navy", "M"), was_on=[navy, grey]))
    assert [desk.read(product, one).active for one in (navy, grey)] == [True, False]
    # What this page did not show as ticked, somebody else made meanwhile: it stays.
    desk.olga.post(matrix, ticks(was_on=[]))
    assert desk.read(product, navy).active
    desk.olga.post(matrix, ticks(act="all"))
    assert len(desk.names()) == 6
    assert desk.read(product, grey).active
    shown = desk.olga.get(page).text
    assert shown.count('name="exists"') == shown.count('name="was_on"') == 6


def test_an_existing_product_begins_a_family_and_another_joins(desk: Desk) -> None:
    form = desk.olga.get(f"/office/families/new?product={desk.jacket}").text
    assert 'value="49.00"' in form
    page = desk.made(product_id=str(desk.jacket), value_1="navy", value_2="XL")
    assert desk.names() == {"Work jacket, navy, XL": desk.jacket}
    assert desk.read(family, 1).attributes[1].values == ("XL", "M", "L", "2,5")
    shown = desk.olga.get(f"/office/products/{desk.jacket}").text
    assert f'href="{page}"' in shown
    assert 'type="hidden" name="name"' in shown

    with desk.shop.database.unit_of_work(SETUP) as tx:
        other = create_product(tx, ProductData("Old jacket", desk.tax, sku="J-2"))
    answer = desk.olga.post(f"{page}/join", {"part": "J-9", "value_1": "grey", "value_2": "M"})
    assert (answer.status_code, "No goods have the code J-9" in answer.text) == (422, True)
    assert desk.olga.post(f"{page}/join", {"part": "J-2", "value_1": "Grey", "value_2": "M"}).status_code == 303
    assert desk.names()["Work jacket, grey, M"] == other
    assert desk.olga.post(f"/office/products/{other}/leave").status_code == 303
    assert list(desk.names()) == ["Work jacket, navy, XL"]


def test_a_common_price_is_set_from_a_day_on_and_taken_back(desk_here: Desk) -> None:
    desk, page = desk_here, desk_here.made()
    desk.olga.post(f"{page}/matrix", ticks(("navy", "M"), ("navy", "L")))
    with desk.shop.database.read_unit() as tx:
        day = today(tx) + timedelta(days=2)
    assert f'value="{day - timedelta(days=1)}"' in desk.olga.get(page).text
    form = {"price": "39,90", "valid_from": day.isoformat()}
    assert desk.olga.post(f"{page}/prices", form).status_code == 303
    shown = desk.olga.get(page).text
    assert "39.90" in shown
    answer = desk.olga.post(f"{page}/prices", {**form, "valid_from": "2020-01-01"})
    assert (answer.status_code, "This day has passed" in answer.text) == (422, True)
    desk.shop.clock.advance(timedelta(days=2))
    assert {desk.price(one) for one in desk.names().values()} == {39_900_000}
    desk.shop.clock.advance(timedelta(days=-2))
    planned = re.findall(r'name="valid_from" value="(\d{4}-[^"]*T[^"]*)"', shown)
    assert desk.olga.post(f"{page}/prices/drop", {"valid_from": planned[0]}).status_code == 303
    assert "39.90" not in desk.olga.get(page).text
    desk.shop.clock.advance(timedelta(days=2))
    assert {desk.price(one) for one in desk.names().values()} == {49_000_000}


def test_prices_and_codes_are_typed_into_one_table(desk: Desk) -> None:
    page = desk.made()
    desk.olga.post(f"{page}/matrix", ticks(("navy", "M"), ("navy", "L")))
    medium, large = desk.names().values()
    table = {f"price-{medium}": "", f"price-{large}": "55,5", f"code-{large}": "4006381333931"}
    assert desk.olga.post(f"{page}/variants", {**table, "own_codes": "yes"}).status_code == 303
    assert (desk.price(medium), desk.price(large)) == (49_000_000, 55_500_000)
    assert [one.code for one in desk.read(codes_of, large)] == ["4006381333931"]
    assert desk.read(codes_of, medium)[0].code.startswith("21")
    assert desk.olga.get(page).text.count(">Own price<") == 1
    # The price is the family's again, and follows it.
    desk.olga.post(f"{page}/variants", {f"price-{medium}": "", f"price-{large}": ""})
    desk.olga.post(page, desk.form(price="51"))
    assert {desk.price(medium), desk.price(large)} == {51_000_000}

    wrong = desk.olga.post(f"{page}/variants", {f"price-{medium}": "60", f"price-{large}": "much"})
    assert wrong.status_code == 422
    assert 'value="60"' in wrong.text
    assert desk.price(medium) == 51_000_000
    taken = desk.olga.post(f"{page}/variants", {f"price-{medium}": "60", f"code-{medium}": "J1"})
    assert (taken.status_code, "belongs to Jacket already" in taken.text) == (409, True)


def test_a_refused_form_loses_nothing(desk_here: Desk) -> None:
    desk = desk_here
    answer = desk.olga.post("/office/families/new", desk.form(price="cheap", values_1="navy, NAVY"))
    assert answer.status_code == 422
    for kept in ("Work jacket", "cheap", "navy, NAVY"):
        assert f'value="{kept}"' in answer.text
    page = desk.made()
    answer = desk.olga.post(f"{page}/attributes", desk.form(attribute_1="", values_1="", values_2="M, m"))
    assert (answer.status_code, "The value m is there twice" in answer.text) == (422, True)
    answer = desk.olga.post(f"{page}/values", {"value": "0:pink", "new_value": "rose"})
    assert (answer.status_code, "no value pink" in answer.text) == (422, True)
    assert desk.olga.post(f"{page}/values", {"value": "0:navy", "new_value": "blue"}).status_code == 303
    assert desk.olga.post(f"{page}/matrix", {"exists": "nonsense"}).status_code == 422
    assert desk.olga.post(page, {"act": "remove"}).status_code == 303
    assert desk.olga.get(page).status_code == 404


def test_the_list_shows_a_family_as_a_row_that_opens(desk_here: Desk) -> None:
    desk = desk_here
    page = desk.made()
    desk.olga.post(f"{page}/matrix", ticks(act="all"))
    closed = desk.olga.get("/office/products").text
    assert (closed.count("Work jacket"), closed.count(", navy")) == (1, 0)
    assert "2 products" in closed
    opened = desk.olga.get("/office/products?open=1").text
    assert (opened.count("Work jacket, navy"), opened.count("Work jacket, grey")) == (3, 3)
    desk.olga.post(f"{page}/favourite", {"favourite": "yes"})
    assert f'href="{page}">Work jacket<' in desk.olga.get("/office/products/favourites").text
    desk.olga.post(f"{page}/favourite", {"favourite": "no"})
    assert "Work jacket" not in desk.olga.get("/office/products/favourites").text
