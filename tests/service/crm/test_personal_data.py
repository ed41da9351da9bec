"""What is stored of a person is told whole and erased whole; the books stay."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.core import journal
from app.core.actor import Actor
from app.core.errors import Forbidden
from app.core.journal_details import acts_about
from app.crm.cards import add_card, block_card, card_by_code, issue_card, replace_card, unblock_card
from app.crm.consents import set_consent
from app.crm.customers import CustomerData, note_viewed, update_customer
from app.crm.models import Customer
from app.crm.personal_data import erase_customer, export_customer
from app.wiring import personal_data
from tests.service.crm.conftest import ClientBook
from tests.support.text_columns import rows_holding

PARTS = personal_data()
TRACES = ("Zinaida", "Zina", "Zubkova", "888424242", "877242424", "zina@", "1981-04-17", "asthma", "pepper", "ZK-77")


@pytest.fixture
def zina(book: ClientBook) -> int:
    """A customer with everything there is to store, some of it changed since; and a neighbour who stays."""
    book.add("Anna", "0888 123 456", card="VIP-1")
    zina = book.add(
        "Zina Zubkova",
        "0888 424 242",
        second_phone="0877 242 424",
        email="zina@example.org",
        birth_date=date(1981, 4, 17),
        sex="female",
        language="ru",
        note="asthma: no sprays",
        card="ZK-77",
    )
    said = CustomerData("Zinaida Zubkova", "0888 424 242", email="zina@example.org", note="allergic to pepper")
    book.does(update_customer, zina, said)
    book.does(replace_card, book.cards(zina)[0].id, "lost")
    book.does(issue_card, zina)
    book.does(block_card, book.cards(zina)[0].id, "misused")
    book.does(set_consent, zina, "sms", given=True, source="paper")
    book.does(set_consent, zina, "call", given=True, source="till")
    book.does(set_consent, zina, "call", given=False, source="phone")
    book.does(note_viewed, zina)
    return zina


def test_the_export_holds_everything(book: ClientBook, zina: int) -> None:
    stored = book.does(export_customer, PARTS, zina)["client_book"]
    assert json.loads(json.dumps(stored)) == stored
    said = {name: stored[name] for name in ("name", "phone", "second_phone", "email", "birth_date", "sex", "note")}
    assert said == {
        "name": "Zinaida Zubkova",
        "phone": "+359888424242",
        "second_phone": None,
        "email": "zina@example.org",
        "birth_date": None,
        "sex": None,
        "note": "allergic to pepper",
    }
    assert [card["state"] for card in stored["cards"]] == ["blocked", "active", "replaced"]
    assert stored["cards"][-1]["code"] == "ZK-77"
    assert [event["act"] for event in stored["cards"][-1]["history"]] == ["issued", "replaced"]
    assert [(state["channel"], state["given"], len(state["history"])) for state in stored["consents"]] == [
        ("sms", True, 1),
        ("email", False, 0),
        ("call", False, 2),
    ]
    kinds = [act["kind"] for act in stored["journal"]]
    assert kinds[0] == "customer.created"
    assert "customer.viewed" in kinds
    # What was said before and is journaled is stored too.
    assert stored["journal"][0]["detail"]["note"] == "asthma: no sprays"


def test_an_export_is_journaled_and_needs_the_right(book: ClientBook, zina: int) -> None:
    book.does(export_customer, PARTS, zina)
    acts = book.reads(lambda tx: list(acts_about(tx, f"customer:{zina}")))
    assert acts[-1].kind == "customer.exported"
    with pytest.raises(Forbidden):
        book.shop.database.transact(Actor("Nobody", 1), lambda tx: export_customer(tx, PARTS, zina))
    assert book.refuses(export_customer, PARTS, 4711) == "no_customer_here"


def test_nothing_personal_is_left_anywhere(book: ClientBook, zina: int) -> None:
    # ZK-77 stays as the number of a card that is nobody's any more: a found card must still be refused.
    assert rows_holding(book.shop.database, *TRACES).keys() == set(TRACES)
    book.does(erase_customer, PARTS, zina)
    assert rows_holding(book.shop.database, *TRACES) == {"ZK-77": {"customer_card.code", "customer_card.match_code"}}


def test_the_books_stay_whole(book: ClientBook, zina: int) -> None:
    with book.shop.database.read_unit() as tx:
        before, _ = journal.verify(tx)
    book.does(erase_customer, PARTS, zina)
    with book.shop.database.read_unit() as tx:
        count, faults = journal.verify(tx)
        acts = list(acts_about(tx, f"customer:{zina}"))
    assert faults == []
    assert count > before
    assert (acts[0].kind, acts[-1].kind) == ("customer.created", "customer.erased")
    assert not any(act.detail for act in acts)


def test_an_erased_customer_keeps_the_row_and_nothing_else_works(book: ClientBook, zina: int) -> None:
    book.does(erase_customer, PARTS, zina)
    erased = book.customer(zina)
    assert erased.erased_at == book.shop.clock.now()
    assert (erased.name, erased.phone, erased.email, erased.birth_date, erased.note) == ("", None, None, None, "")
    cards = book.cards(zina)
    assert [card.state for card in cards] == ["blocked", "blocked", "replaced"]
    assert book.reads(card_by_code, cards[1].code).state == "blocked"
    assert not any(state.given for state in book.consents(zina).values())
    assert book.consents(zina)["sms"].entries[0].source == "erasure"
    assert book.finds("") == ["Anna"]
    assert book.finds(cards[0].code) == []
    assert book.finds("zinaida") == []
    assert book.refuses(update_customer, zina, CustomerData("Zina")) == "customer_erased"
    assert book.refuses(issue_card, zina) == "customer_erased"
    assert book.refuses(add_card, zina, "NEW-1") == "customer_erased"
    assert book.refuses(unblock_card, cards[0].id) == "customer_erased"
    assert book.refuses(replace_card, cards[0].id, "lost") == "customer_erased"
    assert book.refuses(set_consent, zina, "sms", given=True, source="till") == "customer_erased"


def test_erasing_twice_changes_nothing_and_others_are_left_alone(book: ClientBook, zina: int) -> None:
    book.does(erase_customer, PARTS, zina)
    acts = book.reads(lambda tx: len(list(acts_about(tx, f"customer:{zina}"))))
    book.shop.clock.advance(timedelta(hours=1))
    erased_at = book.customer(zina).erased_at
    book.does(erase_customer, PARTS, zina)
    assert book.reads(lambda tx: len(list(acts_about(tx, f"customer:{zina}")))) == acts
    assert book.customer(zina).erased_at == erased_at
    assert book.reads(card_by_code, "VIP-1").state == "active"
    assert rows_holding(book.shop.database, "888123456")


def test_only_the_right_erases(book: ClientBook, zina: int) -> None:
    for role in ("cashier", "senior"):
        with pytest.raises(Forbidden):
            book.shop.database.transact(book.shop.cashier(role=role), lambda tx: erase_customer(tx, PARTS, zina))
    assert book.customer(zina).name == "Zinaida Zubkova"
    book.shop.database.transact(book.shop.cashier(role="owner"), lambda tx: erase_customer(tx, PARTS, zina))
    assert book.customer(zina).erased
    assert book.refuses(erase_customer, PARTS, 4711) == "no_customer_here"


def test_the_database_refuses_facts_of_somebody_erased(book: ClientBook, zina: int) -> None:
    book.does(erase_customer, PARTS, zina)
    with pytest.raises(IntegrityError):
        book.shop.changes(lambda tx: tx.execute(update(Customer).where(Customer.id == zina).values(name="Zina")))
