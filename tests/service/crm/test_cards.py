"""Cards: own numbers with a check digit, pre-printed ones, blocked, replaced, never two alike."""

from functools import partial

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from stdnum import ean

from app.core.errors import BadInput
from app.crm.cards import add_card, block_card, card_by_code, issue_card, replace_card, unblock_card
from app.crm.customers import CustomerData, create_customer
from app.crm.models import CustomerCardEvent
from app.crm.settings import CARD_PREFIX
from tests.factories.together import together
from tests.service.crm.conftest import ClientBook


def test_own_cards_count_up_with_a_check_digit(book: ClientBook) -> None:
    anna = book.add("Anna")
    codes = [book.does(issue_card, anna) for _ in range(12)]
    assert codes[:2] == ["2900000000018", "2900000000025"]
    assert all(ean.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert book.customer(anna).card_code == codes[-1]


def test_the_range_is_a_setting_and_ends(book: ClientBook) -> None:
    book.shop.sets(CARD_PREFIX, "2812345")
    assert book.does(issue_card, book.add("Anna")).startswith("281234500001")
    for wrong in ("", "3", "2", "29a", "29123456", " 29"):
        with pytest.raises(BadInput):
            book.shop.sets(CARD_PREFIX, wrong)


def test_a_pre_printed_card_in_the_own_range_is_stepped_over(book: ClientBook) -> None:
    anna = book.add("Anna", card="2900000000018")
    assert book.does(issue_card, anna) == "2900000000025"


def test_a_card_belongs_to_one_customer_however_it_is_scanned(book: ClientBook) -> None:
    anna, boris = book.add("Anna", card="012345678905"), book.add("Boris")
    for code in ("012345678905", "0012345678905", " 012345678905\0"):
        assert book.refuses(add_card, boris, code) == "card_taken"
        assert book.reads(card_by_code, code).customer_id == anna
    book.does(add_card, boris, "vip-7")
    assert book.reads(card_by_code, "VIP-7").code == "vip-7"
    assert book.refuses(create_customer, CustomerData("Carl"), card_code="Vip-7") == "card_taken"
    assert book.finds("Carl") == []


@pytest.mark.parametrize(
    ("code", "why"), [(" ", "code_empty"), ("x" * 81, "code_too_long"), ("карта", "code_unprintable")]
)
def test_what_no_card_can_hold_is_refused(book: ClientBook, code: str, why: str) -> None:
    assert book.refuses(add_card, book.add("Anna"), code) == why


def test_a_card_is_blocked_taken_again_and_replaced_with_its_history(book: ClientBook) -> None:
    anna = book.add("Anna", card="VIP-1")
    [card] = book.cards(anna)
    book.does(block_card, card.id, "lost")
    book.does(block_card, card.id, "lost")
    assert book.cards(anna)[0].state == "blocked"
    assert book.customer(anna).card_code is None
    book.does(unblock_card, card.id)
    book.does(unblock_card, card.id)
    new_code = book.does(replace_card, card.id, "damaged")
    new, old = book.cards(anna)
    assert (new.code, new.state, old.state) == (new_code, "active", "replaced")
    assert [(event.act, event.reason) for event in old.events] == [
        ("issued", ""),
        ("blocked", "lost"),
        ("unblocked", ""),
        ("replaced", "damaged"),
    ]
    assert old.events[0].actor == "console:fitter"
    assert book.customer(anna).card_code == new_code


def test_a_replaced_card_stays_so(book: ClientBook) -> None:
    anna = book.add("Anna", card="VIP-1")
    card_id = book.cards(anna)[0].id
    assert book.does(replace_card, card_id, "lost", "VIP-2") == "VIP-2"
    for act, more in ((block_card, ["lost"]), (unblock_card, []), (replace_card, ["lost"])):
        assert book.refuses(act, card_id, *more) == "card_replaced"
    assert book.refuses(add_card, anna, "VIP-1") == "card_taken"


def test_a_reason_that_nobody_can_choose_is_refused(book: ClientBook) -> None:
    card_id = book.cards(book.add("Anna", card="VIP-1"))[0].id
    assert book.refuses(block_card, card_id, "bored") == "card_reason_unknown"
    assert book.refuses(block_card, 4711, "lost") == "no_card_here"
    assert book.refuses(issue_card, 4711) == "no_customer_here"


def test_the_history_of_cards_is_never_rewritten(book: ClientBook) -> None:
    book.add("Anna", own_card=True)
    with pytest.raises(IntegrityError):
        book.shop.changes(lambda tx: tx.execute(update(CustomerCardEvent).values(actor="nobody")))


def test_cards_issued_at_once_have_different_codes(book: ClientBook) -> None:
    customers = [book.add(f"Customer {number}") for number in range(8)]
    codes = together([partial(book.does, issue_card, id_) for id_ in customers])
    assert all(isinstance(code, str) for code in codes), codes
    assert len(set(codes)) == len(customers)


def test_one_card_scanned_for_two_customers_at_once_goes_to_one(book: ClientBook) -> None:
    customers = [book.add(f"Customer {number}") for number in range(6)]
    outcomes = together([partial(book.does, add_card, id_, "VIP-1") for id_ in customers])
    assert outcomes.count("VIP-1") == 1
    refused = [outcome for outcome in outcomes if outcome != "VIP-1"]
    assert [getattr(error, "code", error) for error in refused] == ["card_taken"] * 5
