"""What recognition stores about customers, and the amounts it holds: both can be counted anew."""

from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update

from app.core.currency_change import Exchange
from app.core.currency_parts import ConvertedAmount, CurrencyPart
from app.core.db.unit import ReadUnit, Unit
from app.crm.personal_data import PersonalData
from pos.recognition.favourites import favourites_of
from pos.recognition.groups import BEST_FROM
from pos.recognition.models import CustomerFavourite, CustomerHabit
from pos.recognition.reading import habit_now

_AMOUNTS: Final = ("spent", "spent_lately", "value_per_year")


def habit_data() -> PersonalData:
    """How often somebody comes, what he is worth and buys again and again; an erasure forgets it."""

    def export(tx: ReadUnit, customer_id: int) -> dict[str, Any]:
        habit = habit_now(tx, customer_id)
        if habit is None:
            return {}
        return {
            "visits": habit.visits,
            "first_day": habit.first_day,
            "last_day": habit.last_day,
            "usual_interval_days": habit.usual_interval_days,
            "attendance": habit.attendance,
            "favourites": [{"name": one.name, "times": one.times} for one in favourites_of(tx, customer_id)],
        }

    def erase(tx: Unit, customer_id: int) -> None:
        for table in (CustomerHabit, CustomerFavourite):
            tx.execute(delete(table).where(table.customer_id == customer_id))

    return PersonalData(frozenset({"customer_habit", "customer_favourite"}), export, erase)


def habit_amounts() -> CurrencyPart:
    """Figures of the list of regulars go over as they are; the next count makes them exact again."""

    def amounts(_tx: ReadUnit, _exchange: Exchange) -> list[ConvertedAmount]:
        return []

    def convert(tx: Unit, exchange: Exchange) -> None:
        tx.outdate(BEST_FROM)
        columns = [getattr(CustomerHabit, name) for name in _AMOUNTS]
        rows = tx.execute(select(CustomerHabit.customer_id, *columns)).all()
        if rows:
            tx.execute(
                update(CustomerHabit).where(CustomerHabit.customer_id == bindparam("of_customer")),
                [
                    {
                        "of_customer": row[0],
                        **{name: exchange.money(amount) for name, amount in zip(_AMOUNTS, row[1:], strict=True)},
                    }
                    for row in rows
                ],
            )

    return CurrencyPart(frozenset({f"customer_habit.{name}" for name in _AMOUNTS}), amounts, convert)
