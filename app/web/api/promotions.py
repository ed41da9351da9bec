"""Promotions, to read: the rules of the shop as a quote takes them."""

from datetime import date

from flask import Response

from app.core.ids import parse_uid
from app.places.day import calendar_date
from app.web.api.operations import Operation, Parameter, answer, operation
from app.web.api.shapes import PromotionOut, PromotionsOut
from app.web.shared.units import read
from loyalty.promotions.stored import ON, StoredPromotion, promotion_by_uid, promotions


@operation(
    Operation(
        "GET",
        "/promotions",
        "promotions",
        "Every promotion, the newest first; the rules of those that run go into a quote as they are",
        "promotions:read",
        answer=PromotionsOut,
    )
)
def list_promotions() -> Response:
    """Every promotion."""
    with read() as tx:
        today = calendar_date(tx)
        return answer(PromotionsOut(promotions=[_promotion(one, today) for one in promotions(tx)]))


@operation(
    Operation(
        "GET",
        "/promotions/{uid}",
        "promotion",
        "One promotion",
        "promotions:read",
        answer=PromotionOut,
        parameters=(Parameter("uid", "the promotion's uid", where="path", required=True),),
    )
)
def one_promotion(uid: str) -> Response:
    """One promotion by uid."""
    with read() as tx:
        return answer(_promotion(promotion_by_uid(tx, parse_uid(uid)), calendar_date(tx)))


def _promotion(stored: StoredPromotion, today: date) -> PromotionOut:
    return PromotionOut(
        uid=stored.uid,
        name=stored.name,
        state=stored.state,
        runs=stored.state == ON and not stored.is_over(today),
        version=stored.version,
        used=stored.used,
        changed_at=stored.changed_at.isoformat(),
        rule=stored.for_quote(),
    )
