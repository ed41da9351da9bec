"""The served OpenAPI document: valid, and true of what the API answers."""

from typing import Any

from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from app.core.ids import new_uid
from app.crm.customers import customer_by_id
from app.web.api.operations import OPERATIONS, blueprint
from tests.factories.gift_cards import sells_card
from tests.factories.packages import package_of, sells_package, service
from tests.factories.promotions import promote
from tests.factories.shop import Shop
from tests.factories.till import TillDesk
from tests.web.api.conftest import Caller


def document(client: FlaskClient) -> dict[str, Any]:
    """The document, read by somebody without a token."""
    served: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    return served


def test_it_is_openapi_3_1(client: FlaskClient) -> None:
    validate(document(client), cls=OpenAPIV31SpecValidator)


def test_every_route_stands_in_it(client: FlaskClient) -> None:
    served = document(client)
    routes = {
        (rule.rule.replace("<", "{").replace(">", "}"), method)
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.startswith(f"{blueprint.name}.") and rule.endpoint != "api.openapi"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method.upper()) for path, methods in served["paths"].items() for method in methods}
    assert described == routes
    assert len(described) == len(OPERATIONS)


def test_answers_are_as_it_says(shop: Shop, client: FlaskClient, caller: Caller, desk: TillDesk) -> None:
    served = document(client)
    saw = shop.product("Saw", "120.00", stock="5")
    uid, promotion, code = new_uid(), promote(shop, limits={"total": 9}), sells_card(desk, "5.00")
    body = {"uid": uid, "lines": [{"code": saw.code}], "tenders": [{"kind": "cash"}]}
    somebody = shop.customer()
    sells_package(desk, package_of(shop, service(shop)), somebody)
    with shop.database.read_unit() as tx:
        whose = customer_by_id(tx, somebody).uid
    answers = {
        ("/api/v1/sales", "post"): caller.post("/sales", body),
        ("/api/v1/sales/{uid}", "get"): caller.get(f"/sales/{uid}"),
        ("/api/v1/products", "get"): caller.get("/products", q="saw"),
        ("/api/v1/stock-levels", "get"): caller.get("/stock-levels"),
        ("/api/v1/customers", "get"): caller.get("/customers"),
        ("/api/v1/customers/{uid}/packages", "get"): caller.get(f"/customers/{whose}/packages"),
        ("/api/v1/promotions", "get"): caller.get("/promotions"),
        ("/api/v1/promotions/{uid}", "get"): caller.get(f"/promotions/{promotion}"),
        ("/api/v1/gift-cards/{code}", "get"): caller.get(f"/gift-cards/{code}"),
    }
    for (path, method), answer in answers.items():
        assert answer.status_code < 400, path
        content = served["paths"][path][method]["responses"][str(answer.status_code)]["content"]
        schema = {**content["application/json"]["schema"], "components": served["components"]}
        OAS31Validator(schema).validate(answer.get_json())
    refused = caller.get("/products")
    problem = served["paths"]["/api/v1/products"]["get"]["responses"]["422"]["content"]["application/json"]["schema"]
    OAS31Validator({**problem, "components": served["components"]}).validate(refused.get_json())
