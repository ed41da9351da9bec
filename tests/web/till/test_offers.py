"""Offers at the till: what the page is answered when one is made, scanned, or sold twice."""

import re

from app.core.ids import new_uid
from app.core.money import Money
from pos.offers.reading import OfferHead, offers
from pos.offers.taking_up import take_up_offer
from pos.sale.reading import recent_sales
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages


def made(pages: TillPages) -> OfferHead:
    """A saw, offered by the form of the page."""
    form = pages.get("offers/new").text
    found = re.search(r'name="act_uid" value="([^"]+)"', form)
    assert found is not None
    wish = {"act_uid": found[1], "recipient": "Mill Ltd", "printed": "yes"}
    for _ in range(2):
        assert "Offer O01-0000001 is made" in pages.post("offers", wish).text
    with pages.shop.database.read_unit() as tx:
        (offer,) = offers(tx)
    return offer


def test_a_scanned_offer_is_rung_up_or_refused_in_words(till_pages: TillPages, shop: Shop) -> None:
    saw = shop.product("Saw", "12.50")
    till_pages.adds(saw)
    offer = made(till_pages)
    assert till_pages.cart is None
    till_pages.cart_uid = new_uid()
    till_pages.adds(saw)
    refused = till_pages.scan("O01-0000001")
    assert refused.status_code == 409
    assert "put it aside with F8" in refused.text
    till_pages.post("hold")
    till_pages.cart_uid = new_uid()
    answer = till_pages.scan("O01-0000001")
    assert "offered price" in answer.text
    assert "Offer O01-0000001 is rung up" in answer.text
    assert "Mill Ltd" in till_pages.get(f"offers/{offer.uid}").text
    found = till_pages.post("offers/search", {"q": "mill"}).text
    assert "O01-0000001" in found
    assert "Nothing was found" in till_pages.post("offers/search", {"q": "nobody"}).text
    assert till_pages.get(f"offers/{new_uid()}").status_code == 404


def test_another_till_that_sold_it_first_is_told_before_it_is_paid_again(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Saw", "12.50"))
    offer = made(till_pages)
    till_pages.cart_uid = new_uid()
    till_pages.scan("O01-0000001")
    other = shop.till()
    other.act(take_up_offer, new_uid(), offer.uid, again=True)
    sold = other.pays(cash="rest")
    asked = till_pages.pay({"kind": "cash", "amount": None})
    assert (asked.status_code, asked.headers.get("X-Open")) == (409, "offer-again")
    assert f"receipt no. {sold.number}" in asked.text
    assert till_pages.post("offers/again").status_code == 200
    assert till_pages.pay({"kind": "cash", "amount": None}).status_code == 200
    with shop.database.read_unit() as tx:
        assert [sale.to_pay for sale in recent_sales(tx)] == [Money(1250)] * 2
    till_pages.cart_uid = new_uid()
    sheet = till_pages.scan("O01-0000001")
    assert sheet.headers["X-Open"] == "sheet"
    assert "Sold already, on receipt no. 1" in sheet.text


def test_what_nobody_can_choose_is_a_bad_request(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Saw"))
    offer = made(till_pages)
    form = {"act_uid": new_uid(), "prices": "yesterday"}
    assert till_pages.post(f"offers/{offer.uid}/take-up", form).status_code == 400
    assert till_pages.cart is None
