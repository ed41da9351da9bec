"""What promotions store about customers: which of them a customer used, and when."""

from typing import Any

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from loyalty.promotions.models import Promotion, PromotionUse, PromotionVersion


def promotion_data() -> PersonalData:
    """The uses of a customer. An erasure lets them stand: they are a ledger, and name a row that says nothing more."""
    return PersonalData(frozenset({"promotion_use"}), _export, _erase)


def _export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
    rows = tx.execute(
        select(PromotionVersion.name, PromotionUse.at, PromotionUse.times, PromotionUse.amount, PromotionUse.currency)
        .join(Promotion, Promotion.id == PromotionUse.promotion_id)
        .join(
            PromotionVersion,
            (PromotionVersion.promotion_id == Promotion.id) & (PromotionVersion.number == PromotionUse.version),
        )
        .where(PromotionUse.customer_id == customer_id)
        .order_by(PromotionUse.id)
    )
    return {
        "promotions_used": [
            {
                "name": name,
                "at": at.isoformat(),
                "times": times,
                "amount_minor": amount.minor,
                "currency": currency,
            }
            for name, at, times, amount, currency in rows
        ]
    }


def _erase(tx: Unit, customer_id: int) -> None:
    """Nothing of it tells who the customer was."""
