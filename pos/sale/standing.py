"""What a sale makes of its customer's standing: tier and card go by what was bought."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.money import Money
from app.places.day import today
from loyalty.program.store import program_of
from loyalty.tiers.standing import look_at_tier, settle_card, settle_tier, standing_of, tier_held
from pos.sale.bought import bought_by
from pos.sale.models import SaleLine
from pos.sale.turnover import IS_TURNOVER


def settle_standing(tx: Unit, sale_id: int, customer_id: int | None) -> None:
    """Settles tier and card of a customer after a sale, a return or a void that is written."""
    program = program_of(tx)
    if not program.enabled or customer_id is None:
        return
    in_all = bought_by(tx, customer_id)
    since = program.counts_from(today(tx))
    counted = in_all if since is None else bought_by(tx, customer_id, since)
    settle_tier(tx, customer_id, sale_id, counted.spent - _goods(tx, sale_id), counted.spent)
    settle_card(tx, customer_id, sale_id, in_all.spent)


def look_at_standing(tx: Unit, customer_id: int) -> str | None:
    """Warns a customer or lowers the tier where the purchases that count do not hold it; answers what was done."""
    since = program_of(tx).counts_from(today(tx))
    return look_at_tier(tx, customer_id, bought_by(tx, customer_id, since).spent)


@dataclass(frozen=True, slots=True)
class StandingView:
    """The tier of a customer and the way to the next one, of which ``way_percent`` is done.

    The tier ends on ``falls_on`` where not enough is bought until then.
    """

    spent: Money
    tier: str | None
    next_tier: str | None
    to_next: Money | None
    way_percent: int
    falls_on: date | None


def standing_view(tx: ReadUnit, customer_id: int) -> StandingView:
    """Where a customer stands today."""
    program, standing = program_of(tx), standing_of(tx, customer_id)
    spent = bought_by(tx, customer_id, program.counts_from(today(tx))).spent
    held = tier_held(program, standing, spent)
    above = program.above(held)
    return StandingView(
        spent,
        None if held is None else held.name,
        None if above is None else above.name,
        None if above is None else above.from_spent - spent,
        0 if above is None else program.way_percent(held, above, spent),
        standing.falls_on,
    )


def _goods(tx: ReadUnit, sale_id: int) -> Money:
    """What a document comes to that is turnover."""
    goods = (SaleLine.sale_id == sale_id) & IS_TURNOVER
    amount: Money = tx.execute(select(money_sum(SaleLine.gross)).where(goods)).scalar_one()
    return amount
