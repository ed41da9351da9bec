"""What customers agreed to: an append-only ledger for each channel, and the state that follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import func, insert, or_, select

from app.core import journal, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.settings import Setting
from app.core.texts import marked
from app.crm.held import hold_customer, subject_of
from app.crm.links import IS_SOMEBODY, is_of
from app.crm.models import Customer, CustomerConsent
from app.crm.settings import CONSENT_CALL, CONSENT_EMAIL, CONSENT_SMS

Channel = Literal["sms", "email", "call"]
Source = Literal["till", "paper", "phone", "web", "message", "import", "erasure"]
CHANNELS: Final[tuple[Channel, ...]] = ("sms", "email", "call")
CHOSEN_SOURCES: Final[tuple[Source, ...]] = ("till", "paper", "phone", "web", "message")
"""How a consent reached the shop, as people choose it."""
CHANNEL_NAMES: Final[Mapping[Channel, str]] = {
    "sms": marked("SMS"),
    "email": marked("E-mail"),
    "call": marked("Calls"),
}
_WORDINGS: Final[dict[Channel, Setting[str]]] = {"sms": CONSENT_SMS, "email": CONSENT_EMAIL, "call": CONSENT_CALL}


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """One line of the ledger. ``wording`` is what the customer saw; a withdrawal has none."""

    channel: Channel
    given: bool
    at: datetime
    source: Source
    wording: str
    actor: str


@dataclass(frozen=True, slots=True)
class ConsentState:
    """What holds for a channel, and every entry, newest first."""

    channel: Channel
    given: bool
    entries: tuple[ConsentEntry, ...]


def wording_of(tx: ReadUnit, channel: Channel) -> str:
    """What a customer is shown today before agreeing."""
    return settings.get(tx, _WORDINGS[channel])


def consents_of(tx: ReadUnit, customer_id: int) -> list[ConsentState]:
    """The state of each channel, in the order of CHANNELS; one that was never spoken of is not given.

    What was said by whoever was merged into the customer counts: the last word holds.
    """
    rows = tx.execute(
        select(*(getattr(CustomerConsent, name) for name in ConsentEntry.__slots__))
        .where(is_of(CustomerConsent.customer_id, customer_id))
        .order_by(CustomerConsent.id.desc())
    )
    entries = [ConsentEntry(*row) for row in rows]
    states = []
    for channel in CHANNELS:
        own = tuple(entry for entry in entries if entry.channel == channel)
        states.append(ConsentState(channel, bool(own) and own[0].given, own))
    return states


def who_agreed(tx: ReadUnit, channel: Channel) -> frozenset[int]:
    """The ids of everybody whose last word on a channel was yes, those merged into them counted as theirs."""
    rows = tx.execute(
        select(func.coalesce(Customer.merged_into_id, Customer.id), CustomerConsent.given)
        .join(Customer, Customer.id == CustomerConsent.customer_id)
        .where(CustomerConsent.channel == channel)
        .order_by(CustomerConsent.id)
    )
    last: dict[int, bool] = dict(tuple(row) for row in rows)
    return frozenset(customer_id for customer_id, given in last.items() if given)


def set_consent(
    tx: Unit, customer_id: int, channel: Channel, *, given: bool, source: Source, wording: str | None = None
) -> None:
    """Writes that a customer agreed to a channel or took it back; what holds already is not written again.

    Whoever agrees speaks for himself. A stop is for the number or the address: it stops everybody who has it.
    ``wording`` is what the customer saw, today's of the shop where none is told. Raises NotFound
    ``no_customer_here``, Conflict ``customer_erased``, BadInput ``unknown_channel``, ``unknown_source``.
    """
    if channel not in CHANNELS:
        raise BadInput("unknown_channel", "channel")
    if source not in (*CHOSEN_SOURCES, "import"):
        raise BadInput("unknown_source", "source")
    hold_customer(tx, customer_id)
    _write(tx, customer_id, channel, given=given, source=source, wording=wording)
    if not given:
        for one in _reached_with(tx, customer_id, channel):
            _write(tx, one, channel, given=False, source=source, wording=None)


def _reached_with(tx: ReadUnit, customer_id: int, channel: Channel) -> list[int]:
    """Who else is reached at the customer's numbers, or at the same e-mail address."""
    columns = (Customer.email,) if channel == "email" else (Customer.phone, Customer.second_phone)
    own = tx.execute(select(*columns).where(Customer.id == customer_id)).one()
    places = [place for place in own if place]
    at_one = or_(*[column.in_(places) for column in columns])
    others = select(Customer.id).where(at_one, Customer.id != customer_id, *IS_SOMEBODY).order_by(Customer.id)
    return list(tx.execute(others).scalars()) if places else []


def withdraw_all(tx: Unit, customer_id: int) -> None:
    """Closes every consent of a customer who is erased."""
    for channel in CHANNELS:
        _write(tx, customer_id, channel, given=False, source="erasure", wording=None)


def _write(tx: Unit, customer_id: int, channel: Channel, *, given: bool, source: Source, wording: str | None) -> None:
    states: Sequence[ConsentState] = consents_of(tx, customer_id)
    if next(state for state in states if state.channel == channel).given == given:
        return
    shown = "" if not given else wording_of(tx, channel) if wording is None else wording
    tx.execute(
        insert(CustomerConsent),
        {
            "customer_id": customer_id,
            "channel": channel,
            "given": given,
            "at": tx.now,
            "source": source,
            "wording": shown,
            "actor": tx.actor.name,
        },
    )
    journal.record(
        tx,
        "customer.consent_given" if given else "customer.consent_withdrawn",
        subject=subject_of(customer_id),
        body={"channel": channel, "source": source},
    )
