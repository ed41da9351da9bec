"""A family: customers who share a phone."""

from sqlalchemy import or_, select

from app.core.db.unit import ReadUnit
from app.crm.links import IS_SOMEBODY
from app.crm.models import Customer


def family_of(tx: ReadUnit, customer_id: int) -> frozenset[int]:
    """The ids of the other customers who have one of a customer's phones; none where he has no phone."""
    phones = {
        phone
        for row in tx.execute(select(Customer.phone, Customer.second_phone).where(Customer.id == customer_id))
        for phone in row
        if phone
    }
    if not phones:
        return frozenset()
    known = sorted(phones)
    found = tx.execute(
        select(Customer.id).where(
            or_(Customer.phone.in_(known), Customer.second_phone.in_(known)), *IS_SOMEBODY, Customer.id != customer_id
        )
    )
    return frozenset(found.scalars())
