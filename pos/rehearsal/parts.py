"""What runs store about customers, and the amounts they hold."""

from typing import Any

from sqlalchemy import delete, select

from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from pos.rehearsal.models import Rehearsal, RehearsalCustomer


def rehearsal_data() -> PersonalData:
    """What runs say of a customer; an erasure forgets it, the sums of the run stay."""

    def export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
        rows = tx.execute(
            select(Rehearsal.name, Rehearsal.made_at, RehearsalCustomer.receipts, RehearsalCustomer.gained)
            .join(RehearsalCustomer, RehearsalCustomer.rehearsal_id == Rehearsal.id)
            .where(RehearsalCustomer.customer_id == customer_id)
            .order_by(Rehearsal.id)
        )
        return {
            "rehearsals": [
                {"name": name, "at": at.isoformat(), "receipts": receipts, "gained_minor": gained.minor}
                for name, at, receipts, gained in rows
            ]
        }

    def erase(tx: Unit, customer_id: int) -> None:
        tx.execute(delete(RehearsalCustomer).where(RehearsalCustomer.customer_id == customer_id))

    return PersonalData(frozenset({"rehearsal_customer"}), export, erase)


def rehearsal_amounts() -> CurrencyPart:
    """Figures of past days stay in the currency that their run names."""

    def amounts(_tx: ReadUnit, _exchange: Exchange) -> list[ConvertedAmount]:
        return []

    def convert(_tx: Unit, _exchange: Exchange) -> None:
        """A run tells of days that are over."""

    return CurrencyPart(frozenset({"rehearsal_customer.gained"}), amounts, convert)
