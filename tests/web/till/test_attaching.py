"""A code nobody knows is attached to goods at the till, which are added as if it had been known."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.auth.accounts import AccountData, create_account
from app.auth.roles import list_roles
from app.core.ids import new_uid
from app.core.journal_details import acts_about
from tests.factories.amounts import unit_price
from tests.factories.shop import FITTER, Goods, Shop
from tests.support.web import pin_hash
from tests.web.till.conftest import TillPages, log_in
from warehouse.catalogue.attributes import Attribute
from warehouse.catalogue.barcodes import Code, codes_of
from warehouse.catalogue.families import FamilyData, create_family
from warehouse.catalogue.variants import add_variant

UNKNOWN = "4006381333931"


@pytest.fixture
def keeper(shop: Shop, tmp_path: Path) -> TillPages:
    """Somebody who may change goods, at a till."""
    return log_in(shop, tmp_path, shop.till(), role="owner")


def choice(goods: Goods, **more: Any) -> dict[str, Any]:
    """What the sheet sends when goods were chosen."""
    return {"scanned": UNKNOWN, "product_id": goods.id, "line_uid": new_uid(), **more}


def codes(shop: Shop, goods: Goods) -> list[str]:
    """The codes goods have beside their first one."""
    with shop.database.read_unit() as tx:
        return [each.code for each in codes_of(tx, goods.id)][1:]


def rung_up(till: TillPages) -> list[tuple[str, int]]:
    """Name and quantity of each line."""
    cart = till.cart
    return [] if cart is None else [(line.name, line.qty_milli) for line in cart.lines]


def test_goods_get_the_code_and_are_added_once_however_often_it_is_sent(keeper: TillPages, shop: Shop) -> None:
    drill = shop.product("Drill", "79.00")
    told = keeper.scan(UNKNOWN, quantity="3")
    assert f"/till/attach?scanned={UNKNOWN}&amp;quantity=3" in told.text
    asked = keeper.get(f"attach?scanned={UNKNOWN}&quantity=3").text
    assert f"To which goods does {UNKNOWN} belong?" in asked
    assert f'data-attach="{drill.id}"' in keeper.get("attach/goods?q=dri").text

    form = choice(drill, quantity="3")
    answer = keeper.post("attach", form)
    assert (answer.status_code, answer.headers["X-Sound"]) == (200, "added")
    assert f"The code {UNKNOWN} belongs to Drill from now on" in answer.text
    assert keeper.post("attach", form).status_code == 200
    assert (codes(shop, drill), rung_up(keeper)) == ([UNKNOWN], [("Drill", 3000)])
    with shop.database.read_unit() as tx:
        kinds = [act.kind for act in acts_about(tx, f"product:{drill.id}")]
    assert kinds.count("product.code_added") == 2, "its first code and this one"
    assert keeper.scan(UNKNOWN).status_code == 200
    assert rung_up(keeper) == [("Drill", 4000)]


def test_a_code_that_was_taken_meanwhile_stays_where_it_is(keeper: TillPages, shop: Shop) -> None:
    drill = shop.product("Drill")
    shop.product("Saw", packs=[Code(UNKNOWN)])
    refused = keeper.post("attach", choice(drill, scanned=f"0{UNKNOWN}"))
    assert refused.status_code == 409
    assert "belongs to Saw already" in refused.text
    assert (codes(shop, drill), rung_up(keeper)) == ([], [])


def test_goods_that_cannot_be_sold_now_do_not_get_the_code(keeper: TillPages, shop: Shop) -> None:
    drill = shop.product("Drill")
    assert keeper.post("attach", choice(drill, quantity="1.5")).status_code == 422
    assert keeper.post("attach", choice(Goods(999, "", ""))).status_code == 404
    assert (codes(shop, drill), rung_up(keeper)) == ([], [])


def test_goods_without_a_price_keep_the_code_and_are_asked_for_one(keeper: TillPages, shop: Shop) -> None:
    drill = shop.product("Drill", None)
    answer = keeper.post("attach", choice(drill))
    assert (answer.status_code, answer.headers["X-Open"]) == (200, "no-price")
    assert "from now on" in answer.text
    assert f'name="product_id" value="{drill.id}"' in answer.text
    assert (codes(shop, drill), rung_up(keeper)) == ([UNKNOWN], [])


def test_a_cashier_needs_the_right_lent(till_pages: TillPages, shop: Shop) -> None:
    drill = shop.product("Drill", "79.00")
    digest = pin_hash("2222")
    with shop.database.unit_of_work(FITTER) as tx:
        owner = next(role.id for role in list_roles(tx) if role.code == "owner")
        data = AccountData("Olga Marsh", "olga", None, "en", frozenset({owner}))
        olga = create_account(tx, data, pin_hash=digest)
    form = choice(drill)
    refused = till_pages.post("attach", form)
    assert (refused.status_code, refused.headers["X-Right-Needed"]) == (403, "catalogue.edit")
    assert (codes(shop, drill), rung_up(till_pages)) == ([], [])
    asked = {"right": "catalogue.edit", "account_id": olga, "pin": "2222"}
    grant = till_pages.browser.post("/auth/lend", asked).get_json()["grant"]
    assert till_pages.post("attach", form, **{"X-Grant": grant}).status_code == 200
    assert (codes(shop, drill), rung_up(till_pages)) == ([UNKNOWN], [("Drill", 1000)])


def test_new_goods_are_made_of_the_code_and_added_once_however_often_it_is_sent(keeper: TillPages, shop: Shop) -> None:
    tax = shop.tax("20")
    told = keeper.scan(UNKNOWN, quantity="3")
    assert f"/till/new-goods?scanned={UNKNOWN}&amp;quantity=3" in told.text
    assert f"New goods with the code {UNKNOWN}" in keeper.get(f"new-goods?scanned={UNKNOWN}&quantity=3").text
    form = {"scanned": UNKNOWN, "line_uid": new_uid(), "name": "Drill", "price": "79", "unit": "piece", "quantity": "3"}
    for wrong in ({"price": "-1"}, {"price": "dear"}, {"name": " "}, {"unit": "box"}, {"tax_category": "999"}):
        assert keeper.post("new-goods", {**form, "tax_category": str(tax), **wrong}).status_code == 422
    form["tax_category"] = str(tax)
    answer = keeper.post("new-goods", form)
    assert (answer.status_code, answer.headers["X-Sound"]) == (200, "added")
    assert "Drill is in the catalogue now" in answer.text
    assert keeper.post("new-goods", form).status_code == 200
    assert keeper.post("new-goods", {**form, "name": "Saw", "line_uid": new_uid()}).status_code == 200
    assert rung_up(keeper) == [("Drill", 6000)]


def test_a_family_shows_its_variants(keeper: TillPages, shop: Shop) -> None:
    tax = shop.tax("20")
    with shop.database.unit_of_work(FITTER) as tx:
        data = FamilyData("T-shirt", tax, price=unit_price("18.00"))
        family_id = create_family(tx, data, [Attribute("Size", ("41", "42"))])
        variants = [add_variant(tx, family_id, (size,)) for size in ("41", "42")]
    found = keeper.get("attach/goods?q=shirt").text
    assert "data-attach" not in found
    assert f"family_id={family_id}" in found
    shown = keeper.get(f"attach/goods?q=shirt&family_id={family_id}").text
    assert re.findall(r'data-attach="(\d+)"', shown) == [str(each) for each in variants]
