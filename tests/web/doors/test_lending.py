"""A supervisor's PIN over the screen: the act goes on with the right lent, once."""

import pytest

from tests.support.web import Browser, WebShop
from tests.web.frame.conftest import shop as shop_with_test_views

shop = shop_with_test_views


@pytest.fixture
def peter(shop: WebShop) -> Browser:
    """The cashier, who may not drop a cart."""
    return shop.cashier()


def lend(browser: Browser, shop: WebShop, name: str = "Anna", pin: str = "2222", right: str = "till.drop_cart") -> str:
    answer = browser.post("/auth/lend", {"right": right, "account_id": shop.people[name], "pin": pin})
    assert answer.status_code == 200, answer.text
    grant: str = answer.get_json()["grant"]
    return grant


def test_the_refusal_names_the_right_the_pad_unlocks_it_and_the_act_goes_on(shop: WebShop, peter: Browser) -> None:
    refused = peter.post("/test/act", headers={"HX-Request": "true"})
    assert refused.status_code == 403
    assert refused.headers["X-Right-Needed"] == "till.drop_cart"
    assert "Drop a cart" in refused.text
    people = peter.get("/auth/lenders?right=till.drop_cart").get_json()
    assert people["right"] == "Drop a cart"
    assert [each["name"] for each in people["people"]] == ["Anna", "Olga"]
    grant = lend(peter, shop)
    done = peter.post("/test/act", headers={"X-Grant": grant})
    assert (done.status_code, done.get_json()) == (200, {"supervisor": "Anna"})


def test_it_works_once(shop: WebShop, peter: Browser) -> None:
    grant = lend(peter, shop)
    assert [peter.post("/test/act", headers={"X-Grant": grant}).status_code for _ in range(2)] == [200, 403]


def test_it_works_in_the_session_it_was_lent_to(shop: WebShop, peter: Browser) -> None:
    grant = lend(peter, shop)
    assert shop.cashier().post("/test/act", headers={"X-Grant": grant}).status_code == 403
    assert peter.post("/test/act", headers={"X-Grant": grant}).status_code == 200


@pytest.mark.parametrize("grant", ["", "x", "0190b0c0-0000-7000-8000-000000000000"])
def test_a_made_up_grant_unlocks_nothing(peter: Browser, grant: str) -> None:
    assert peter.post("/test/act", headers={"X-Grant": grant}).status_code == 403


def test_a_wrong_pin_and_a_lock_out_are_said_as_a_fragment(shop: WebShop, peter: Browser) -> None:
    form = {"right": "till.drop_cart", "account_id": shop.people["Anna"], "pin": "0000"}
    answers = [peter.post("/auth/lend", form, headers={"HX-Request": "true"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert "The PIN is not right" in answers[0].text
    assert "Wait 30 seconds" in answers[4].text


def test_somebody_who_may_not_either_lends_nothing(shop: WebShop, peter: Browser) -> None:
    form = {"right": "till.drop_cart", "account_id": shop.people["Peter"], "pin": "3333"}
    assert peter.post("/auth/lend", form).status_code == 403
    assert peter.get("/auth/lenders?right=no.such").get_json()["people"] == []
