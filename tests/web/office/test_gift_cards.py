"""Gift cards in the office: what is owed, one card's entries, blocked, replaced and written off."""

from pathlib import Path

from tests.factories.amounts import money
from tests.factories.gift_cards import card, owed, sells_card
from tests.factories.shop import Shop
from tests.web.office.test_returns import office_of


def test_a_card_is_found_blocked_replaced_printed_and_written_off(shop: Shop, tmp_path: Path) -> None:
    owner = office_of(shop, tmp_path)
    assert "No gift card was sold yet" in owner.get("/office/gift-cards").text
    shop.product("Saw", "12.50")
    code = sells_card(shop.till(), "25.00")
    found = owner.get(f"/office/gift-cards?q={code[-4:]}&state=good").text
    assert f"…{code[-4:]}" in found
    assert code not in found
    assert ">25.00<" in owner.get("/office/gift-cards/by-day").text
    address = f"/office/gift-cards/{card(shop, code).uid}"
    assert "Sold with receipt" in owner.get(address).text
    refused = owner.post(f"{address}/block", {"reason": " "})
    assert "Write why" in refused.text
    owner.post(f"{address}/block", {"reason": "lost"})
    assert "Blocked: lost" in owner.get(address).text
    owner.post(f"{address}/replace", {"reason": "lost", "code": "NEW-00001"})
    new = card(shop, "NEW-00001")
    assert (new.balance, card(shop, code).balance) == (money("25.00"), money("0.00"))
    assert owner.client.get(f"/office/gift-cards/{new.uid}/card.pdf").data.startswith(b"%PDF")
    owner.post(f"/office/gift-cards/{new.uid}/last-day", {"last_day": "2030-01-31"})
    owner.post(f"/office/gift-cards/{new.uid}/write-off", {"reason": "the shop closes"})
    assert "Written off: the shop closes" in owner.get(f"/office/gift-cards/{new.uid}").text
    assert owed(shop) == money("0.00")
