"""Customers from a table: whoever is meant is found, whoever is new is written down, what is wrong is told."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update

from app.core.errors import Forbidden
from app.crm.cards import cards_of
from app.crm.consents import consents_of, set_consent
from app.crm.customers import CustomerView, customers
from app.crm.listing import Wanted, list_customers
from app.crm.models import Customer
from app.crm.settings import COUNTRY
from app.exchange.kinds import kind_named
from app.exchange.runs import Report
from tests.service.crm.conftest import ClientBook
from tests.service.exchange.conftest import Exchange

Codes = Callable[[Report], list[tuple[int, str, str]]]
FILE = (
    "ФИО;Дата рождения;Телефон;E-mail;Пол;Карта;Примечание;Согласие на смс;Дата согласия\n"
    "Анна Петрова;6 марта 1980 г.;8 (916) 123-45-67;anna@Example.ORG;жен;2900000000018;любит чай;да;01.02.2024\n"
    "Пётр;06.03.80 0:00:00;+7 916 765 43 21 / 8 495 123-45-67;;м.;P-1, P-2;;нет;\n"
    ";;89161112233;;;;;;\n"
)


@pytest.fixture
def book(exchange: Exchange) -> ClientBook:
    exchange.shop.sets(COUNTRY, "RU")
    return ClientBook(exchange.shop)


def everybody(exchange: Exchange) -> list[CustomerView]:
    with exchange.shop.database.read_unit() as tx:
        return customers(tx)


def test_people_are_read_however_they_are_written(exchange: Exchange, book: ClientBook) -> None:
    _, report = exchange.run("customers", FILE)
    assert report.problems == []
    assert report.created == 3
    anna, peter, phone_only = everybody(exchange)
    assert (anna.name, anna.phone, anna.email, anna.birth_date, anna.sex, anna.note, anna.card_code) == (
        "Анна Петрова", "+79161234567", "anna@example.org", date(1980, 3, 6), "female", "любит чай", "2900000000018",
    )  # fmt: skip
    assert (peter.phone, peter.second_phone, peter.birth_date, peter.sex) == (
        "+79167654321", "+74951234567", date(1980, 3, 6), "male",
    )  # fmt: skip
    assert {card.code for card in book.cards(peter.id)} == {"P-1", "P-2"}
    assert (phone_only.name, phone_only.phone) == ("", "+79161112233")
    sms = book.consents(anna.id)["sms"]
    assert (sms.given, sms.entries[0].source, sms.entries[0].wording) == (True, "import", "")
    assert sms.entries[0].at.isoformat() == "2024-01-31T22:00:00+00:00"
    assert book.consents(peter.id)["sms"].entries == ()
    assert book.finds("петрова") == ["Анна Петрова"]
    assert book.finds("P-2") == ["Пётр"]


def test_the_same_file_again_changes_nothing(exchange: Exchange, book: ClientBook) -> None:
    exchange.run("customers", FILE)
    before = exchange.dump()
    _, report = exchange.run("customers", FILE)
    assert (report.created, report.updated, report.unchanged, report.problems) == (0, 0, 3, [])
    assert exchange.dump() == before


def test_months_may_come_first(exchange: Exchange, book: ClientBook) -> None:
    exchange.run("customers", "Name;Birthday\nAnna;03/04/1980\nPeter;12/31/1981\n")
    assert [one.birth_date for one in everybody(exchange)] == [date(1980, 3, 4), date(1981, 12, 31)]


def test_a_family_shares_a_phone(exchange: Exchange, book: ClientBook) -> None:
    book.add("Anna", "8 916 123-45-67")
    _, report = exchange.run("customers", "Name;Phone;Note\nPeter;+79161234567;son\nANNA;8-916-1234567;mother\n")
    assert (report.created, report.updated, report.problems) == (1, 1, [])
    assert [(one.name, one.note) for one in everybody(exchange)] == [("ANNA", "mother"), ("Peter", "son")]


def test_a_card_tells_who_is_meant(exchange: Exchange, book: ClientBook) -> None:
    anna = book.add("Anna", "8 916 123-45-67", card="VIP-1")
    _, report = exchange.run("customers", "Card;Name;Phone;Card 2\nvip-1;Anna Petrova;8 495 123-45-67;VIP-2\n")
    assert (report.updated, report.problems) == (1, [])
    found = book.customer(anna)
    assert (found.name, found.phone, found.second_phone) == ("Anna Petrova", "+74951234567", "+79161234567")
    assert [card.code for card in book.cards(anna)] == ["VIP-2", "VIP-1"]


def test_a_phone_alone_is_the_only_one_who_has_it(exchange: Exchange, book: ClientBook, codes_of: Codes) -> None:
    book.add("Anna", "8 916 123-45-67")
    _, report = exchange.run("customers", "Phone;Note\n8 916 123-45-67;tea\n")
    assert (report.updated, everybody(exchange)[0].note) == (1, "tea")
    book.add("Peter", "8 916 123-45-67")
    _, report = exchange.run("customers", "Phone;Note\n8 916 123-45-67;coffee\n")
    assert codes_of(report) == [(2, "Phone", "several_customers")]


def test_a_name_alone_never_takes_over_somebody(exchange: Exchange, book: ClientBook) -> None:
    book.add("Anna", "8 916 123-45-67", email="anna@example.org")
    _, report = exchange.run("customers", "Name;E-mail;Birth date\nAnna;;\nAnna;anna@example.org;\nAnna;;1.2.1990\n")
    assert (report.created, report.updated, report.unchanged) == (2, 0, 1)
    _, again = exchange.run("customers", "Name;E-mail;Birth date\nAnna;;\nAnna;anna@example.org;\nAnna;;1.2.1990\n")
    assert (again.created, again.unchanged) == (0, 3)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("Anna;123;;;;;", "Phone", "phone_invalid"),
        ("Anna;7,92E+10;;;;;", "Phone", "number_shortened"),
        ("Anna;8 916 123-45-67, 8 916 123-45-68, 8 916 123-45-69;;;;;", "Phone", "phones_too_many"),
        ("Anna;;31.02.1980;;;;", "Birth date", "birth_date_unclear"),
        ("Anna;;1.1.2190;;;;", "Birth date", "birth_date_impossible"),
        ("Anna;;;both;;;", "Sex", "sex_unknown"),
        ("Anna;;;;КАРТА;;", "Card", "code_unprintable"),
        ("Anna;;;;TAKEN;;", "Card", "card_taken"),
        ("Anna;;;;;maybe;", "SMS", "consent_unclear"),
        ("Anna;;;;;1.1.2190;", "SMS", "consent_to_come"),
        ("Anna;;;;;;nonsense", "E-mail", "email_invalid"),
        (";;1.2.1990;;;;", "Name", "customer_unknown"),
        (f"{'A' * 121};;;;;;", "Name", "text_too_long"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    exchange: Exchange, book: ClientBook, codes_of: Codes, row: str, column: str, code: str
) -> None:
    erased = book.add("Gone", card="TAKEN")
    exchange.shop.changes(
        lambda tx: tx.execute(
            update(Customer)
            .where(Customer.id == erased)
            .values(name="", search_text="", sort_name="", erased_at=tx.now)
        )
    )
    table = f"Name;Phone;Birth date;Sex;Card;SMS;E-mail\nPeter;8 916 765-43-21;;;;;\n{row}\n"
    _, report = exchange.run("customers", table)
    assert codes_of(report) == [(3, column, code)]
    assert everybody(exchange) == []


@pytest.mark.parametrize(
    "rows",
    ["Anna;89161234567;\nanna;+79161234567;\n", "Anna;;C-1\nPeter;;c-1\n", "Anna;;\nAnna;;\n",
     "Anna;89161234567;\n;89161234567;\n", ";89161234567;\nAnna;89161234567;\n"],
)  # fmt: skip
def test_nobody_stands_in_a_file_twice(exchange: Exchange, book: ClientBook, codes_of: Codes, rows: str) -> None:
    _, report = exchange.run("customers", "Name;Phone;Card\n" + rows)
    assert codes_of(report) == [(3, "Name", "customer_twice")]


def test_two_rows_for_one_customer_are_seen_in_the_book(exchange: Exchange, book: ClientBook, codes_of: Codes) -> None:
    book.add("Anna", "8 916 123-45-67", card="VIP-1")
    _, report = exchange.run("customers", "Name;Phone;Card\n;;VIP-1\nAnna;89161234567;\n")
    assert codes_of(report) == [(3, "Name", "customer_twice")]


@pytest.mark.parametrize(
    ("said", "given"),
    [("yes", False), ("yes 2019-01-01", False), ("no", False), ("2190-01-01", None)],
)
def test_an_old_yes_does_not_overrule_a_later_no(
    exchange: Exchange, book: ClientBook, said: str, given: bool | None
) -> None:
    anna = book.add("Anna", "8 916 123-45-67")
    book.does(set_consent, anna, "sms", given=True, source="till")
    book.does(set_consent, anna, "sms", given=False, source="phone")
    _, report = exchange.run("customers", f"Name;Phone;SMS\nAnna;89161234567;{said}\n")
    assert bool(report.problems) is (given is None)
    assert not book.consents(anna)["sms"].given
    assert len(book.consents(anna)["sms"].entries) == 2


def test_a_no_stops_and_tells_how(exchange: Exchange, book: ClientBook) -> None:
    anna = book.add("Anna", "8 916 123-45-67")
    book.does(set_consent, anna, "sms", given=True, source="till")
    table = (
        "Name;Phone;SMS;Consent to calls;Consents given how;Wording of the consents\n"
        "Anna;89161234567;no;yes;по телефону;You may call.\n"
    )
    _, report = exchange.run("customers", table)
    assert (report.updated, report.problems) == (1, [])
    now = book.consents(anna)
    assert not now["sms"].given
    assert (now["call"].given, now["call"].entries[0].source, now["call"].entries[0].wording) == (
        True, "phone", "You may call.",
    )  # fmt: skip


def test_only_the_right_imports_customers(exchange: Exchange, book: ClientBook) -> None:
    with pytest.raises(Forbidden):
        exchange.draft("customers", FILE, exchange.shop.cashier(role="senior"))
    assert kind_named("customers").right == "customers.exchange"


def test_an_import_in_a_list_of_customers(exchange: Exchange, book: ClientBook) -> None:
    exchange.run("customers", "Name;Phone\n" + "".join(f"Name {n};+7916{n:07}\n" for n in range(450)))
    with exchange.shop.database.read_unit() as tx:
        found = list_customers(tx, Wanted("0000449"))
        assert [one.name for one in found.customers] == ["Name 449"]
        assert tx.execute(select(Customer.sort_name).where(Customer.id == found.customers[0].id)).scalar() == "name 449"
        assert cards_of(tx, found.customers[0].id) == []
        assert not any(state.given for state in consents_of(tx, found.customers[0].id))
