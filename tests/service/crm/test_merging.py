"""Two customers who are one person: everything of both is the one kept's, and is parted again."""

from datetime import date

import pytest
from sqlalchemy import select

from app.core.ids import new_uid
from app.core.journal_details import acts_about
from app.crm.consents import set_consent
from app.crm.customers import CustomerData, update_customer
from app.crm.duplicates import possible_duplicates, proposed_merges, tell_apart
from app.crm.merging import data_of, link_of, links_into, merge_customers, undo_merge
from app.crm.models import CustomersApart
from app.crm.personal_data import erase_customer, export_customer
from app.wiring import merge_parts, personal_data
from tests.service.crm.conftest import ClientBook

PARTS = merge_parts()


def merges(book: ClientBook, dropped: int, kept: int, stays: CustomerData | None = None) -> None:
    book.does(merge_customers, PARTS, new_uid(), dropped, kept, stays)


def parts(book: ClientBook, dropped: int) -> int:
    kept: int = book.does(undo_merge, PARTS, dropped)
    return kept


@pytest.fixture
def zina(book: ClientBook) -> int:
    return book.add("Zina Orlova", "+359 88 811 1111", card="ZINA1")


@pytest.fixture
def twin(book: ClientBook) -> int:
    return book.add("Zinaida Orlova", "+359 88 822 2222", card="TWIN1", email="zina@example.org")


def test_the_one_kept_is_found_by_all_that_was_known_of_either(book: ClientBook, zina: int, twin: int) -> None:
    merges(book, twin, zina)
    for query in ("Zina Orlova", "Zinaida", "8822222", "TWIN1", "zina@example.org", "ZINA1"):
        assert book.finds(query) == ["Zina Orlova"], query
    assert book.finds("") == ["Zina Orlova"]
    assert [card.code for card in book.cards(zina)] == ["TWIN1", "ZINA1"]
    assert book.customer(twin).merged_into_id == zina

    assert parts(book, twin) == zina
    assert book.finds("8822222") == ["Zinaida Orlova"]
    assert book.finds("Zinaida", sort="newest") == ["Zinaida Orlova"]
    assert [card.code for card in book.cards(zina)] == ["ZINA1"]
    assert book.reads(link_of, twin) is None


def test_what_stays_is_chosen_and_goes_back_unless_somebody_changed_it(book: ClientBook, zina: int, twin: int) -> None:
    chosen = data_of(book.customer(zina))
    merges(book, twin, zina, CustomerData("Zinaida Orlova", chosen.phone, email="zina@example.org", note="both"))
    kept = book.customer(zina)
    assert (kept.name, kept.email, kept.note) == ("Zinaida Orlova", "zina@example.org", "both")

    book.does(update_customer, zina, CustomerData("Zinaida Orlova", chosen.phone, email="new@example.org", note="both"))
    parts(book, twin)
    back = book.customer(zina)
    assert (back.name, back.email, back.note) == ("Zina Orlova", "new@example.org", "")


def test_merges_in_a_row_are_undone_from_the_last(book: ClientBook, zina: int, twin: int) -> None:
    third = book.add("Z. Orlova", card="THIRD")
    merges(book, twin, zina)
    merges(book, zina, third)
    assert book.customer(twin).merged_into_id == third
    assert [(one.dropped_id, one.kept_id) for one in book.reads(links_into, third)] == [(zina, third), (twin, zina)]
    assert book.refuses(undo_merge, PARTS, twin) == "undo_later_merge_first"
    parts(book, zina)
    assert book.customer(twin).merged_into_id == zina
    assert {card.code for card in book.cards(zina)} == {"ZINA1", "TWIN1"}
    parts(book, twin)
    assert book.customer(twin).merged_into_id is None


def test_a_merge_happens_once_and_with_somebody_else(book: ClientBook, zina: int, twin: int) -> None:
    uid = new_uid()
    for _ in range(2):
        book.does(merge_customers, PARTS, uid, twin, zina)
    assert book.refuses(merge_customers, PARTS, new_uid(), twin, zina) == "customer_merged"
    assert book.refuses(merge_customers, PARTS, new_uid(), zina, twin) == "customer_merged"
    assert book.refuses(merge_customers, PARTS, new_uid(), zina, zina) == "merge_with_oneself"
    assert book.refuses(merge_customers, PARTS, new_uid(), 4711, zina) == "no_customer_here"
    assert book.refuses(undo_merge, PARTS, zina) == "not_merged"
    assert book.refuses(set_consent, twin, "sms", given=True, source="till") == "customer_merged"


def test_the_last_word_of_either_holds(book: ClientBook, zina: int, twin: int) -> None:
    book.does(set_consent, zina, "sms", given=True, source="till")
    book.does(set_consent, twin, "sms", given=True, source="till")
    book.does(set_consent, twin, "sms", given=False, source="till")
    merges(book, twin, zina)
    assert not book.consents(zina)["sms"].given
    parts(book, twin)
    assert book.consents(zina)["sms"].given


def test_whoever_is_erased_is_erased_with_those_merged_into_him(book: ClientBook, zina: int, twin: int) -> None:
    merges(book, twin, zina, CustomerData("Zinaida Secret", "+359 88 811 1111"))
    assert book.refuses(erase_customer, personal_data(), twin) == "customer_merged"
    told = book.does(export_customer, personal_data(), zina)
    assert told["merged"][0]["client_book"]["email"] == "zina@example.org"
    book.does(erase_customer, personal_data(), zina)
    assert book.customer(twin).erased
    assert book.customer(zina).erased
    assert {card.state for card in book.cards(zina)} == {"blocked"}
    assert book.refuses(undo_merge, PARTS, twin) == "customer_erased"


def test_who_was_told_apart_is_not_proposed_again(book: ClientBook) -> None:
    born = date(1980, 2, 3)
    one, other, third = (book.add("Zina Orlova", "+359 88 811 1111", birth_date=born) for _ in range(3))
    for _ in range(2):
        book.does(tell_apart, other, one)
    assert book.refuses(tell_apart, one, one) == "merge_with_oneself"
    with book.shop.database.read_unit() as tx:
        assert [(pair.first.id, pair.second.id) for pair in proposed_merges(tx)] == [(one, third), (other, third)]
        alike = possible_duplicates(tx, phone="+359 88 811 1111", except_id=one)
        assert [found.customer.id for found in alike] == [third]
        assert [act.kind for act in acts_about(tx, f"customer:{one}")].count("customer.told_apart") == 1
    book.does(erase_customer, personal_data(), other)
    with book.shop.database.read_unit() as tx:
        assert tx.execute(select(CustomersApart.first_id)).all() == []
