"""How a business date goes, read live from its sales."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from app.core.currency_change import today_worth
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit
from app.core.money import Money
from app.places.day import shop_zone
from pos.sale.models import Sale, SaleLine
from pos.sale.turnover import NO_TURNOVER

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The sales of a business date up to an instant, in today's currency.

    ``gross`` is what goods and services came to, taxes in it.
    """

    day: date
    sale_count: int
    gross: Money


def day_figures(tx: ReadUnit, day: date, until: datetime) -> DayFigures:
    """The figures of a business date, of sales completed until the instant."""
    of_day = (Sale.business_date == day, Sale.completed_at <= until)
    rows = tx.execute(
        select(Sale.currency, func.count(), money_sum(Sale.gross)).where(*of_day).group_by(Sale.currency)
    ).all()
    pledges = tx.execute(
        select(Sale.currency, money_sum(-SaleLine.gross))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(*of_day, NO_TURNOVER)
        .group_by(Sale.currency)
    )
    goods = [*((currency, gross) for currency, _, gross in rows), *((one.currency, one[1]) for one in pledges)]
    return DayFigures(day, sum(row[1] for row in rows), today_worth(tx, goods))


def today_and_last_week(tx: ReadUnit, day: date) -> tuple[DayFigures, DayFigures]:
    """A business date so far, and the same weekday of last week up to the same time on the shop's clock."""
    zone = shop_zone(tx)
    # The clock may have been turned in between: a week earlier is counted on the wall.
    a_week_ago = tx.now.astimezone(zone).replace(tzinfo=None) - WEEK
    return day_figures(tx, day, tx.now), day_figures(tx, day - WEEK, a_week_ago.replace(tzinfo=zone))
