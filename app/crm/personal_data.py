"""What is stored about a customer, told and erased: each part of the program answers for its own tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, update

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.journal_details import acts_about, erase_details
from app.core.registry import Registry
from app.crm.cards import block_all, cards_of
from app.crm.consents import consents_of, withdraw_all
from app.crm.customers import customer_by_id
from app.crm.duplicates import forget_apart
from app.crm.held import hold_row, subject_of
from app.crm.labels import forget_labels, labels_of
from app.crm.merging import forget_taken
from app.crm.models import Customer

ERASE: Final = "customers.erase"
VIEW: Final = "customers.view"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What one part of the program stores about customers.

    ``tables`` are those with a ``customer_id``, and others that hold something personal. ``export`` answers what is
    stored about a customer, as values that JSON knows; ``erase`` takes it away, in the unit of the erasure.
    """

    tables: frozenset[str]
    export: Callable[[ReadUnit, int], dict[str, Any]]
    erase: Callable[[Unit, int], None]


PersonalDataParts = Registry[PersonalData]


def export_customer(tx: Unit, parts: PersonalDataParts, customer_id: int) -> dict[str, Any]:
    """Everything stored about a customer, part by part; the export itself is journaled.

    Whoever was merged into him follows under ``merged``. Raises Forbidden ``right_needed``, NotFound
    ``no_customer_here``.
    """
    tx.actor.require(VIEW)
    customer_by_id(tx, customer_id)
    journal.record(tx, "customer.exported", subject=subject_of(customer_id))
    stored = {code: parts.get(code).export(tx, customer_id) for code in parts}
    merged = [{code: parts.get(code).export(tx, one) for code in parts} for one in _merged_into(tx, customer_id)]
    return stored | ({"merged": merged} if merged else {})


def erase_customer(tx: Unit, parts: PersonalDataParts, customer_id: int) -> None:
    """Takes away everything that tells who the customer was; the row stays, so that documents keep their link.

    A customer who is erased already stays so; whoever was merged into him is erased with him. Raises Forbidden
    ``right_needed``, NotFound ``no_customer_here``, Conflict ``customer_merged`` for somebody who is another one now.
    """
    tx.actor.require(ERASE)
    try:
        hold_row(tx, customer_id)
    except Conflict as error:
        if error.code == "customer_erased":
            return
        raise
    for one in (*_merged_into(tx, customer_id), customer_id):
        for code in parts:
            parts.get(code).erase(tx, one)
        journal.record(tx, "customer.erased", subject=subject_of(one))


def _merged_into(tx: ReadUnit, customer_id: int) -> list[int]:
    """The ids of those who were merged into a customer."""
    merged = select(Customer.id).where(Customer.merged_into_id == customer_id).order_by(Customer.id)
    return list(tx.execute(merged).scalars())


def client_book_data() -> PersonalData:
    """The client book's own answer: the customer, cards, consents, and what the journal says of them."""
    tables = {
        "customer",
        "customer_card",
        "customer_card_event",
        "customer_consent",
        "customer_link",
        "customers_apart",
        "labelled_customer",
        "journal_detail",
    }
    return PersonalData(frozenset(tables), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    customer = customer_by_id(tx, customer_id)
    return {
        "uid": customer.uid,
        "name": customer.name,
        "phone": customer.phone,
        "second_phone": customer.second_phone,
        "email": customer.email,
        "birth_date": customer.birth_date.isoformat() if customer.birth_date else None,
        "sex": customer.sex,
        "language": customer.language,
        "note": customer.note,
        "created_at": customer.created_at.isoformat(),
        "labels": [label.name for label in labels_of(tx, customer_id)],
        "cards": [
            {
                "code": card.code,
                "state": card.state,
                "history": [
                    {"at": event.at.isoformat(), "act": event.act, "reason": event.reason} for event in card.events
                ],
            }
            for card in cards_of(tx, customer_id)
        ],
        "consents": [
            {
                "channel": state.channel,
                "given": state.given,
                "history": [
                    {
                        "at": entry.at.isoformat(),
                        "given": entry.given,
                        "source": entry.source,
                        "wording": entry.wording,
                    }
                    for entry in state.entries
                ],
            }
            for state in consents_of(tx, customer_id)
        ],
        "journal": [
            {"at": act.at.isoformat(), "by": act.actor, "kind": act.kind, "what": act.body, "detail": act.detail}
            for act in acts_about(tx, subject_of(customer_id))
        ],
    }


def _erase(tx: Unit, customer_id: int) -> None:
    block_all(tx, customer_id, "erased")
    withdraw_all(tx, customer_id)
    forget_labels(tx, customer_id)
    forget_apart(tx, customer_id)
    forget_taken(tx, customer_id)
    tx.execute(
        update(Customer)
        .where(Customer.id == customer_id)
        .values(
            name="",
            phone=None,
            second_phone=None,
            email=None,
            birth_date=None,
            sex=None,
            language="",
            note="",
            search_text="",
            sort_name="",
            erased_at=tx.now,
        )
    )
    # Blocking the cards has journaled their codes once more: the details go last.
    erase_details(tx, subject_of(customer_id))
