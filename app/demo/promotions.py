"""Promotions of the demo shop: three that run by themselves, and the coupon one of them gives out."""

from datetime import date
from typing import Any, Final

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db.unit import Database, Unit
from app.core.ids import new_uid
from loyalty.promotions.editing import make_promotion, switch
from warehouse.catalogue.models import Category

_TUESDAY: Final = 2


def add_promotions(database: Database, actor: Actor, first_day: date) -> None:
    """Makes the promotions and switches them on; those of the season begin on ``first_day``."""
    begins = first_day.isoformat()
    with database.unit_of_work(actor) as tx:
        gloves, hair = _path(tx, "Gloves"), _path(tx, "Hair care")
        _run(
            tx,
            "Three pairs of gloves for two",
            {
                "reward": {"type": "buy_get", "buy": "2", "get": "1", "percent": "100"},
                "when": {"categories": [gloves], "from": begins},
            },
        )
        _run(
            tx,
            "Hair day: a tenth off hair care",
            {
                "reward": {"type": "percent", "value": "10", "on": "matching"},
                "when": {"categories": [hair], "weekdays": [_TUESDAY]},
            },
        )
        thanks = _run(
            tx,
            "5.00 off your next purchase",
            {
                "reward": {"type": "amount", "value": "5", "on": "order"},
                "when": {"min_amount": "30"},
                "trigger": "code",
            },
        )
        _run(
            tx,
            "Thank you for coming",
            {
                "reward": {"type": "coupon", "promotion": thanks, "valid_days": 30},
                "when": {"min_amount": "150", "from": begins},
            },
        )


def _path(tx: Unit, name: str) -> str:
    path: str = tx.execute(select(Category.path).where(Category.name == name)).scalar_one()
    return path


def _run(tx: Unit, name: str, rule: dict[str, Any]) -> str:
    uid = new_uid()
    make_promotion(tx, uid, name, rule)
    switch(tx, uid, on=True)
    return uid
