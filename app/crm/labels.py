"""Labels that the shop puts on customers by hand: made, put on and taken off, each journaled."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import aliased

from app.core import journal
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.folding import fold
from app.core.ids import parse_uid
from app.crm.held import hold_row, subject_of
from app.crm.links import are_of, is_of, same_person
from app.crm.models import Customer, CustomerLabel, LabelledCustomer
from app.crm.typed import clean_line

LABEL: Final = "customers.label"
NAME_MOST: Final = 40
SEGMENT: Final = "label:"
"""What a rule's name of a label begins with; its uid follows."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label; rules name it by ``segment``."""

    id: int
    uid: str
    name: str

    @property
    def segment(self) -> str:
        """How promotions name whoever bears it."""
        return f"{SEGMENT}{self.uid}"


_STORED: Final = tuple(getattr(CustomerLabel, name) for name in Label.__slots__)


def labels(tx: ReadUnit) -> list[Label]:
    """Every label, by name."""
    return [Label(*row) for row in tx.execute(select(*_STORED).order_by(CustomerLabel.name_key))]


def label_by_uid(tx: ReadUnit, uid: str) -> Label:
    """One label; NotFound ``no_label``."""
    row = tx.execute(select(*_STORED).where(CustomerLabel.uid == uid)).first()
    if row is None:
        raise NotFound("no_label")
    return Label(*row)


_OF_CUSTOMER: Final = Prepared(
    select(*_STORED)
    .join(LabelledCustomer, LabelledCustomer.label_id == CustomerLabel.id)
    .where(is_of(LabelledCustomer.customer_id, bindparam("of_customer")))
    .distinct()
    .order_by(CustomerLabel.name)
)


def labels_of(tx: ReadUnit, customer_id: int) -> list[Label]:
    """The labels of a customer; those put on whoever was merged into him are his."""
    return [Label(*row) for row in _OF_CUSTOMER.all(tx, {"of_customer": customer_id})]


def names_by_customer(tx: ReadUnit, customer_ids: Collection[int]) -> dict[int, list[str]]:
    """What the labels of customers say, by id, for a list; whoever bears none is left out."""
    found: dict[int, list[str]] = {}
    if not customer_ids:
        return found
    now = func.coalesce(Customer.merged_into_id, Customer.id)
    rows = tx.execute(
        select(now, CustomerLabel.name)
        .join(LabelledCustomer, LabelledCustomer.customer_id == Customer.id)
        .join(CustomerLabel, CustomerLabel.id == LabelledCustomer.label_id)
        .where(are_of(Customer.id, customer_ids))
        .distinct()
        .order_by(CustomerLabel.name)
    )
    for customer_id, name in rows:
        found.setdefault(customer_id, []).append(name)
    return found


def bearers(tx: ReadUnit) -> dict[int, int]:
    """How many customers bear each label, by its id."""
    now = func.coalesce(Customer.merged_into_id, Customer.id)
    rows = tx.execute(
        select(LabelledCustomer.label_id, func.count(now.distinct()))
        .join(Customer, Customer.id == LabelledCustomer.customer_id)
        .group_by(LabelledCustomer.label_id)
    )
    return dict(tuple(row) for row in rows)


def bears(uid: str) -> ColumnElement[bool]:
    """That a row of ``Customer`` bears the label with this uid."""
    person = aliased(Customer)
    worn = (
        select(func.coalesce(person.merged_into_id, person.id))
        .join(LabelledCustomer, LabelledCustomer.customer_id == person.id)
        .join(CustomerLabel, CustomerLabel.id == LabelledCustomer.label_id)
        .where(CustomerLabel.uid == uid)
    )
    condition: ColumnElement[bool] = Customer.id.in_(worn)
    return condition


def make_label(tx: Unit, uid: str, name: str) -> Label:
    """Makes a label (a right); the same ``uid`` again answers the one it made.

    Raises BadInput ``label_name_missing``, ``text_too_long``, Conflict ``label_taken`` (``name``).
    """
    tx.actor.require(LABEL)
    uid = parse_uid(uid)
    if tx.execute(select(CustomerLabel.id).where(CustomerLabel.uid == uid)).first() is None:
        name = _free_name(tx, name)
        tx.execute(insert(CustomerLabel), {"uid": uid, "name": name, "name_key": fold(name)})
        journal.record(tx, "label.made", subject=_subject(uid), body={"name": name})
    return label_by_uid(tx, uid)


def rename_label(tx: Unit, uid: str, name: str) -> None:
    """Gives a label another name; rules go on naming it. Raises as ``make_label``, and NotFound ``no_label``."""
    tx.actor.require(LABEL)
    old = label_by_uid(tx, uid)
    name = _free_name(tx, name, but=old.id)
    if name != old.name:
        tx.execute(update(CustomerLabel).where(CustomerLabel.id == old.id).values(name=name, name_key=fold(name)))
        journal.record(tx, "label.renamed", subject=_subject(uid), body={"old": old.name, "new": name})


def remove_label(tx: Unit, uid: str) -> None:
    """Takes a label off everybody, and it is gone: a rule that names it holds for nobody. NotFound ``no_label``."""
    tx.actor.require(LABEL)
    label = label_by_uid(tx, uid)
    worn = bearers(tx).get(label.id, 0)
    tx.execute(delete(LabelledCustomer).where(LabelledCustomer.label_id == label.id))
    tx.execute(delete(CustomerLabel).where(CustomerLabel.id == label.id))
    journal.record(tx, "label.removed", subject=_subject(uid), body={"name": label.name, "customers": worn})


def put_label(tx: Unit, uid: str, customer_ids: Collection[int]) -> int:
    """Puts a label on customers (a right); answers on how many it was not yet.

    Raises NotFound ``no_label``, ``no_customer_here``, Conflict ``customer_erased``, ``customer_merged``.
    """
    tx.actor.require(LABEL)
    label, put = label_by_uid(tx, uid), 0
    for customer_id in sorted(set(customer_ids)):
        hold_row(tx, customer_id)
        if label in labels_of(tx, customer_id):
            continue
        tx.execute(
            insert(LabelledCustomer),
            {"label_id": label.id, "customer_id": customer_id, "at": tx.now, "by": tx.actor.name},
        )
        journal.record(tx, "customer.labelled", subject=subject_of(customer_id), body={"label": label.name})
        put += 1
    return put


def take_label(tx: Unit, uid: str, customer_ids: Collection[int]) -> int:
    """Takes a label off customers (a right); answers of how many bore it. Raises as ``put_label``."""
    tx.actor.require(LABEL)
    label, taken = label_by_uid(tx, uid), 0
    for customer_id in sorted(set(customer_ids)):
        hold_row(tx, customer_id)
        worn = (LabelledCustomer.label_id == label.id) & LabelledCustomer.customer_id.in_(same_person(customer_id))
        if tx.execute(delete(LabelledCustomer).where(worn)).rowcount:
            journal.record(tx, "customer.unlabelled", subject=subject_of(customer_id), body={"label": label.name})
            taken += 1
    return taken


def forget_labels(tx: Unit, customer_id: int) -> None:
    """Takes every label off a customer who is erased."""
    tx.execute(delete(LabelledCustomer).where(LabelledCustomer.customer_id == customer_id))


def _free_name(tx: ReadUnit, text: str, but: int | None = None) -> str:
    name = clean_line(text, "name", NAME_MOST)
    if not fold(name):
        raise BadInput("label_name_missing", "name")
    taken = select(CustomerLabel.id).where(CustomerLabel.name_key == fold(name))
    found = tx.execute(taken).scalar()
    if found not in (None, but):
        raise Conflict("label_taken", name=name)
    return name


def _subject(uid: str) -> str:
    return f"label:{uid}"
