"""Offers in the office: listed, found, shown with what became of them, as a file and by mail."""

from pathlib import Path

from app.core.ids import new_uid
from app.messaging.outgoing import mails_about
from app.messaging.settings import MAIL_HOST, MAIL_SENDER
from pos.offers.making import OfferWish, make_offer
from pos.offers.taking_up import take_up_offer
from tests.factories.shop import Shop
from tests.web.office.test_returns import office_of


def test_an_offer_is_found_shown_sent_and_linked_with_its_sale(shop: Shop, tmp_path: Path) -> None:
    till = shop.till(printer=True)
    till.adds(shop.product("Saw", "12.50"))
    offer = till.act(make_offer, new_uid(), None, OfferWish("Mill Ltd"))
    till.cart_uid = new_uid()
    owner = office_of(shop, tmp_path)
    listed = owner.get("/office/sales/offers?q=mill").text
    assert "O01-0000001" in listed
    assert "Mill Ltd" in listed
    assert "Nothing was found" in owner.get("/office/sales/offers?q=nobody").text
    address = f"/office/sales/offers/{offer.uid}"
    assert "not yet" in owner.get(address).text
    till.act(take_up_offer, new_uid(), offer.uid)
    sold = till.pays(cash="rest")
    assert f"/office/sales/{sold.uid}" in owner.get(address).text
    assert address in owner.get(f"/office/sales/{sold.uid}").text
    assert owner.client.get(f"{address}.pdf").data.startswith(b"%PDF-")
    assert owner.post(f"{address}/copy").status_code == 303
    shop.sets(MAIL_HOST, "mail.oak.example")
    shop.sets(MAIL_SENDER, "shop@oak.example")
    assert owner.post(f"{address}/mail", {"to": "nobody", "uid": new_uid()}).status_code == 422
    assert owner.post(f"{address}/mail", {"to": "maria@example.org", "uid": new_uid()}).status_code == 303
    with shop.database.read_unit() as tx:
        assert [mail.to for mail in mails_about(tx, offer.document)] == ["maria@example.org"]
