"""An import of customers taken back leaves the book as it was; whoever was worked with since stays and is told."""

import json
import random
from datetime import timedelta

import pytest

from app.core import journal
from app.core.journal_details import acts_about
from app.crm.cards import block_card, issue_card
from app.crm.consents import set_consent
from app.crm.customers import CustomerData, customers, update_customer
from app.crm.personal_data import erase_customer, export_customer
from app.crm.settings import COUNTRY
from app.wiring import personal_data
from tests.service.crm.conftest import ClientBook
from tests.service.exchange.conftest import Exchange
from tests.support.text_columns import rows_holding

HOUR = timedelta(hours=1)
HEADERS = "Name;Phone;Birth date;Card;Note;SMS;E-mail\n"
PARTS = personal_data()


@pytest.fixture
def book(exchange: Exchange) -> ClientBook:
    exchange.shop.sets(COUNTRY, "RU")
    return ClientBook(exchange.shop)


def living(book: ClientBook) -> str:
    """Everything the book says of whoever is not erased, but for the history of consents."""
    told = {}
    for customer_id in (one.id for one in book.reads(customers, limit=1000)):
        stored = book.reads(PARTS.get("client_book").export, customer_id)
        del stored["journal"]
        stored["consents"] = [(one["channel"], one["given"]) for one in stored["consents"]]
        told[customer_id] = stored
    return json.dumps(told, indent=1, ensure_ascii=False)


def test_without_consents_every_table_is_as_it_was(exchange: Exchange, book: ClientBook) -> None:
    book.add("Anna", "8 916 123-45-67", card="VIP-1")
    before = exchange.dump()
    exchange.shop.clock.advance(HOUR)
    table = HEADERS + "Anna;89161234567;6.3.1980;VIP-2;tea;;\nPeter;89167654321;;PETER-7;;;p@example.org\n"
    uid, report = exchange.run("customers", table)
    assert (report.created, report.updated) == (1, 1)
    assert exchange.dump() != before
    assert exchange.undo(uid) == []
    assert exchange.dump() == before
    assert rows_holding(exchange.shop.database, "PETER-7") == {}
    _, again = exchange.run("customers", table)
    assert (again.created, again.updated, again.problems) == (1, 1, [])


def test_consents_are_closed_by_entries_of_their_own(exchange: Exchange, book: ClientBook) -> None:
    anna = book.add("Anna", "8 916 123-45-67")
    book.does(set_consent, anna, "sms", given=True, source="paper", wording="Yes, write to me.")
    before = living(book)
    uid, _ = exchange.run("customers", HEADERS + "Anna;89161234567;;;;no;\nPeter;89167654321;;P-1;;yes;\n")
    assert exchange.undo(uid) == []
    assert living(book) == before
    entries = book.consents(anna)["sms"].entries
    assert [(one.given, one.source, one.wording) for one in entries] == [
        (True, "import", "Yes, write to me."),
        (False, "import", ""),
        (True, "paper", "Yes, write to me."),
    ]
    # Peter's row stays for the ledger, and says nothing of him.
    assert exchange.count("customer") == 2
    assert rows_holding(exchange.shop.database, "Peter", "89167654321") == {}


@pytest.mark.parametrize("seed", range(6))
def test_any_import_can_be_taken_back(exchange: Exchange, book: ClientBook, seed: int) -> None:
    chance = random.Random(seed)

    def table(rows: int) -> str:
        def row(number: int) -> str:
            cells = [
                chance.choice(["", f"Name {number}", f"Name {chance.randrange(9)}"]),
                chance.choice(["", f"8916000{number:04}", f"8916000{number:04} / 8495000{number:04}"]),
                chance.choice(["", f"{chance.randrange(1, 28)}.03.1980"]),
                chance.choice(["", f"C-{number}", f"C-{number}, D-{number}"]),
                chance.choice(["", "tea", "coffee"]),
                chance.choice(["", "yes", "no", "yes 2020-01-01"]),
                chance.choice(["", f"a{number}@example.org"]),
            ]
            return ";".join(cells) + "\n"

        return HEADERS + "".join(map(row, range(rows)))

    exchange.run("customers", table(12), skip_errors=True)
    before = living(book)
    exchange.shop.clock.advance(HOUR)
    uid, report = exchange.run("customers", table(18), skip_errors=True)
    assert report.created + report.updated
    assert exchange.undo(uid) == []
    assert living(book) == before
    with exchange.shop.database.read_unit() as tx:
        assert journal.verify(tx)[1] == []


def test_whoever_was_worked_with_since_stays(exchange: Exchange, book: ClientBook) -> None:
    anna = book.add("Anna", "8 916 123-45-67")
    uid, _ = exchange.run(
        "customers",
        HEADERS
        + "Anna;89161234567;;C-0;tea;;\nBoris;89160000001;;C-1;;;\nClara;89160000002;;C-2;;;\n"
        + "Dora;89160000003;;C-3;;;\nEmil;89160000004;;C-4;;;\n",
    )
    ids = {book.customer(number).name: number for number in range(anna, anna + 5)}
    said = CustomerData("Anna", "89161234567", note="coffee")
    book.does(update_customer, anna, said)
    book.does(update_customer, ids["Boris"], CustomerData("Boris", "8 495 123-45-67"))
    book.does(issue_card, ids["Clara"])
    book.does(block_card, book.cards(ids["Dora"])[0].id, "lost")
    kept = exchange.undo(uid)
    assert [(one.row, one.after.get("name", ""), one.code) for one in kept] == [
        (2, "", "changed_since"),
        (3, "Boris", "changed_since"),
        (4, "Clara", "customer_used_since"),
        (5, "Dora", "customer_used_since"),
    ]
    assert book.cards(anna) == []
    assert book.customer(anna).note == "coffee"
    assert sorted(one.name for one in book.reads(customers)) == ["Anna", "Boris", "Clara", "Dora"]


def test_a_used_card_and_a_later_word_stay(exchange: Exchange, book: ClientBook) -> None:
    anna = book.add("Anna", "8 916 123-45-67")
    uid, _ = exchange.run("customers", HEADERS + "Anna;89161234567;;C-1;;yes;\n")
    book.does(set_consent, anna, "sms", given=False, source="phone")
    book.does(block_card, book.cards(anna)[0].id, "stolen")
    assert [one.code for one in exchange.undo(uid)] == ["customer_used_since"]
    assert [card.state for card in book.cards(anna)] == ["blocked"]
    assert len(book.consents(anna)["sms"].entries) == 2


def test_what_imports_keep_is_told_and_erased(exchange: Exchange, book: ClientBook) -> None:
    zina = book.add("Zina Zubkova", "8 916 424 24 24")
    uid, _ = exchange.run(
        "customers", HEADERS + "Zina Zubkova;89164242424;17.4.1981;ZK-77;asthma;yes;zina@example.org\n"
    )
    told = book.does(export_customer, PARTS, zina)["imports"]["changes"]
    assert [(one["file"], one["row"], one["act"], one["after"]["note"]) for one in told] == [
        ("table.csv", 2, "updated", "asthma")
    ]
    book.does(erase_customer, PARTS, zina)
    assert rows_holding(exchange.shop.database, "Zubkova", "64242424", "asthma", "zina@") == {}
    assert exchange.undo(uid) == []
    assert book.customer(zina).erased
    assert book.reads(lambda tx: list(acts_about(tx, f"customer:{zina}")))[-1].kind == "customer.erased"
