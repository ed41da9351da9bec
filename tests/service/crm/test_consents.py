"""Consents: a ledger that only grows, and what follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app.crm.consents import set_consent
from app.crm.models import CustomerConsent
from app.crm.settings import CONSENT_SMS
from tests.service.crm.conftest import ClientBook


def test_nobody_agreed_to_anything_at_first(book: ClientBook) -> None:
    consents = book.consents(book.add("Anna"))
    assert list(consents) == ["sms", "email", "call"]
    assert not any(state.given or state.entries for state in consents.values())


def test_each_consent_keeps_date_source_and_the_words_of_that_day(book: ClientBook) -> None:
    anna = book.add("Anna")
    book.shop.sets(CONSENT_SMS, "SMS? Yes.")
    given_at = book.shop.clock.now()
    book.does(set_consent, anna, "sms", given=True, source="paper")
    book.shop.sets(CONSENT_SMS, "Other words.")
    book.shop.clock.set(given_at + timedelta(days=30))
    book.does(set_consent, anna, "sms", given=False, source="message")
    state = book.consents(anna)["sms"]
    withdrawn, given = state.entries
    assert not state.given
    assert (given.given, given.at, given.source, given.wording) == (True, given_at, "paper", "SMS? Yes.")
    assert (withdrawn.given, withdrawn.at - given.at, withdrawn.source) == (False, timedelta(days=30), "message")
    assert withdrawn.wording == ""
    assert given.actor == "console:fitter"


def test_the_channels_know_nothing_of_each_other_and_nothing_is_written_twice(book: ClientBook) -> None:
    anna, boris = book.add("Anna", "0888123456"), book.add("Boris", "0888123456")
    book.does(set_consent, anna, "email", given=True, source="till")
    book.does(set_consent, anna, "email", given=True, source="web")
    book.does(set_consent, anna, "call", given=False, source="phone")
    consents = book.consents(anna)
    assert [channel for channel, state in consents.items() if state.given] == ["email"]
    assert [len(state.entries) for state in consents.values()] == [0, 1, 0]
    assert not any(state.entries for state in book.consents(boris).values())


def test_a_consent_of_before_brings_its_own_words(book: ClientBook) -> None:
    anna = book.add("Anna")
    book.does(set_consent, anna, "sms", given=True, source="import", wording="As in the old program.")
    assert book.consents(anna)["sms"].entries[0].wording == "As in the old program."


def test_what_is_no_channel_or_source_is_refused(book: ClientBook) -> None:
    anna = book.add("Anna")
    assert book.refuses(set_consent, anna, "pigeon", given=True, source="till") == "unknown_channel"
    assert book.refuses(set_consent, anna, "sms", given=True, source="rumour") == "unknown_source"
    assert book.refuses(set_consent, anna, "sms", given=True, source="erasure") == "unknown_source"
    assert book.refuses(set_consent, 4711, "sms", given=True, source="till") == "no_customer_here"


@pytest.mark.parametrize("change", [update(CustomerConsent).values(given=True), delete(CustomerConsent)])
def test_the_ledger_only_grows(book: ClientBook, change: object) -> None:
    book.does(set_consent, book.add("Anna"), "sms", given=True, source="till")
    with pytest.raises(IntegrityError):
        book.shop.changes(lambda tx: tx.execute(change))  # type: ignore[arg-type]
