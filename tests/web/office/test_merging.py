"""Customers who are one person: proposed, compared, merged, parted again."""

import re

from app.core.ids import new_uid
from app.crm.customers import CustomerData, create_customer
from tests.support.web import SETUP, WebShop


def add(web: WebShop, name: str, phone: str, email: str = "") -> str:
    uid = new_uid()
    with web.database.unit_of_work(SETUP) as tx:
        create_customer(tx, CustomerData(name, phone, email=email), uid=uid, card_code=f"CARD-{name}".replace(" ", "-"))
    return uid


def test_two_who_are_one_are_proposed_compared_merged_and_parted(web: WebShop) -> None:
    anna, twin = add(web, "Anna Lang", "0888 123 456"), add(web, "Anna", "0888 123 456", email="anna@example.org")
    add(web, "Boris Lang", "0888 123 456")
    office = web.office()
    listed = office.get("/office/customers/duplicates").text
    assert "1 pair who may be one person" in listed
    assert f"/office/customers/{anna}/merge?other={twin}" in listed

    page = office.get(f"/office/customers/{anna}/merge?other={twin}").text
    for shown in ("Are these one person?", "anna@example.org", "CARD-Anna-Lang", "CARD-Anna<"):
        assert shown in page
    assert "Second phone" not in page, "both have the same one"
    uid = re.search(r'name="uid" value="([^"]+)"', page)
    assert uid is not None
    form = {"other": twin, "uid": uid[1], "name": "Anna Lang", "phone": "+359888123456", "email": "anna@example.org"}
    answer = office.post(f"/office/customers/{anna}/merge", form)
    assert answer.status_code == 303
    kept = office.get(answer.location).text
    assert "The two are one customer now." in kept
    assert "CARD-Anna<" in kept
    assert 'value="anna@example.org"' in kept

    # An old link leads to who she is now, and nobody is proposed twice.
    assert office.get(f"/office/customers/{twin}").location.endswith(anna)
    assert "Nobody is here twice" in office.get("/office/customers/duplicates").text

    dropped = re.search(r'name="dropped" value="(\d+)"', kept)
    assert dropped is not None
    parted = office.post(f"/office/customers/{anna}/parted", {"dropped": dropped[1]})
    assert "They are two customers again." in office.get(parted.location).text
    assert 'value="anna@example.org"' not in office.get(f"/office/customers/{anna}").text


def test_the_other_one_is_found_by_search(web: WebShop) -> None:
    anna, twin = add(web, "Anna Lang", "0888 123 456"), add(web, "Hanna Long", "0888 999 999")
    office = web.office()
    page = office.get(f"/office/customers/{anna}/merge?q=hanna").text
    assert f"/office/customers/{anna}/merge?other={twin}" in page
    assert "Second phone" in office.get(f"/office/customers/{anna}/merge?other={twin}").text
    assert "Nobody like this" in office.get(f"/office/customers/{anna}/merge?q=zoe").text


def test_whoever_may_not_merge_is_not_asked_to(web: WebShop) -> None:
    anna = add(web, "Anna Lang", "0888 123 456")
    assert web.browser().get(f"/office/customers/{anna}/merge").status_code in (302, 303)
    refused = web.office().post(f"/office/customers/{anna}/merge", {"other": anna, "uid": new_uid(), "name": "Anna"})
    assert refused.status_code == 422
    assert "one and the same entry" in refused.text
