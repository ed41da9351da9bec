"""Two customers who are one person become one, and are parted again where that was wrong."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import insert, or_, select, update

from app.core import feed, journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.core.registry import Registry
from app.crm.customers import CustomerData, CustomerView, customer_by_id, update_customer
from app.crm.held import EDIT, subject_of
from app.crm.models import Customer, CustomerLink
from app.crm.search_text import refresh_search_text

MERGE: Final = "customers.merge"
TOPIC: Final = "customer"
FACTS: Final = ("name", "phone", "second_phone", "email", "birth_date", "sex", "language", "note")
"""What of a customer is said once, so that somebody chooses what stays."""

Moved = Mapping[str, Any]
"""What a part took over, as values that JSON knows."""


@dataclass(frozen=True, slots=True)
class MergePart:
    """What one part of the program does when a customer is merged into another one, and when that is undone.

    Documents follow the link by themselves (``app.crm.links``); a part moves what is a balance or a state. Both are
    called in the unit of the act, with the ids of the one dropped and the one kept: ``merge`` after the link is made
    and answers what it moved, ``undo`` after the link has ended, with that answer.
    """

    merge: Callable[[Unit, int, int], Moved]
    undo: Callable[[Unit, int, int, Moved], None]


MergeParts = Registry[MergePart]


@dataclass(frozen=True, slots=True)
class Link:
    """That ``dropped`` was merged into ``kept``, when and by whom; ``kept`` may have been merged further since."""

    dropped_id: int
    kept_id: int
    from_at: datetime
    from_by: str


def merge_customers(
    tx: Unit, parts: MergeParts, uid: str, dropped_id: int, kept_id: int, stays: CustomerData | None = None
) -> None:
    """Says that two customers are one (a right): ``kept_id`` stays, with the facts of ``stays`` where they are told.

    Journaled, and told to open pages. The same ``uid`` again does nothing. Raises BadInput ``merge_with_oneself``,
    NotFound ``no_customer_here``, Conflict ``customer_erased``, ``customer_merged`` (``name``), what
    ``update_customer`` refuses and what the parts raise.
    """
    tx.actor.require(MERGE)
    tx.actor.require(EDIT)
    uid = parse_uid(uid)
    if tx.execute(select(CustomerLink.id).where(CustomerLink.uid == uid)).first() is not None:
        return
    if dropped_id == kept_id:
        raise BadInput("merge_with_oneself", "kept")
    for one in _held(tx, dropped_id, kept_id):
        if one.erased:
            raise Conflict("customer_erased")
        if one.merged_into_id is not None:
            raise Conflict("customer_merged", name=_called(tx, one.merged_into_id))
    before = customer_by_id(tx, kept_id)
    link_id = _begin(tx, uid, dropped_id, kept_id)
    moved = {code: parts.get(code).merge(tx, dropped_id, kept_id) for code in parts}
    if stays is not None:
        update_customer(tx, kept_id, stays)
    taken = _changed(before, customer_by_id(tx, kept_id))
    tx.execute(
        update(CustomerLink)
        .where(CustomerLink.id == link_id)
        .values(moved=json.dumps(moved), taken=json.dumps(taken, ensure_ascii=False))
    )
    _said(tx, "customer.merged", dropped_id, kept_id)


def undo_merge(tx: Unit, parts: MergeParts, dropped_id: int) -> int:
    """Parts two customers again (a right); answers the id of the one that was kept.

    What was moved goes back by entries as far as it is still there: what was spent since stays with the one kept, and
    so do the facts that somebody changed since. Journaled. Raises NotFound ``no_customer_here``, Conflict
    ``not_merged``, ``customer_erased`` and ``undo_later_merge_first`` (``name``) where the one kept was merged further.
    """
    tx.actor.require(MERGE)
    tx.actor.require(EDIT)
    row = tx.execute(
        select(CustomerLink.id, CustomerLink.kept_id, CustomerLink.moved, CustomerLink.taken).where(
            CustomerLink.dropped_id == dropped_id, CustomerLink.until_at.is_(None)
        )
    ).first()
    if row is None:
        raise Conflict("not_merged")
    dropped, kept = _held(tx, dropped_id, row.kept_id)
    if dropped.merged_into_id is None:
        raise Conflict("not_merged")
    if kept.merged_into_id is not None:
        raise Conflict("undo_later_merge_first", name=_called(tx, kept.merged_into_id))
    if kept.erased:
        raise Conflict("customer_erased")
    _end(tx, row.id, dropped_id)
    moved = json.loads(row.moved)
    for code in parts:
        if code in moved:
            parts.get(code).undo(tx, dropped_id, kept.id, moved[code])
    _give_facts_back(tx, kept, json.loads(row.taken))
    _said(tx, "customer.parted", dropped_id, kept.id)
    return kept.id


def link_of(tx: ReadUnit, dropped_id: int) -> Link | None:
    """By which merge a customer is somebody else now; None where he is himself."""
    columns = [getattr(CustomerLink, name) for name in Link.__slots__]
    is_open = (CustomerLink.dropped_id == dropped_id) & CustomerLink.until_at.is_(None)
    row = tx.execute(select(*columns).where(is_open)).first()
    return None if row is None else Link(*row)


def links_into(tx: ReadUnit, kept_id: int) -> list[Link]:
    """The merges that hold of customers who are ``kept_id`` now, newest first."""
    columns = [getattr(CustomerLink, name) for name in Link.__slots__]
    now = select(Customer.id).where(Customer.merged_into_id == kept_id)
    rows = tx.execute(
        select(*columns)
        .where(CustomerLink.dropped_id.in_(now), CustomerLink.until_at.is_(None))
        .order_by(CustomerLink.id.desc())
    )
    return [Link(*row) for row in rows]


def data_of(customer: CustomerView) -> CustomerData:
    """What is said of a customer, as it is typed."""
    values = {name: getattr(customer, name) for name in FACTS if name != "birth_date"}
    return CustomerData(**{name: value or "" for name, value in values.items()}, birth_date=customer.birth_date)


def forget_taken(tx: Unit, customer_id: int) -> None:
    """Takes the facts out of the merges of a customer who is erased."""
    of_customer = or_(CustomerLink.dropped_id == customer_id, CustomerLink.kept_id == customer_id)
    tx.execute(update(CustomerLink).where(of_customer).values(taken="{}"))


def _held(tx: Unit, dropped_id: int, kept_id: int) -> tuple[CustomerView, CustomerView]:
    """Both customers, held until the unit ends."""
    both = Customer.id.in_(sorted({dropped_id, kept_id}))
    tx.lock(select(Customer.id).where(both).order_by(Customer.id))
    return customer_by_id(tx, dropped_id), customer_by_id(tx, kept_id)


def _begin(tx: Unit, uid: str, dropped_id: int, kept_id: int) -> int:
    key = tx.execute(
        insert(CustomerLink),
        {
            "uid": uid,
            "dropped_id": dropped_id,
            "kept_id": kept_id,
            "from_at": tx.now,
            "from_by": tx.actor.name,
            "moved": "{}",
            "taken": "{}",
        },
    ).inserted_primary_key
    assert key is not None
    # Whoever had been merged into the one dropped is the one kept now, so that nobody has to follow a chain.
    now = or_(Customer.id == dropped_id, Customer.merged_into_id == dropped_id)
    tx.execute(update(Customer).where(now).values(merged_into_id=kept_id))
    link_id: int = key[0]
    return link_id


def _end(tx: Unit, link_id: int, dropped_id: int) -> None:
    tx.execute(update(CustomerLink).where(CustomerLink.id == link_id).values(until_at=tx.now, until_by=tx.actor.name))
    links = tx.execute(
        select(CustomerLink.dropped_id, CustomerLink.kept_id).where(CustomerLink.until_at.is_(None))
    ).all()
    into: dict[int, list[int]] = {}
    for one, other in links:
        into.setdefault(other, []).append(one)
    with_him, found = [], into.get(dropped_id, [])
    while found:
        with_him += found
        found = [one for other in found for one in into.get(other, [])]
    tx.execute(update(Customer).where(Customer.id.in_(with_him)).values(merged_into_id=dropped_id))
    tx.execute(update(Customer).where(Customer.id == dropped_id).values(merged_into_id=None))


def _changed(before: CustomerView, after: CustomerView) -> dict[str, list[str]]:
    """Old and new of each fact that differs."""
    old, new = asdict(data_of(before)), asdict(data_of(after))
    return {name: [_text(old[name]), _text(new[name])] for name in FACTS if old[name] != new[name]}


def _give_facts_back(tx: Unit, kept: CustomerView, taken: Mapping[str, list[str]]) -> None:
    """Puts the facts back that a merge changed and nobody since."""
    data = data_of(kept)
    values = asdict(data)
    back: dict[str, Any] = {name: old for name, (old, new) in taken.items() if _text(values[name]) == new}
    if "birth_date" in back:
        back["birth_date"] = date.fromisoformat(back["birth_date"]) if back["birth_date"] else None
    if back:
        update_customer(tx, kept.id, replace(data, **back))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _said(tx: Unit, kind: str, dropped_id: int, kept_id: int) -> None:
    for customer_id in (kept_id, dropped_id):
        refresh_search_text(tx, customer_id)
        journal.record(
            tx, kind, subject=subject_of(customer_id), body={"customer": dropped_id, "into_customer": kept_id}
        )
    feed.announce(tx, TOPIC, {"kind": kind})


def _called(tx: ReadUnit, customer_id: int) -> str:
    customer = customer_by_id(tx, customer_id)
    return customer.name or customer.phone or customer.card_code or ""
