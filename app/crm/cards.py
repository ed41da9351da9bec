"""Cards of customers: the shop's own numbers or pre-printed ones, blocked, replaced, with their history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import insert, select, update
from stdnum import ean

from app.core import journal, settings
from app.core.codes import checked_code, match_code
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.crm.held import EDIT, hold_customer, hold_row, subject_of
from app.crm.links import is_of, who_is
from app.crm.models import CustomerCard, CustomerCardEvent
from app.crm.search_text import refresh_search_text
from app.crm.settings import CARD_PREFIX

SERIES: Final = "customer_card"
_SHOP: Final = 0
_CHECKED_FIGURES: Final = 12

CardState = Literal["active", "blocked", "replaced"]
CardAct = Literal["issued", "blocked", "unblocked", "replaced"]
CardReason = Literal["", "lost", "stolen", "damaged", "misused", "erased"]
_KINDS: Final[dict[CardAct, str]] = {
    "issued": "customer.card_issued",
    "blocked": "customer.card_blocked",
    "unblocked": "customer.card_unblocked",
    "replaced": "customer.card_replaced",
}
CHOSEN_REASONS: Final[tuple[CardReason, ...]] = ("lost", "stolen", "damaged", "misused")
"""Why a card is blocked or replaced, as people choose it."""


@dataclass(frozen=True, slots=True)
class CardEvent:
    """What happened to a card."""

    at: datetime
    act: CardAct
    reason: CardReason
    actor: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card with its history, oldest first."""

    id: int
    customer_id: int
    code: str
    state: CardState
    events: tuple[CardEvent, ...]


def issue_card(tx: Unit, customer_id: int) -> str:
    """Gives the customer a card with the next number of the shop's own range; answers its code (EAN-13).

    Raises NotFound ``no_customer_here``, Conflict ``customer_erased``, ``card_range_used_up``.
    """
    hold_customer(tx, customer_id)
    return _issue(tx, customer_id)


def issue_by_rule(tx: Unit, customer_id: int) -> str | None:
    """The same by a rule of the shop, whoever is at the till; None where no number is left: no sale fails for that.

    Raises NotFound ``no_customer_here``, Conflict ``customer_erased``.
    """
    hold_row(tx, customer_id)
    try:
        return _issue(tx, customer_id)
    except Conflict:
        return None


def _issue(tx: Unit, customer_id: int) -> str:
    prefix = settings.get(tx, CARD_PREFIX)
    while True:
        number = str(next_number(tx, _SHOP, SERIES)).zfill(_CHECKED_FIGURES - len(prefix))
        if len(prefix) + len(number) > _CHECKED_FIGURES:
            raise Conflict("card_range_used_up", prefix=prefix)
        code = f"{prefix}{number}"
        code += str(ean.calc_check_digit(code))
        # A pre-printed card may lie in the same range.
        if _holder_of(tx, code) is None:
            break
    _write_card(tx, customer_id, code)
    return code


def add_card(tx: Unit, customer_id: int, code: str) -> str:
    """Gives the customer a pre-printed card that was scanned; answers its code as it is kept.

    Raises NotFound ``no_customer_here``, Conflict ``customer_erased``, BadInput ``card_taken`` and what
    ``app.core.codes.checked_code`` refuses.
    """
    hold_customer(tx, customer_id)
    code = checked_code(code, "card")
    if _holder_of(tx, code) is not None:
        raise BadInput("card_taken", "card", code=code)
    _write_card(tx, customer_id, code)
    return code


def block_card(tx: Unit, card_id: int, reason: CardReason) -> None:
    """The card is refused from now on; blocking a blocked one changes nothing. Conflict ``card_replaced``."""
    card = _lock_card(tx, card_id)
    if card.state != "blocked":
        _change_state(tx, card, "blocked", "blocked", reason)


def unblock_card(tx: Unit, card_id: int) -> None:
    """The card is taken again; an active one stays as it is. Conflict ``card_replaced``, ``customer_erased``."""
    card = _lock_card(tx, card_id)
    if card.state != "active":
        hold_customer(tx, card.customer_id)
        _change_state(tx, card, "active", "unblocked", "")


def replace_card(tx: Unit, card_id: int, reason: CardReason, code: str = "") -> str:
    """Gives the card's holder another one and retires this for good; answers the new code.

    ``code`` is that of a pre-printed card; empty takes the next own number. Raises Conflict ``card_replaced``
    and what ``issue_card`` and ``add_card`` refuse.
    """
    card = _lock_card(tx, card_id)
    new_code = add_card(tx, card.customer_id, code) if code.strip() else issue_card(tx, card.customer_id)
    _change_state(tx, card, "replaced", "replaced", reason)
    return new_code


def cards_of(tx: ReadUnit, customer_id: int) -> list[CardView]:
    """The customer's cards with their histories, newest first; those of whoever was merged into him too."""
    events: dict[int, list[CardEvent]] = {}
    rows = tx.execute(
        select(
            CustomerCardEvent.card_id,
            CustomerCardEvent.at,
            CustomerCardEvent.act,
            CustomerCardEvent.reason,
            CustomerCardEvent.actor,
        )
        .join(CustomerCard, CustomerCard.id == CustomerCardEvent.card_id)
        .where(is_of(CustomerCard.customer_id, customer_id))
        .order_by(CustomerCardEvent.id)
    )
    for card_id, *facts in rows:
        events.setdefault(card_id, []).append(CardEvent(*facts))
    found = tx.execute(
        select(
            CustomerCard.id,
            who_is(CustomerCard.customer_id).label("customer_id"),
            CustomerCard.code,
            CustomerCard.state,
        )
        .where(is_of(CustomerCard.customer_id, customer_id))
        .order_by(CustomerCard.id.desc())
    )
    return [CardView(row.id, row.customer_id, row.code, row.state, tuple(events.get(row.id, ()))) for row in found]


def card_by_code(tx: ReadUnit, code: str) -> CardView:
    """The card that was scanned, whatever its state. NotFound ``no_card_here``."""
    customer_id = _holder_of(tx, code)
    if customer_id is None:
        raise NotFound("no_card_here", code=code)
    return next(card for card in cards_of(tx, customer_id) if match_code(card.code) == match_code(code))


def block_all(tx: Unit, customer_id: int, reason: CardReason) -> None:
    """Blocks every active card of a customer."""
    for card in cards_of(tx, customer_id):
        if card.state == "active":
            _change_state(tx, card, "blocked", "blocked", reason)


def _holder_of(tx: ReadUnit, code: str) -> int | None:
    holder: int | None = tx.execute(
        select(who_is(CustomerCard.customer_id)).where(CustomerCard.match_code == match_code(code))
    ).scalar()
    return holder


def _lock_card(tx: Unit, card_id: int) -> CardView:
    tx.actor.require(EDIT)
    tx.lock(select(CustomerCard.id).where(CustomerCard.id == card_id))
    row = tx.execute(
        select(
            CustomerCard.id,
            who_is(CustomerCard.customer_id).label("customer_id"),
            CustomerCard.code,
            CustomerCard.state,
        ).where(CustomerCard.id == card_id)
    ).first()
    if row is None:
        raise NotFound("no_card_here", code="")
    if row.state == "replaced":
        raise Conflict("card_replaced", code=row.code)
    return CardView(row.id, row.customer_id, row.code, row.state, ())


def _write_card(tx: Unit, customer_id: int, code: str) -> None:
    key = tx.execute(
        insert(CustomerCard),
        {"customer_id": customer_id, "code": code, "match_code": match_code(code), "state": "active"},
    ).inserted_primary_key
    assert key is not None
    _write_event(tx, key[0], "issued", "")
    refresh_search_text(tx, customer_id)
    journal.record(tx, _KINDS["issued"], subject=subject_of(customer_id), detail={"code": code})


def _change_state(tx: Unit, card: CardView, state: CardState, act: CardAct, reason: CardReason) -> None:
    if reason not in ("", "erased", *CHOSEN_REASONS):
        raise BadInput("card_reason_unknown", "reason")
    tx.execute(update(CustomerCard).where(CustomerCard.id == card.id).values(state=state))
    _write_event(tx, card.id, act, reason)
    journal.record(
        tx,
        _KINDS[act],
        subject=subject_of(card.customer_id),
        body={"reason": reason},
        detail={"code": card.code},
    )


def _write_event(tx: Unit, card_id: int, act: CardAct, reason: CardReason) -> None:
    tx.execute(
        insert(CustomerCardEvent),
        {"card_id": card_id, "at": tx.now, "act": act, "reason": reason, "actor": tx.actor.name},
    )
