"""What is stored about customers of what they bought before this program came."""

from typing import Any, Final

from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from pos.past_sales.models import PastSale
from pos.past_sales.reading import past_purchases

_MOST: Final = 100_000


def past_sales_data() -> PersonalData:
    """The purchases of the old program. An erasure lets them stand without a name, as it does with sales."""
    return PersonalData(frozenset({PastSale.__tablename__}), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    return {
        "purchases": [
            {
                "number": one.number,
                "sold_on": one.sold_on.isoformat(),
                "currency": one.currency,
                "lines": [
                    {"name": line.name, "qty_milli": line.qty_milli, "amount_minor": line.amount.minor}
                    for line in one.lines
                ],
            }
            for one in past_purchases(tx, customer_id, limit=_MOST)
        ]
    }


def _erase(_tx: Unit, _customer_id: int) -> None:
    """Documents keep their link to a row that says nothing any more."""
