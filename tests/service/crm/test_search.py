"""Customers found by any fragment, in any order, in either layout; by the end of a phone; by a card."""

from datetime import date

import pytest

from app.core.db.unit import Unit
from app.crm.cards import block_card
from app.crm.customers import CustomerData, create_customer, update_customer
from app.crm.listing import PAGE_ROWS, Wanted, list_customers
from tests.service.crm.conftest import ClientBook


@pytest.fixture
def people(book: ClientBook) -> ClientBook:
    """A few people of a shop in Sofia."""
    book.add("Пётр Семёнов", "0888 123 456", birth_date=date(1980, 12, 24))
    book.add("Jürgen O'Neill", "0899 555 777", email="jurgen@example.org", card="VIP-3456")
    book.add("Anna Maria Lang", "+44 20 7946 0958", second_phone="0877 10 20 30", card="2900000000018")
    book.add("Lang Mariana", birth_date=date(1979, 1, 2))
    return book


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("петр", ["Пётр Семёнов"]),
        ("СЕМЕН петр", ["Пётр Семёнов"]),
        ("мён", ["Пётр Семёнов"]),
        ("gtnh", ["Пётр Семёнов"]),
        ("фттф", ["Anna Maria Lang"]),
        ("jurg", ["Jürgen O'Neill"]),
        ("neill o", ["Jürgen O'Neill"]),
        ("o'neill", ["Jürgen O'Neill"]),
        ("mari lang", ["Anna Maria Lang", "Lang Mariana"]),
        ("an", ["Anna Maria Lang", "Lang Mariana"]),
        ("example.org jur", ["Jürgen O'Neill"]),
        ("jurgen@example.org", ["Jürgen O'Neill"]),
        ("3456", ["Jürgen O'Neill", "Пётр Семёнов"]),
        ("0888123456", ["Пётр Семёнов"]),
        ("088 812-34 56", ["Пётр Семёнов"]),
        ("+359888123456", ["Пётр Семёнов"]),
        ("00359 888 123 456", ["Пётр Семёнов"]),
        ("123 456", ["Пётр Семёнов"]),
        ("0888 12", ["Пётр Семёнов"]),
        ("0958", ["Anna Maria Lang"]),
        ("0877102030", ["Anna Maria Lang"]),
        ("vip-3456", ["Jürgen O'Neill"]),
        ("2900000000018", ["Anna Maria Lang"]),
        ("lang 2030", ["Anna Maria Lang"]),
        ("nobody", []),
        ("9999", []),
        ("''", []),
        ("50% _", []),
    ],
)
def test_a_query_finds(people: ClientBook, query: str, found: list[str]) -> None:
    assert people.finds(query) == found


def test_the_list_sorts_by_name_birth_date_and_age_of_the_entry(people: ClientBook) -> None:
    by_name = ["Anna Maria Lang", "Jürgen O'Neill", "Lang Mariana", "Пётр Семёнов"]
    assert people.finds("") == by_name
    assert people.finds("", descending=True) == by_name[::-1]
    assert people.finds("", sort="newest")[0] == "Lang Mariana"
    assert people.finds("", sort="newest", descending=True)[0] == "Пётр Семёнов"
    assert people.finds("", sort="birth_date")[:2] == ["Lang Mariana", "Пётр Семёнов"]
    assert people.finds("", sort="birth_date", descending=True)[:2] == ["Пётр Семёнов", "Lang Mariana"]


def test_capital_and_small_letters_sort_beside_each_other(book: ClientBook) -> None:
    for name in ("Zoe", "anna", "Ёлкин", "Boris", "Егоров", "Жуков"):
        book.add(name)
    assert book.finds("") == ["anna", "Boris", "Zoe", "Егоров", "Ёлкин", "Жуков"]


def test_what_changed_is_found_anew(people: ClientBook) -> None:
    anna = people.add("Anna Bell", "0888 777 111", card="OLD-1")
    people.does(update_customer, anna, CustomerData("Hannah Bell", "0888 777 222"))
    assert people.finds("anna bell") == ["Hannah Bell"]
    assert people.finds("7111") == []
    assert people.finds("7222") == ["Hannah Bell"]
    people.does(block_card, people.cards(anna)[0].id, "lost")
    assert people.finds("old-1") == ["Hannah Bell"]


def test_pages_follow_each_other_and_end(book: ClientBook) -> None:
    def fill(tx: Unit) -> None:
        for number in range(PAGE_ROWS + 3):
            create_customer(tx, CustomerData(f"Customer {number:03}"))

    book.shop.changes(fill)
    page = book.reads(list_customers, Wanted(page=2))
    assert (page.total, page.last_page, len(page.customers)) == (PAGE_ROWS + 3, 2, 3)
    assert book.reads(list_customers, Wanted(page=99)).wanted.page == 2
    assert book.reads(list_customers, Wanted("customer 05")).total == 4  # 005, 050, 051, 052
