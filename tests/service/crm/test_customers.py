"""Customers written down, changed, and told from each other."""

from datetime import date
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import Forbidden
from app.core.ids import new_uid
from app.core.journal_details import acts_about
from app.crm.customers import CustomerData, create_customer, customers, update_customer
from app.crm.duplicates import possible_duplicates
from app.crm.settings import COUNTRY
from tests.service.crm.conftest import ClientBook


def test_everything_said_is_kept(book: ClientBook) -> None:
    id_ = book.add(
        "  Anna   Petrova ",
        "0888 123 456",
        second_phone="02 987 65 43",
        email="Anna@Example.ORG",
        birth_date=date(1980, 12, 24),
        sex="female",
        language="bg",
        note="Comes on Fridays.\r\nLikes tea.",
    )
    anna = book.customer(id_)
    assert (anna.name, anna.phone, anna.second_phone) == ("Anna Petrova", "+359888123456", "+35929876543")
    assert (anna.email, anna.birth_date, anna.sex, anna.language) == (
        "Anna@example.org",
        date(1980, 12, 24),
        "female",
        "bg",
    )
    assert anna.note == "Comes on Fridays.\nLikes tea."
    assert anna.card_code is None
    assert not anna.erased


def test_phones_are_read_with_the_habits_of_the_shops_country(book: ClientBook) -> None:
    book.shop.sets(COUNTRY, "RU")
    assert book.customer(book.add("Иван", "8 495 123-45-67")).phone == "+74951234567"


def test_one_of_name_phone_and_card_is_enough(book: ClientBook) -> None:
    assert book.customer(book.add("Anna")).name == "Anna"
    assert book.customer(book.add(phone="0888123456")).phone == "+359888123456"
    assert book.customer(book.add(card="VIP-1")).card_code == "VIP-1"
    assert book.customer(book.add(own_card=True)).card_code is not None
    assert book.refuses(create_customer, CustomerData(email="anna@example.org")) == "customer_unknown"


def test_the_last_thing_known_is_not_taken_away(book: ClientBook) -> None:
    by_name, by_card = book.add("Anna"), book.add(card="VIP-1")
    assert book.refuses(update_customer, by_name, CustomerData()) == "customer_unknown"
    book.does(update_customer, by_card, CustomerData(note="no name wanted"))
    assert book.customer(by_card).note == "no name wanted"


def test_a_second_phone_alone_is_the_phone(book: ClientBook) -> None:
    anna = book.customer(book.add("Anna", second_phone="0888123456"))
    assert (anna.phone, anna.second_phone) == ("+359888123456", None)
    same = book.customer(book.add("Boris", "0888123456", second_phone="+359 888 123 456"))
    assert (same.phone, same.second_phone) == ("+359888123456", None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"phone": "12"}, "phone_invalid"),
        ({"second_phone": "call me"}, "phone_invalid"),
        ({"email": "anna at home"}, "email_invalid"),
        ({"birth_date": date(2027, 1, 1)}, "birth_date_impossible"),
        ({"sex": "x"}, "sex_unknown"),
        ({"language": "xx"}, "unknown_language"),
        ({"name": "A" * 121}, "text_too_long"),
        ({"note": "n" * 2001}, "text_too_long"),
    ],
)
def test_what_cannot_be_is_refused(book: ClientBook, said: dict[str, Any], code: str) -> None:
    assert book.refuses(create_customer, CustomerData(**{"name": "Anna", **said})) == code
    assert book.finds("") == []


def test_the_same_form_sent_twice_makes_one_customer(book: ClientBook) -> None:
    uid = new_uid()
    first = book.does(create_customer, CustomerData("Anna"), own_card=True, uid=uid)
    assert book.does(create_customer, CustomerData("Anna"), own_card=True, uid=uid.upper()) == first
    assert book.finds("") == ["Anna"]
    assert len(book.cards(first)) == 1
    assert book.refuses(create_customer, CustomerData("Anna"), uid="mine") == "not_a_uid"


def test_a_change_is_journaled_with_old_and_new(book: ClientBook) -> None:
    id_ = book.add("Anna", "0888123456")
    book.does(update_customer, id_, CustomerData("Anna Maria", "0888123456"))
    book.does(update_customer, id_, CustomerData("Anna Maria", "0888 123 456"))
    acts = book.reads(lambda tx: list(acts_about(tx, f"customer:{id_}")))
    assert [act.kind for act in acts] == ["customer.created", "customer.changed"]
    assert acts[1].body == {"fields": ["name"]}
    assert acts[1].detail == {"old": {"name": "Anna"}, "new": {"name": "Anna Maria"}}


def test_who_may_not_write_customers_down_does_not(book: ClientBook) -> None:
    nobody = Actor("Nobody", 1, frozenset({"customers.view"}))
    with pytest.raises(Forbidden):
        book.shop.database.transact(nobody, lambda tx: create_customer(tx, CustomerData("Anna")))
    cashier = book.shop.cashier()
    book.shop.database.transact(cashier, lambda tx: create_customer(tx, CustomerData("Anna")))
    assert book.finds("") == ["Anna"]


def test_a_family_shares_a_phone_and_is_told_of_it(book: ClientBook) -> None:
    anna = book.add("Anna", "0888123456")
    boris = book.add("Boris", second_phone="0888123456", phone="0899111222")
    alike = book.reads(possible_duplicates, phone="+359 888 12 34 56")
    assert [(one.customer.id, one.same) for one in alike] == [(anna, "phone"), (boris, "phone")]
    assert book.reads(possible_duplicates, phone="0888 123 456", except_id=anna)[0].customer.id == boris


def test_the_same_name_and_birth_date_is_a_warning_however_it_is_written(book: ClientBook) -> None:
    born = date(1980, 12, 24)
    peter = book.add("Пётр Орлов", birth_date=born)
    book.add("Пётр Орлов", birth_date=date(1981, 12, 24))
    book.add("Иван Орлов", birth_date=born)
    alike = book.reads(possible_duplicates, name=" петр ОРЛОВ", birth_date=born)
    assert [(one.customer.id, one.same) for one in alike] == [(peter, "name")]
    assert book.reads(possible_duplicates, name="Пётр Орлов") == []
    assert book.reads(possible_duplicates, name="", birth_date=born) == []


def test_pages_of_programs_go_by_id_and_the_end_of_any_phone(book: ClientBook) -> None:
    anna = book.add("Anna", "0888123456")
    boris = book.add("Boris", "0899000111", second_phone="0877123456")
    book.add("Card", card="123456")
    found = book.reads(customers, phone="3456")
    assert [one.id for one in found] == [anna, boris]
    assert [one.id for one in book.reads(customers, phone="3456", after_id=anna)] == [boris]
    assert [one.name for one in book.reads(customers, limit=2)] == ["Anna", "Boris"]
