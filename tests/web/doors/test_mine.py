"""The page where everybody changes his own PIN and password, with no right at all."""

import pytest

from tests.support.web import PASSWORD, WebShop


def test_a_cashier_changes_his_pin_and_stays(web: WebShop) -> None:
    till = web.cashier()
    assert 'name="old"' in till.get("/auth/mine").text
    answer = till.post("/auth/mine/pin", {"old": "3333", "new": "70901", "again": "70901"})
    assert (answer.status_code, answer.location) == (303, "/auth/mine?done=pin")
    page = till.get(answer.location).text
    assert "Your PIN is changed" in page
    assert "easy to guess" not in page
    assert till.get("/till/").status_code == 200
    fresh = web.till()
    assert fresh.post("/auth/till", {"account_id": web.people["Peter"], "pin": "70901"}).status_code == 303


def test_a_weak_pin_is_taken_and_said_to_be_weak(web_on_sqlite: WebShop) -> None:
    till = web_on_sqlite.cashier()
    answer = till.post("/auth/mine/pin", {"old": "3333", "new": "1234", "again": "1234"})
    assert answer.location == "/auth/mine?done=pin&easy=yes"
    assert "This PIN is easy to guess" in till.get(answer.location).text


def test_a_password_is_changed_in_the_office(web_on_sqlite: WebShop) -> None:
    office = web_on_sqlite.office("anna")
    form = {"old": PASSWORD, "new": "another long one", "again": "another long one"}
    assert office.post("/auth/mine/password", form).location == "/auth/mine?done=password"
    assert office.get("/office/").status_code == 200
    fresh = web_on_sqlite.browser()
    fresh.get("/auth/office")
    assert fresh.post("/auth/office", {"login": "anna", "password": "another long one"}).status_code == 303


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        ({"old": "9999", "new": "7070", "again": "7070"}, "old", "The old PIN is not right"),
        ({"old": "3333", "new": "70", "again": "70"}, "new", "A PIN is 4 to 12 digits"),
        ({"old": "3333", "new": "7070", "again": "7071"}, "again", "The two new ones differ"),
        ({}, "new", "A PIN is 4 to 12 digits"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    web_on_sqlite: WebShop, form: dict[str, str], field: str, words: str
) -> None:
    answer = web_on_sqlite.cashier().post("/auth/mine/pin", form)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="pin-{field}-wrong"' in answer.text
    assert not [value for value in form.values() if f'"{value}"' in answer.text]


def test_a_lock_out_is_said(web_on_sqlite: WebShop) -> None:
    till = web_on_sqlite.cashier()
    form = {"old": "9999", "new": "7070", "again": "7070"}
    assert [till.post("/auth/mine/pin", form).status_code for _ in range(5)] == [422, 422, 422, 422, 429]
    assert "Wait 30 seconds" in till.post("/auth/mine/pin", form).text


def test_nobody_else_gets_there(web_on_sqlite: WebShop) -> None:
    stranger = web_on_sqlite.browser()
    assert stranger.get("/auth/mine").location == "/auth/till?next=/auth/mine"
    assert web_on_sqlite.cashier().post("/auth/mine/badge", {}).status_code == 404
