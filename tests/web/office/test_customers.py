"""The client book on its pages: found, written down with a card, changed, told and erased."""

import json
import re
from urllib.parse import urlsplit

import pytest

from app.core.ids import new_uid
from app.core.journal_details import acts_about
from app.crm.customers import CustomerData, create_customer
from tests.support.web import SETUP, Browser, WebShop


def add(web: WebShop, name: str = "Anna Lang", phone: str = "0888 123 456") -> str:
    """A customer written down elsewhere; the address of the page."""
    uid = new_uid()
    with web.database.unit_of_work(SETUP) as tx:
        create_customer(tx, CustomerData(name, phone), uid=uid, card_code=f"CARD-{uid[-4:]}")
    return f"/office/customers/{uid}"


def journaled(web: WebShop, customer_id: int = 1) -> list[str]:
    """The kinds of acts about a customer."""
    with web.database.read_unit() as tx:
        return [act.kind for act in acts_about(tx, f"customer:{customer_id}")]


def submit_new(office: Browser, **form: str) -> tuple[int, str, str]:
    """Sends the form of a new customer; status, text, and where it leads."""
    page = office.get("/office/customers/new").text
    uid = re.search(r'name="uid" value="([^"]+)"', page)
    assert uid is not None
    response = office.post("/office/customers/new", {"uid": uid[1], **form})
    return response.status_code, response.text, response.location or ""


def test_a_customer_is_written_down_with_a_card_in_one_step(web: WebShop) -> None:
    office = web.office()
    form = {"name": "Anna Lang", "phone": "088 812 3456", "birth_date": "24.12.80", "own_card": "yes"}
    status, _, address = submit_new(office, **form)
    assert status == 303
    page = office.get(address).text
    for shown in ("Anna Lang", "+359 88 812 3456", "24.12.1980", "2900000000018", "Saved."):
        assert shown in page
    listed = office.get("/office/customers?q=3456").text
    assert "Anna Lang" in listed
    assert "1 customer<" in listed


def test_a_pre_printed_card_goes_before_an_own_number(web: WebShop) -> None:
    office = web.office()
    _, _, address = submit_new(office, name="Anna", card="VIP-1", own_card="yes")
    page = office.get(address).text
    assert "VIP-1" in page
    assert "2900000" not in page
    status, text, _ = submit_new(office, name="Boris", card="vip-1")
    assert status == 422
    assert "belongs to a customer already" in text
    assert 'value="vip-1"' in text


def test_the_form_sent_twice_makes_one_customer(web: WebShop) -> None:
    office = web.office()
    form = {"uid": new_uid(), "name": "Anna", "own_card": "yes"}
    first, second = (office.post("/office/customers/new", form).location for _ in range(2))
    assert first == second
    assert "1 customer<" in office.get("/office/customers").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "needs a name, a phone or a card"),
        ({"name": "A", "phone": "12"}, "no phone number that exists"),
        ({"name": "A", "birth_date": "yesterday"}, "This date is not understood"),
        ({"name": "A", "birth_date": "1.1.2099"}, "Nobody who lives was born"),
        ({"name": "A", "card": "карта"}, "another keyboard layout"),
        ({"name": "x" * 121}, "longer than 120 characters"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(
    web_on_sqlite: WebShop, form: dict[str, str], words: str
) -> None:
    status, text, _ = submit_new(web_on_sqlite.office(), **form)
    assert status == 422
    assert words in text
    assert 'aria-invalid="true"' in text
    for typed in form.values():
        assert f'value="{typed}"' in text


def test_somebody_alike_is_shown_before_and_not_forbidden(web: WebShop) -> None:
    add(web)
    office = web.office()
    beside = office.post("/office/customers/alike", {"phone": "+359 888 12 34 56"}).text
    assert "Anna Lang" in beside
    assert "Same phone" in beside
    assert 'name="looked_at" value="yes"' in beside
    assert office.post("/office/customers/alike", {"phone": "08", "birth_date": "x"}).text.strip() == ""
    status, text, _ = submit_new(office, name="Boris Lang", phone="0888123456")
    assert status == 409
    assert "Nothing is saved yet" in text
    assert "Anna Lang" in text
    assert "1 customer<" in office.get("/office/customers").text
    status, _, address = submit_new(office, name="Boris Lang", phone="0888123456", looked_at="yes")
    assert status == 303
    assert "Anna Lang" in office.get(address).text


def test_facts_are_changed_and_refused_beside_their_field(web: WebShop) -> None:
    office, page = web.office(), add(web)
    form = {"name": "Anna Berg", "phone": "0899 111 222", "email": "anna@Example.org", "sex": "female", "note": "Tea"}
    assert office.post(page, form).status_code == 303
    shown = office.get(page).text
    for text in ("Anna Berg", "+359 89 911 1222", "anna@example.org", "Tea"):
        assert text in shown
    refused = office.post(page, {**form, "email": "anna at home"})
    assert refused.status_code == 422
    assert "This is no e-mail address" in refused.text
    assert 'value="anna at home"' in refused.text
    assert office.get(page).text.count("anna@example.org") == 1


def test_cards_are_given_blocked_and_replaced(web: WebShop) -> None:
    office, page = web.office(), add(web)
    assert office.post(f"{page}/cards", {"card": "VIP-2"}).status_code == 303
    assert office.post(f"{page}/cards", {"card": ""}).status_code == 303
    assert "2900000000018" in office.get(page).text
    taken = office.post(f"{page}/cards", {"card": "vip-2"})
    assert taken.status_code == 422
    assert 'value="vip-2"' in taken.text
    assert office.post(f"{page}/cards/2", {"act": "block", "reason": "stolen"}).status_code == 303
    assert "(stolen)" in office.get(page).text
    assert office.post(f"{page}/cards/2", {"act": "unblock"}).status_code == 303
    assert office.post(f"{page}/cards/2", {"act": "replace", "reason": "lost", "card": "VIP-3"}).status_code == 303
    assert "VIP-3" in office.get(page).text
    late = office.post(f"{page}/cards/2", {"act": "block", "reason": "lost"})
    assert late.status_code == 409
    assert "has been replaced" in late.text
    assert office.post(f"{page}/cards/2", {"act": "block", "reason": "?"}).status_code == 409
    other = add(web, "Boris", "")
    assert office.post(f"{other}/cards/2", {"act": "unblock"}).status_code == 404


def test_consents_show_the_words_and_keep_their_history(web: WebShop) -> None:
    office, page = web.office(), add(web)
    assert "I agree to receive messages about offers by SMS" in office.get(page).text
    assert office.post(f"{page}/consents", {"channel": "sms", "source": "paper", "given": "yes"}).status_code == 303
    assert "signed paper" in office.get(page).text
    assert office.post(f"{page}/consents", {"channel": "sms", "source": "phone", "given": "no"}).status_code == 303
    assert "Taken back (by phone)" in office.get(page).text
    refused = office.post(f"{page}/consents", {"channel": "sms", "source": "?", "given": "yes"})
    assert refused.status_code == 422
    assert "Choose how the customer said it" in refused.text


def test_opening_a_page_is_journaled_and_a_hit_list_is_not(web: WebShop) -> None:
    office, page = web.office(), add(web)
    office.get("/office/customers?q=anna")
    assert "customer.viewed" not in journaled(web)
    office.get(page)
    assert journaled(web).count("customer.viewed") == 1
    assert office.get("/office/customers/nobody").status_code == 404


def test_what_is_stored_comes_as_a_file(web: WebShop) -> None:
    office, page = web.office(), add(web)
    answer = office.get(f"{page}/data.json")
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    stored = json.loads(answer.text)["client_book"]
    assert (stored["name"], stored["phone"]) == ("Anna Lang", "+359888123456")
    assert journaled(web)[-1] == "customer.exported"


def lent(office: Browser, pin: str = "1111", account_id: int = 1) -> dict[str, str]:
    """The header that brings the right to erase, proven by a PIN."""
    answer = office.post("/auth/lend", {"right": "customers.erase", "account_id": account_id, "pin": pin})
    assert answer.status_code == 200, answer.text
    return {"X-Grant": json.loads(answer.text)["grant"]}


def test_erasing_asks_for_the_right_at_that_moment_even_of_the_owner(web: WebShop) -> None:
    office, page = web.office(), add(web)
    assert "What goes, for good" in office.get(f"{page}/erase").text
    asked = office.post(f"{page}/erase")
    assert (asked.status_code, asked.headers["X-Right-Needed"]) == (403, "customers.erase")
    assert "Anna Lang" in office.get(page).text
    done = office.post(f"{page}/erase", headers=lent(office))
    assert done.status_code == 204
    assert urlsplit(done.headers["HX-Redirect"]).path == page
    left = office.get(page).text
    assert "Erased customer" in left
    assert "Anna Lang" not in left
    assert "<fieldset" not in left
    assert office.get(f"{page}/erase").status_code == 303
    assert "Nobody is written down yet" in office.get("/office/customers").text
    assert office.post(page, {"name": "Anna"}).status_code == 409


def test_a_senior_erases_with_the_owners_pin_only(web: WebShop) -> None:
    office, page = web.office("anna"), add(web)
    olga, anna = web.people["Olga"], web.people["Anna"]
    refused = office.post("/auth/lend", {"right": "customers.erase", "account_id": anna, "pin": "2222"})
    assert refused.status_code == 403
    assert office.post(f"{page}/erase", headers=lent(office, account_id=olga)).status_code == 204


def test_who_may_only_look_cannot_change(web: WebShop) -> None:
    page = add(web)
    owner = web.office()
    role = {"name": "Looker", "rights": ["customers.view"]}
    assert owner.post("/office/roles/new", role).status_code == 303
    person = {"name": "Lena", "login": "lena", "language": "en", "roles": [4], "password": "a long password"}
    assert owner.post("/office/staff/new", person).status_code == 303
    looker = web.office("lena")
    seen = looker.get(page).text
    assert "Anna Lang" in seen
    assert '<fieldset class="form" disabled>' in seen
    assert "Add a customer" not in looker.get("/office/customers").text
    assert looker.get("/office/customers/new").status_code == 403
    for path in (page, f"{page}/cards", f"{page}/cards/1", f"{page}/consents", "/office/customers/new"):
        assert looker.post(path, {"name": "Eve"}).status_code == 403, path


def test_who_has_other_work_sees_nothing(web_on_sqlite: WebShop) -> None:
    page, owner = add(web_on_sqlite), web_on_sqlite.office()
    assert owner.post("/office/roles/new", {"name": "Storekeeper", "rights": ["stock.view"]}).status_code == 303
    person = {"name": "Stan", "login": "stan", "language": "en", "roles": [4], "password": "a long password"}
    assert owner.post("/office/staff/new", person).status_code == 303
    keeper = web_on_sqlite.office("stan")
    assert "Customers" not in keeper.get("/office/").text
    for path in ("/office/customers", page, f"{page}/data.json", f"{page}/erase"):
        assert keeper.get(path).status_code == 403, path
    assert keeper.post(f"{page}/erase").status_code == 403


@pytest.mark.parametrize(
    "path", ["?sort=birth_date&order=down", "?sort=newest", "?page=7", "?sort=x&page=-1", "?q=%00%27"]
)
def test_any_address_of_the_list_answers(web: WebShop, path: str) -> None:
    add(web)
    assert web.office().get(f"/office/customers{path}").status_code == 200


def test_a_customer_is_said_to_work_here_once(web: WebShop) -> None:
    office, anna, other = web.office(), add(web), add(web, "Ivan", "0888 123 457")
    account = str(web.people["Anna"])
    assert office.post(f"{anna}/employee", {"account": account}).status_code == 303
    assert f'value="{account}" selected' in office.get(anna).text
    refused = office.post(f"{other}/employee", {"account": account})
    assert refused.status_code == 422
    assert "is another customer already" in refused.text
    assert office.post(f"{anna}/employee", {"account": ""}).status_code == 303
    assert office.post(f"{other}/employee", {"account": account}).status_code == 303
    assert journaled(web).count("customer.works_here") == 2


def test_labels_are_made_put_on_several_and_taken_off(web: WebShop) -> None:
    office = web.office()
    addresses = [add(web, name, "") for name in ("Anna", "Boris", "Clara")]
    assert "No label yet" in office.get("/office/customers/labels").text
    made = {"uid": new_uid(), "name": "From the fair"}
    assert office.post("/office/customers/labels", made).status_code == 303
    refused = office.post("/office/customers/labels", {"uid": new_uid(), "name": "from the FAIR"})
    assert (refused.status_code, "There is a label from the FAIR already" in refused.text) == (409, True)
    chosen = {"customer": [one.rsplit("/", 1)[1] for one in addresses[:2]], "label": made["uid"], "act": "put"}
    sent = office.post("/office/customers/labelled", {**chosen, "shown_sort": "newest"})
    assert sent.location is not None
    assert "sort=newest" in sent.location
    listed = office.get(f"/office/customers?label={made['uid']}").text
    assert "2 customers<" in listed
    assert "Clara" not in listed
    page = office.get(addresses[0]).text
    assert "Take off the label From the fair" in page
    taken = office.post(f"{addresses[0]}/labels", {"label": made["uid"], "act": "take"})
    assert taken.status_code == 303
    assert "Take off the label" not in office.get(addresses[0]).text
    gone = office.post("/office/customers/labelled", {**chosen, "label": "gone"})
    assert gone.status_code == 404
    assert office.post(f"/office/customers/labels/{made['uid']}", {"act": "remove"}).status_code == 303
    assert "No label yet" in office.get("/office/customers/labels").text
