"""Employees as customers: who they are, what they get off, and that nobody serves himself."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, select

from app.auth.accounts import account
from app.auth.models import Account
from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.crm.held import hold_row, subject_of
from app.crm.links import is_of
from app.crm.personal_data import PersonalData
from pos.employees.models import StaffCustomer

LINK: Final = "staff.edit"
SERVE_SELF: Final = "till.serve_self"


@dataclass(frozen=True, slots=True)
class Employee:
    """The account of a customer who works here."""

    account_id: int
    name: str


def employee_of(tx: ReadUnit, customer_id: int) -> Employee | None:
    """Who of the staff the customer is; None where nobody, or somebody who left."""
    row = tx.execute(
        select(Account.id, Account.name)
        .join(StaffCustomer, StaffCustomer.account_id == Account.id)
        .where(is_of(StaffCustomer.customer_id, customer_id), Account.active.is_(True))
        .order_by(StaffCustomer.customer_id != customer_id)
        .limit(1)
    ).first()
    return None if row is None else Employee(*row)


def set_employee(tx: Unit, customer_id: int, account_id: int | None) -> None:
    """Says who of the staff a customer is; None says nobody. Journaled.

    Raises NotFound ``no_customer_here``, ``no_account``; Conflict ``customer_erased``, ``customer_merged``; BadInput
    ``employee_taken``
    (``name``) where that person is another customer already.
    """
    tx.actor.require(LINK)
    hold_row(tx, customer_id)
    present = is_of(StaffCustomer.customer_id, customer_id)
    old = tx.execute(select(StaffCustomer.account_id).where(present)).scalar()
    if old == account_id:
        return
    if account_id is not None:
        person = account(tx, account_id)
        tx.lock(select(Account.id).where(Account.id == account_id))
        if tx.execute(select(StaffCustomer.customer_id).where(StaffCustomer.account_id == account_id)).first():
            raise BadInput("employee_taken", "account", name=person.name)
    tx.execute(delete(StaffCustomer).where(present))
    if account_id is not None:
        tx.execute(insert(StaffCustomer), {"customer_id": customer_id, "account_id": account_id})
    journal.record(
        tx, "customer.works_here", subject=subject_of(customer_id), body={"old_account": old, "account": account_id}
    )


def refuse_serving_oneself(tx: Unit, customer_id: int | None) -> None:
    """Raises Forbidden ``right_needed`` where the customer is the actor and nobody else lent the right for it."""
    if customer_id is None or tx.actor.account_id is None:
        return
    employee = employee_of(tx, customer_id)
    if employee is not None and employee.account_id == tx.actor.account_id:
        tx.actor.require_lent(SERVE_SELF)


def employee_data() -> PersonalData:
    """That somebody works here; an erasure forgets it."""

    def export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
        employee = employee_of(tx, customer_id)
        return {"works_here_as": None if employee is None else employee.name}

    def erase(tx: Unit, customer_id: int) -> None:
        tx.execute(delete(StaffCustomer).where(StaffCustomer.customer_id == customer_id))

    return PersonalData(frozenset({"staff_customer"}), export, erase)
