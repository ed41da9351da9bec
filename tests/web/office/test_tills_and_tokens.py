"""Tills and the browsers that are one; keys of programs."""

import re

import pytest

from tests.support.web import WebShop


def test_a_browser_is_made_a_till_and_no_till_again(web: WebShop) -> None:
    office = web.office()
    assert office.get("/till/").status_code == 409
    assert office.post(f"/office/tills/{web.till_id}/pair").status_code == 303
    assert office.get("/till/").status_code == 200
    page = office.get("/office/tills").text
    assert "This browser" in page
    pairing = re.search(r"/office/pairings/(\d+)/end", page)
    assert pairing is not None
    assert office.post(pairing[0]).status_code == 303
    assert office.get("/till/").status_code == 409
    assert office.get("/office/tills").status_code == 200


def test_ending_it_logs_the_cashier_there_out(web: WebShop) -> None:
    till, office = web.cashier(), web.office()
    pairing = re.search(r"/office/pairings/(\d+)/end", office.get("/office/tills").text)
    assert pairing is not None
    assert office.post(pairing[0]).status_code == 303
    assert till.get("/till/").status_code == 303
    assert "no till yet" in till.get("/auth/till").text


def test_a_browser_is_one_till_at_a_time(web_on_sqlite: WebShop) -> None:
    office = web_on_sqlite.office()
    assert office.post("/office/tills", {"name": "Salon"}).status_code == 303
    for till_id in (web_on_sqlite.till_id, web_on_sqlite.till_id + 1):
        assert office.post(f"/office/tills/{till_id}/pair").status_code == 303
    page = office.get("/office/tills").text
    assert page.count("/end") == 1
    assert "Salon" in office.get("/till/").text


def test_a_till_is_added_and_renamed(web: WebShop) -> None:
    office = web.office()
    assert office.post("/office/tills", {"name": "Salon"}).status_code == 303
    assert office.post(f"/office/tills/{web.till_id}/name", {"name": "Front"}).status_code == 303
    page = office.get("/office/tills").text
    assert "number 2" in page
    assert "Front" in page
    assert office.post("/office/tills", {"name": " "}).status_code == 422
    assert office.post("/office/tills/4711/name", {"name": "x"}).status_code == 404
    assert office.post("/office/tills/4711/pair").status_code == 404


def test_a_token_is_shown_once_works_and_is_revoked(web: WebShop) -> None:
    office = web.office()
    made = office.post("/office/api-tokens", {"name": "Web shop", "scopes": ["products:read"]})
    assert made.status_code == 200
    token = re.search(r"rgl_[\w-]+", made.text)
    assert token is not None
    assert token[0] not in office.get("/office/api-tokens").text
    program = web.browser()
    bearer = {"Authorization": f"Bearer {token[0]}"}
    assert program.get("/api/v1/products?q=saw", headers=bearer).status_code == 200
    refused = program.get("/api/v1/stock-levels", headers=bearer)
    assert refused.status_code == 403
    assert "stock:read" in refused.get_json()["error"]["message"]
    page = office.get("/office/api-tokens").text
    assert "never" not in page.split("<tbody>")[1]
    revoke = re.search(r"/office/api-tokens/\d+/revoke", page)
    assert revoke is not None
    assert office.post(revoke[0]).status_code == 303
    assert program.get("/api/v1/products?q=saw", headers=bearer).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic b2xnYTp4", "rgl_x"])
def test_a_program_without_a_token_is_refused(web_on_sqlite: WebShop, header: str) -> None:
    response = web_on_sqlite.office().get("/api/v1/stock-levels", headers={"Authorization": header})
    assert response.status_code == 401
    assert response.get_json()["error"]["code"] == "token_needed"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": ""}, "Give a name"),
        ({"name": "x"}, "at least one thing"),
        ({"name": "x", "scopes": ["sales:write"]}, "belongs to a till"),
    ],
)
def test_a_token_without_sense_is_refused(web_on_sqlite: WebShop, form: dict[str, object], words: str) -> None:
    response = web_on_sqlite.office().post("/office/api-tokens", form)
    assert response.status_code == 422
    assert words in response.text
