"""The customer at the till: chosen by card or search, written down, named afterwards, owing and paying off."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.core.journal_details import acts_about
from app.core.money import Money
from app.crm.cards import block_card, cards_of
from app.crm.consents import consents_of
from app.crm.customers import CustomerData, create_customer, customer_by_id, customers
from loyalty.packages.keeping import freeze_package
from loyalty.rules.points import Tier
from pos.account.ledger import account_of
from pos.cart.points import set_points
from pos.recognition.counting import recognise_regulars
from pos.sale.naming import NAMED_WITHIN_MINUTES
from pos.sale.reading import SaleHead, recent_sales
from tests.factories.amounts import money
from tests.factories.loyalty import POINT, gets_points, points_program, runs
from tests.factories.packages import package, package_of, sells_package, service
from tests.factories.shop import Shop
from tests.web.till.conftest import TillPages, log_in


def uid_of(shop: Shop, customer_id: int) -> str:
    """What pages call a customer."""
    with shop.database.read_unit() as tx:
        return customer_by_id(tx, customer_id).uid


def chosen(pages: TillPages) -> int | None:
    """Whose the open cart is."""
    cart = pages.cart
    return None if cart is None else cart.customer_id


def choose(pages: TillPages, customer_id: int) -> None:
    """A hit of the search is pressed."""
    form = {"customer": uid_of(pages.shop, customer_id), "act_uid": new_uid()}
    assert pages.post("customer", form).status_code == 200


def test_a_scanned_card_is_the_customer_of_the_sale(till_pages: TillPages, shop: Shop) -> None:
    ivan = shop.customer("Ivan Lang", card="VIP-000777")
    answer = till_pages.scan("VIP-000777")
    assert answer.status_code == 200
    assert f'data-customer="{ivan}"' in answer.text
    assert chosen(till_pages) == ivan
    assert "Ivan Lang" in till_pages.get("customer").text
    assert "Changed the customer" in answer.text
    till_pages.post("undo")
    assert chosen(till_pages) is None


def test_the_answer_of_a_scan_does_not_grow_by_the_panel(till_pages: TillPages, shop: Shop) -> None:
    choose(till_pages, shop.customer("Ivan Lang"))
    till_pages.adds(shop.product("Drill"))
    answer = till_pages.scan(shop.product("Disc").code)
    assert answer.status_code == 200
    assert "Ivan" not in answer.text


def test_a_second_card_asks_which_customer_it_is(till_pages: TillPages, shop: Shop) -> None:
    ivan = shop.customer("Ivan Lang", card="VIP-000777")
    olga = shop.customer("Olga Stone", card="VIP-000888")
    till_pages.scan("VIP-000777")
    answer = till_pages.scan("VIP-000888")
    assert (answer.status_code, answer.headers["X-Open"]) == (409, "sheet")
    assert "Ivan Lang" in answer.text
    assert uid_of(shop, olga) in answer.text
    assert chosen(till_pages) == ivan
    choose(till_pages, olga)
    assert chosen(till_pages) == olga
    till_pages.post("customer/away")
    assert chosen(till_pages) is None


def test_a_blocked_card_changes_nothing_and_offers_the_search(till_pages: TillPages, shop: Shop) -> None:
    ivan = shop.customer("Ivan Lang", card="VIP-000777")
    with shop.database.read_unit() as tx:
        [card] = cards_of(tx, ivan)
    shop.changes(lambda tx: block_card(tx, card.id, "lost"))
    answer = till_pages.scan("VIP-000777")
    assert answer.status_code == 409
    assert "not taken any more" in answer.text
    assert "/till/customers" in answer.text
    assert till_pages.cart is None


def test_a_card_without_a_name_gets_its_holder_later_and_keeps_all(till_pages: TillPages, shop: Shop) -> None:
    def without_a_name(tx: Unit) -> int:
        return create_customer(tx, CustomerData(email="kept@example.org"), card_code="VIP-000777")

    nameless = shop.changes(without_a_name)
    shop.changes(lambda tx: create_customer(tx, CustomerData("Olga Stone", "0888 123 456")))
    address = f"customers/{uid_of(shop, nameless)}"
    till_pages.scan("VIP-000777")
    assert "Write down who it is" in till_pages.get(address).text
    assert "VIP-000777" in till_pages.get(f"{address}/data").text
    wrong = till_pages.post(f"{address}/data", {"name": "Olga", "birth_date": "soon"})
    assert (wrong.status_code, "This date is not understood" in wrong.text) == (422, True)
    form = {"name": "Olga", "phone": "0888 123 456", "birth_date": "24.12.1980", "consent_sms": "yes"}
    answer = till_pages.post(f"{address}/data", form)
    assert answer.headers["X-Open"] == "sheet"
    assert "Perhaps here already: Olga Stone" in answer.text
    assert f'data-customer="{nameless}"' in answer.text
    with shop.database.read_unit() as tx:
        now = customer_by_id(tx, nameless)
        assert [state.channel for state in consents_of(tx, nameless) if state.given] == ["sms"]
    assert (now.name, now.phone, now.email, now.card_code) == (
        "Olga",
        "+359888123456",
        "kept@example.org",
        "VIP-000777",
    )
    assert chosen(till_pages) == nameless


def test_a_lost_card_is_replaced_at_the_till_and_a_first_one_given(till_pages: TillPages, shop: Shop) -> None:
    ivan, olga = shop.customer("Ivan Lang", card="VIP-000777"), shop.customer("Olga")
    address = f"customers/{uid_of(shop, ivan)}"
    assert f"/till/{address}/card" in till_pages.get(address).text
    form = till_pages.get(f"{address}/card").text
    assert "VIP-000777" in form
    chosen_card = re.search(r'name="of_card" value="(\d+)"', form)
    assert chosen_card is not None
    answer = till_pages.post(f"{address}/card", {"of_card": chosen_card[1], "reason": "lost", "card": "VIP-000888"})
    assert "VIP-000888" in answer.text
    assert till_pages.scan("VIP-000777").status_code == 409
    assert till_pages.scan("VIP-000888").status_code == 200
    assert chosen(till_pages) == ivan

    assert till_pages.post(f"customers/{uid_of(shop, olga)}/card", {"card": "vip-000777"}).status_code == 422
    assert "2900000" in till_pages.post(f"customers/{uid_of(shop, olga)}/card", {"card": ""}).text


def test_the_panel_says_what_the_cashier_should_know(till_pages: TillPages, shop: Shop) -> None:
    day = shop.clock.now().date()
    data = CustomerData("Vera Novak", "088 812 3456", birth_date=day.replace(year=1980))
    vera = shop.changes(lambda tx: create_customer(tx, data, own_card=True))
    gloves = shop.product("Gloves", "2.00")
    for _ in range(2):
        till_pages.adds(gloves)
        choose(till_pages, vera)
        till_pages.pay({"kind": "cash", "amount": None})
        till_pages.cart_uid = new_uid()
    recognise_regulars(shop.database)
    choose(till_pages, vera)
    panel = till_pages.get("customer").text
    for words in (
        "Vera Novak",
        "3456",
        "Birthday today",
        "Was here once, last today. €4.00 in two years.",
        "Gloves",
        f'data-product="{gloves.id}"',
    ):
        assert words in panel
    assert "Vera Novak" in till_pages.get("").text


def test_points_are_seen_before_anything_is_rung_up_and_the_sheet_explains_them(
    till_pages: TillPages, shop: Shop
) -> None:
    runs(shop, points_program(Tier("Silver", money("50.00"))))
    vera = shop.customer("Vera Novak")
    gets_points(shop, vera, 12)
    form = {"customer": uid_of(shop, vera), "act_uid": new_uid()}
    answered = till_pages.post("customer", form).text
    for page in (answered, till_pages.get("").text):
        assert "12 points" in page
        assert "50.00 to Silver" in page
        assert "data-points>" not in page
    sheet = till_pages.get(f"customers/{uid_of(shop, vera)}").text
    assert "Given: welcome" in sheet
    assert "+12" in sheet


def test_points_that_goods_take_back_are_told_before_and_what_is_then_owed_pays_nothing(
    till_pages: TillPages, shop: Shop
) -> None:
    runs(shop, points_program())
    vera, till, saw = shop.customer("Vera Novak"), till_pages.desk, shop.product("Saw", "100.00")
    till.adds(saw)
    till.is_of(vera)
    sold = till.pays(cash="rest")
    till.adds(saw)
    till.is_of(vera)
    till.act(set_points, 10 * POINT)
    till.pays(cash="rest")
    till.takes_back(sold)
    assert "−10 with what comes back" in till_pages.get("").text
    till.pays_out()
    till_pages.adds(saw)
    choose(till_pages, vera)
    assert "Owes 1 point<" in till_pages.get("").text
    assert "The customer owes points" in till_pages.get("points").text


def test_a_resting_package_says_until_when_and_asks_for_nothing(till_pages: TillPages, shop: Shop) -> None:
    massage, vera, till = service(shop), shop.customer("Vera Novak"), till_pages.desk
    sells_package(till, package_of(shop, massage, freeze_days=30), vera)
    choose(till_pages, vera)
    assert "Ring up the service first" in till_pages.get("packages").text
    till_pages.adds(massage)
    assert "Pay for Massage" in till_pages.get("packages").text
    uid = package(shop, vera).uid
    shop.changes(lambda tx: freeze_package(tx, uid, shop.id, 5, "a journey"))
    told = till_pages.get("packages").text
    assert "Rests since" in told
    assert "Rests since" in till_pages.get("customer").text
    assert "Ring up the service first" not in told


@pytest.mark.parametrize("query", ["3456", "ver", "vera@example.org", "+359888123456", "nova"])
def test_the_search_finds_by_anything_known(till_pages: TillPages, shop: Shop, query: str) -> None:
    data = CustomerData("Vera Novak", "088 812 3456", email="vera@example.org")
    vera = shop.changes(lambda tx: create_customer(tx, data))
    assert uid_of(shop, vera) in till_pages.get(f"customers/found?q={query.replace('+', '%2B')}").text


def test_figures_of_a_phone_in_the_search_for_goods_offer_the_customer(till_pages: TillPages, shop: Shop) -> None:
    vera = shop.changes(lambda tx: create_customer(tx, CustomerData("Vera Novak", "088 812 3456")))
    shop.product("Screw 3456")
    assert "Vera" not in till_pages.get("find?q=3456").text
    assert uid_of(shop, vera) in till_pages.get("find?q=23456").text
    assert "Vera" not in till_pages.get("find?q=456").text
    assert "Vera" not in till_pages.get("find?q=vera").text


def test_a_new_customer_with_card_and_consents_is_the_customer_of_the_sale(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    form = {
        "uid": new_uid(),
        "name": "Mila Weiss",
        "phone": "0888/123-457",
        "birth_date": "060380",
        "own_card": "yes",
        "consent_sms": "yes",
    }
    for _ in range(2):
        assert till_pages.post("customers/new", {**form, "looked_at": "yes"}).status_code == 200
    with shop.database.read_unit() as tx:
        [mila] = customers(tx)
        states = {state.channel: state for state in consents_of(tx, mila.id)}
    assert (mila.phone, str(mila.birth_date)) == ("+359888123457", "1980-03-06")
    assert mila.card_code is not None
    assert [channel for channel, state in states.items() if state.given] == ["sms"]
    assert states["sms"].entries[0].source == "till"
    assert chosen(till_pages) == mila.id


def test_a_printed_card_goes_with_the_new_customer(till_pages: TillPages, shop: Shop) -> None:
    assert till_pages.post("customers/new", {"uid": new_uid(), "name": "Mila", "card": "VIP-1"}).status_code == 200
    with shop.database.read_unit() as tx:
        [mila] = customers(tx)
    assert mila.card_code == "VIP-1"
    answer = till_pages.post("customers/new", {"uid": new_uid(), "name": "Nina", "card": "VIP-1"})
    assert answer.status_code == 422
    assert "belongs to a customer already" in answer.text


def test_somebody_alike_is_shown_and_not_forced(till_pages: TillPages, shop: Shop) -> None:
    vera = shop.changes(lambda tx: create_customer(tx, CustomerData("Vera Novak", "088 812 3456")))
    form = {"uid": new_uid(), "name": "Paul Novak", "phone": "0888123456"}
    answer = till_pages.post("customers/new", form)
    assert answer.status_code == 409
    assert uid_of(shop, vera) in answer.text
    assert 'name="looked_at"' in answer.text
    assert till_pages.post("customers/new", {**form, "looked_at": "yes"}).status_code == 200
    with shop.database.read_unit() as tx:
        assert [one.name for one in customers(tx)] == ["Vera Novak", "Paul Novak"]


def test_a_sale_gets_its_customer_afterwards_with_a_right(shop: Shop, tmp_path: Path) -> None:
    senior = log_in(shop, tmp_path, shop.till(), role="senior")
    ivan = shop.customer("Ivan Lang")
    senior.adds(shop.product("Drill", "79.00"))
    answer = senior.pay({"kind": "cash", "amount": None})
    assert "Whose purchase was it?" in answer.text
    [sale] = _sales(shop)
    named = senior.post(f"receipts/{sale.uid}/customer", {"customer": uid_of(shop, ivan)})
    assert named.status_code == 200
    assert "Ivan Lang" in named.text
    assert _sales(shop)[0].customer_id == ivan
    assert "Ivan Lang" in senior.get(f"receipts/{sale.uid}").text


def test_without_the_right_it_is_named_and_after_some_minutes_it_is_not_offered(
    till_pages: TillPages, shop: Shop
) -> None:
    ivan = shop.customer("Ivan Lang")
    till_pages.adds(shop.product("Drill", "79.00"))
    till_pages.pay({"kind": "cash", "amount": None})
    [sale] = _sales(shop)
    answer = till_pages.post(f"receipts/{sale.uid}/customer", {"customer": uid_of(shop, ivan)})
    assert answer.headers["X-Right-Needed"] == "till.name_customer_later"
    shop.sets(NAMED_WITHIN_MINUTES, 0)
    shop.clock.advance(timedelta(seconds=1))
    assert "Whose purchase was it?" not in till_pages.get(f"receipts/{sale.uid}").text


def test_bought_on_account_and_paid_off_with_change(till_pages: TillPages, shop: Shop) -> None:
    ivan = shop.customer("Ivan Lang", credit="100.00")
    till_pages.adds(shop.product("Drill", "79.00"))
    choose(till_pages, ivan)
    assert 'data-pay="account"' in till_pages.get("customer").text
    assert till_pages.pay({"kind": "account", "amount": None}).status_code == 200
    uid = uid_of(shop, ivan)
    assert "79.00" in till_pages.get(f"customers/{uid}").text
    assert 'value="79.00"' in till_pages.get(f"customers/{uid}/pay-off").text

    form = {"uid": new_uid(), "kind": "cash", "amount": "29", "given": "50"}
    for answer in [till_pages.post(f"customers/{uid}/pay-off", form) for _ in range(2)]:
        assert (answer.status_code, answer.headers["X-Open"]) == (200, "sheet")
        assert re.search(r"paid-off__change.*21\.00", answer.text)
    assert _owed(shop, ivan) == money("50.00")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "cash", "amount": "10", "given": "5"}, "Less cash was given"),
        ({"kind": "cash", "amount": "80"}, "is owed"),
        ({"kind": "account", "amount": "10"}, "not known here"),
        ({"kind": "card", "amount": "0"}, "above zero"),
        ({"kind": "card", "amount": "ten"}, "number"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_in_words(
    till_pages: TillPages, shop: Shop, form: dict[str, str], words: str
) -> None:
    ivan = shop.customer("Ivan Lang", credit="100.00")
    till_pages.adds(shop.product("Drill", "79.00"))
    choose(till_pages, ivan)
    till_pages.pay({"kind": "account", "amount": None})
    answer = till_pages.post(f"customers/{uid_of(shop, ivan)}/pay-off", {"uid": new_uid(), **form})
    assert answer.status_code in (409, 422)
    assert words in answer.text
    assert _owed(shop, ivan) == money("79.00")


def test_above_the_limit_nothing_is_sold(till_pages: TillPages, shop: Shop) -> None:
    till_pages.adds(shop.product("Drill", "79.00"))
    choose(till_pages, shop.customer("Ivan Lang", credit="50.00"))
    answer = till_pages.pay({"kind": "account", "amount": None})
    assert answer.status_code == 409
    assert "50.00" in answer.text
    assert _sales(shop) == []


def test_opening_the_details_is_journaled(till_pages: TillPages, shop: Shop) -> None:
    ivan = shop.customer("Ivan Lang")
    assert till_pages.get(f"customers/{uid_of(shop, ivan)}").status_code == 200
    with shop.database.read_unit() as tx:
        assert "customer.viewed" in [act.kind for act in acts_about(tx, f"customer:{ivan}")]


def _sales(shop: Shop) -> list[SaleHead]:
    with shop.database.read_unit() as tx:
        return recent_sales(tx)


def _owed(shop: Shop, customer_id: int) -> Money:
    with shop.database.read_unit() as tx:
        account = account_of(tx, customer_id)
    assert account is not None
    return account.owed
