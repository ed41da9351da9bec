"""What programs read: goods, stock, customers, prices; and who may."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.auth.api_tokens import create_token
from app.core.ids import new_uid
from app.crm.customers import CustomerData, create_customer, customer_by_id
from loyalty.packages.finding import packages_of
from loyalty.packages.keeping import freeze_package
from tests.factories.amounts import unit_price
from tests.factories.packages import package_of, sells_package, service
from tests.factories.promotions import promote
from tests.factories.shop import FITTER, Shop
from tests.factories.till import TillDesk
from tests.web.api.conftest import Caller
from warehouse.catalogue.attributes import Attribute
from warehouse.catalogue.families import FamilyData, create_family
from warehouse.catalogue.variants import add_variant

SCENARIO: dict[str, Any] = {
    "at": "2026-03-06T12:00:00+03:00",
    "shop": {"currency": "EUR"},
    "products": [{"code": "SAW", "name": "Saw", "price": "120.00", "tax": "20"}],
    "cart": {"lines": [{"product": "SAW", "qty": "2"}]},
}


def test_products_are_found_by_fragments_and_codes(shop: Shop, caller: Caller) -> None:
    saw = shop.product("Garden saw", "0.0125", unit="kg", stock="1.250")
    shop.product("Hammer", None, kind="service", stocked=False)
    found = caller.get("/products", q="saw gard").get_json()["products"]
    assert [(one["name"], one["price"], one["stock"]) for one in found] == [("Garden saw", "0.0125", "1.25")]
    assert caller.get("/products", q=saw.code).get_json()["products"][0]["id"] == saw.id
    service = caller.get("/products", q="hammer").get_json()["products"][0]
    assert (service["price"], service["stock"], service["kind"]) == (None, None, "service")
    assert caller.get("/products").get_json()["error"]["path"] == "q"


def test_a_variant_says_of_which_family_it_is(shop: Shop, caller: Caller) -> None:
    gloves = FamilyData("Gloves", shop.tax("20"), price=unit_price("9.90"))
    with shop.database.unit_of_work(FITTER) as tx:
        family_id = create_family(tx, gloves, [Attribute("Size", ("9", "10")), Attribute("Colour", ("grey",))])
        add_variant(tx, family_id, ("10", "grey"))
    shop.product("Glove rack")
    found = {one["name"]: one["family"] for one in caller.get("/products", q="glove").get_json()["products"]}
    assert found == {
        "Gloves, 10, grey": {"id": family_id, "name": "Gloves", "values": {"Size": "10", "Colour": "grey"}},
        "Glove rack": None,
    }


def test_stock_levels_come_page_by_page(shop: Shop, caller: Caller) -> None:
    made = [shop.product(f"Thing {index}", stock=str(index + 1)) for index in range(3)]
    first = caller.get("/stock-levels", limit=2).get_json()
    second = caller.get("/stock-levels", limit=2, after=first["next"]).get_json()
    levels = {one["id"]: one["level"] for one in first["levels"] + second["levels"]}
    assert levels == {goods.id: str(index + 1) for index, goods in enumerate(made)}
    assert second["next"] is None


def test_customers_are_read_by_the_end_of_their_phone(shop: Shop, caller: Caller) -> None:
    with shop.database.unit_of_work(FITTER) as tx:
        create_customer(tx, CustomerData("Vera Stone", "088 812 3456"))
        create_customer(tx, CustomerData("Ivan Lang", "088 899 9999"))
    everyone = caller.get("/customers").get_json()["customers"]
    assert [one["phone"] for one in everyone] == ["+359888123456", "+359888999999"]
    found = caller.get("/customers", phone="3456").get_json()["customers"]
    assert [one["name"] for one in found] == ["Vera Stone"]
    assert caller.get(f"/customers/{found[0]['uid']}").get_json() == found[0]
    assert caller.get("/customers", phone="34").status_code == 422
    assert caller.get("/customers/nobody").status_code == 404


def test_packages_of_visits_are_read_for_a_customer_and_his_family(shop: Shop, caller: Caller, desk: TillDesk) -> None:
    massage, data = service(shop), [CustomerData(name, "088 812 3456") for name in ("Vera Stone", "Ivan Stone")]
    with shop.database.unit_of_work(FITTER) as tx:
        vera, ivan = (create_customer(tx, one) for one in data)
        uids = [customer_by_id(tx, one).uid for one in (vera, ivan)]
    sells_package(desk, package_of(shop, massage, visits=5, shared=True, freeze_days=30), vera)
    sells_package(desk, package_of(shop, massage, visits=3, valid_days=None), vera)
    shared = shop.changes(lambda tx: next(one for one in packages_of(tx, vera) if one.shared))
    shop.changes(lambda tx: freeze_package(tx, shared.uid, shop.id, 10, "holiday"))
    read = [caller.get(f"/customers/{uid}/packages").get_json()["packages"] for uid in uids]
    assert [(one["name"], one["left"], one["state"], one["own"]) for one in read[0]] == [
        ("5 visits", 5, "frozen", True),
        ("3 visits", 3, "good", True),
    ]
    assert [(one["name"], one["state"], one["own"], one["services"]) for one in read[1]] == [
        ("5 visits", "frozen", False, [massage.id])
    ]
    assert read[0][0]["frozen_until"]
    assert read[0][1]["last_day"] is None
    assert caller.get("/customers/nobody/packages").status_code == 404


def test_a_quote_answers_as_the_command_does(caller: Caller) -> None:
    answer = caller.post("/quote", SCENARIO)
    assert answer.status_code == 200
    assert answer.get_json()["gross"] == "240.00"
    wrong = caller.post("/quote", json.dumps(SCENARIO).replace('"2"', "2").encode())
    assert wrong.status_code == 422
    assert wrong.get_json()["error"]["path"] == "cart.lines[0].qty"


def test_a_quote_knows_promotions_and_coupons(caller: Caller) -> None:
    ten = {"id": "ten", "name": "10 %", "when": {"min_qty": "2"}, "reward": {"type": "percent", "value": "10"}}
    five = {"type": "amount", "value": "5.00", "on": "order"}
    coupon = {"id": "five", "name": "5 off", "trigger": "code", "code": "MAY", "reward": five}
    cart = {"lines": [{"product": "SAW", "qty": "2"}], "coupons": ["may ", "NOPE"]}
    answer = caller.post("/quote", {**SCENARIO, "promotions": [ten, coupon], "cart": cart})
    assert answer.status_code == 200
    quoted = answer.get_json()
    assert [(one["source"], one["amount"]) for one in quoted["lines"][0]["discounts"]] == [
        ("ten", "24.00"),
        ("five", "5.00"),
    ]
    assert (quoted["gross"], quoted["tax"]) == ("211.00", {"20": "35.17"})
    assert [(one["coupon"], one["code"]) for one in quoted["refused"]] == [("NOPE", "unknown_coupon")]
    wrong = {**ten, "reward": {"type": "percent", "value": "120"}}
    refused = caller.post("/quote", {**SCENARIO, "promotions": [wrong]})
    assert (refused.status_code, refused.get_json()["error"]["path"]) == (422, "promotions[0].reward.value")


def test_a_quote_takes_the_promotions_of_the_shop_as_they_are_read(shop: Shop, caller: Caller) -> None:
    tenth = promote(shop, name="A tenth", limits={"total": 1})
    coupon = promote(shop, {"type": "amount", "value": "5.00", "on": "order"}, name="Leaflet", trigger="code")
    promote(shop, name="Draft", on=False)
    past = promote(shop, name="Past", when={"to": "2020-01-31"})
    read = {one["name"]: one for one in caller.get("/promotions").get_json()["promotions"]}
    assert {name: (one["state"], one["runs"]) for name, one in read.items()} == {
        "A tenth": ("on", True),
        "Leaflet": ("on", True),
        "Draft": ("draft", False),
        "Past": ("on", False),
    }
    rules = [one["rule"] for one in read.values() if one["runs"]]
    cart = {**SCENARIO["cart"], "coupons": [coupon]}
    first = caller.post("/quote", {**SCENARIO, "promotions": rules, "cart": cart}).get_json()
    assert [(one["promotion"], one["amount"]) for one in first["applied"]] == [(coupon, "5.00"), (tenth, "24.00")]
    saw = shop.product("Saw", "120.00")
    tender = {"kind": "cash"}
    caller.post("/sales", {"uid": new_uid(), "lines": [{"code": saw.code}], "tenders": [tender]})
    used_up = caller.get(f"/promotions/{tenth}").get_json()
    assert (used_up["used"], used_up["rule"]["limits"]) == (1, {"total": 1, "used": 1})
    then = caller.post("/quote", {**SCENARIO, "promotions": [used_up["rule"]]}).get_json()
    assert (then["gross"], then["applied"]) == ("240.00", [])
    assert caller.get(f"/promotions/{past}").get_json() == read["Past"]
    assert caller.get(f"/promotions/{new_uid()}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/products"),
        ("get", "/customers"),
        ("get", "/stock-levels"),
        ("get", "/promotions"),
        ("get", "/gift-cards/60000000"),
        ("post", "/sales"),
        ("post", "/quote"),
    ],
)
def test_no_token_no_answer_and_no_scope_neither(
    shop: Shop, client: FlaskClient, desk: TillDesk, method: str, path: str
) -> None:
    stranger = Caller(client, "")
    ask = stranger.get if method == "get" else lambda where: stranger.post(where, {})
    assert ask(path).status_code == 401
    other = {"/products": "quote"}.get(path, "products:read")
    with shop.database.unit_of_work(FITTER) as tx:
        narrow = Caller(client, create_token(tx, "narrow", {other}, desk.id))
    ask = narrow.get if method == "get" else lambda where: narrow.post(where, {})
    answer = ask(path)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "scope_needed")
