"""The sheet of a card payment over HTTP: every way on where a sale is refused after the card was charged."""

import html
import json
import re

import pytest

from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.payments.value_holds import free_value
from tests.factories.amounts import money
from tests.factories.card import CardTill
from tests.factories.gift_cards import sells_card
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages


def ways(sheet: str) -> dict[str, dict[str, str]]:
    """What each button of a sheet sends, by its words."""
    found = re.findall(r'data-fields="([^"]*)"[^>]*>.*?</svg> ([A-Z][\w ]+)', sheet)
    return {words.strip(): json.loads(html.unescape(fields)) for fields, words in found}


@pytest.mark.parametrize("from_the_cart", [True, False], ids=["on the cart", "among the tenders"])
def test_a_gift_card_that_pays_less_after_the_card_was_charged_leaves_the_rest_to_another_way(
    till_pages: TillPages, shop: Shop, from_the_cart: bool
) -> None:
    saw = shop.product("Saw", "12.00")
    code = sells_card(till_pages.desk, "10.00")
    terminal = CardTill(shop, desk=till_pages.desk)
    till_pages.adds(saw)
    parts: list[dict[str, object]] = [{"kind": "card", "amount": None}]
    if from_the_cart:
        assert till_pages.post("gift-cards/use", {"code": code}).status_code == 200
    else:
        parts.insert(0, {"kind": "gift_card", "amount": 1000, "code": code})
    pay = {"tenders": json.dumps(parts), "seen": "200" if from_the_cart else "1200"}
    assert till_pages.post("pay", pay).status_code == 202
    terminal.works()
    # As after an hour, in which the page would have been left.
    shop.changes(lambda tx: free_value(tx, till_pages.cart_uid))
    other = shop.till(role="senior")
    other.adds(saw)
    other.act(checkout, None, [TenderRequest("gift_card", money("4.00"), code), TenderRequest("cash")])

    refused = till_pages.post("pay", pay)
    assert (refused.status_code, refused.headers["X-Stale"]) == (202, "cart")
    offered = ways(refused.text)
    assert {"Another card", "In cash", "Card by hand"} <= set(offered)
    assert "Give 2.00" in refused.text
    assert till_pages.post("pay", offered["In cash"]).status_code == 200
    assert (terminal.fake.taken, terminal.booked, terminal.live) == (money("2.00"), money("2.00"), [])
