"""A loyalty programme for tests."""

from app.core.db.unit import Database
from app.core.ids import new_uid
from loyalty.points.by_hand import give_points
from loyalty.points.ledger import points_of
from loyalty.program.store import save_program
from loyalty.program.values import Program
from loyalty.rules.points import EarnRule, Loyalty, Redeem, Tier
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Shop

POINT = 10**6


def points_program(*tiers: Tier, **more: object) -> Program:
    """A point for every 10.00; each is worth 0.10."""
    rules = Loyalty(earn=(EarnRule(POINT, per_amount=money("10.00")),), redeem=Redeem(unit_price("0.10")), tiers=tiers)
    return Program(enabled=True, rules=rules, **more)  # type: ignore[arg-type]  # the fields of a programme


def runs(shop: Shop, program: Program) -> None:
    """The owner saves the programme."""
    shop.changes(lambda tx: save_program(tx, program))


def gets_points(shop: Shop, customer_id: int, points: int) -> None:
    """Somebody in the office gives points."""
    shop.changes(lambda tx: give_points(tx, customer_id, points * POINT, "welcome", new_uid()))


def points(database: Database, customer_id: int) -> float:
    """The points a customer has, below zero what is owed."""
    with database.read_unit() as tx:
        return points_of(tx, customer_id).balance_micro / POINT
