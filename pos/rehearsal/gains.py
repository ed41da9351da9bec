"""Who gains by a promotion, and how much: sums of one batch on their way into the table."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from app.core.db.unit import Unit
from app.core.db.upsert import Replacing
from app.core.money import ZERO, Money
from app.crm.models import Customer
from pos.rehearsal.models import RehearsalCustomer

_PUT: Final = Replacing(
    RehearsalCustomer,
    "rehearsal_id",
    "customer_id",
    values=("receipts", "times", "gained", "points_micro"),
)


@dataclass(slots=True)
class _Gain:
    receipts: int = 0
    times: int = 0
    gained: Money = ZERO
    points_micro: int = 0


class Gains:
    """What the customers of a batch gain."""

    def __init__(self) -> None:
        self._of: Final[dict[int, _Gain]] = {}

    def add(self, customer_id: int, times: int, gained: Money, points_micro: int) -> None:
        """Adds one receipt."""
        gain = self._of.setdefault(customer_id, _Gain())
        gain.receipts += 1
        gain.times += times
        gain.gained += gained
        gain.points_micro += points_micro

    def write(self, tx: Unit, rehearsal_id: int) -> None:
        """Adds the batch to what the run says of its customers so far; nothing is said of erased ones."""
        if not self._of:
            return
        ids = sorted(self._of)
        erased = set(
            tx.execute(select(Customer.id).where(Customer.id.in_(ids), Customer.erased_at.is_not(None))).scalars()
        )
        so_far = {
            row.customer_id: row
            for row in tx.execute(
                select(RehearsalCustomer.__table__).where(
                    RehearsalCustomer.rehearsal_id == rehearsal_id, RehearsalCustomer.customer_id.in_(ids)
                )
            )
        }
        rows = []
        for customer_id in ids:
            gain, before = self._of[customer_id], so_far.get(customer_id, _Gain())
            if customer_id not in erased:
                rows.append(
                    {
                        "rehearsal_id": rehearsal_id,
                        "customer_id": customer_id,
                        "receipts": before.receipts + gain.receipts,
                        "times": before.times + gain.times,
                        "gained": before.gained + gain.gained,
                        "points_micro": before.points_micro + gain.points_micro,
                    }
                )
        _PUT.put(tx, rows)
