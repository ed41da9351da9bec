"""How long gift cards are good."""

from datetime import date
from typing import Final

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.settings import Setting
from app.places.day import calendar_date
from loyalty.program.values import months_after

VALID_MONTHS: Final = Setting(
    "gift_cards.valid_months",
    int,
    0,
    "A gift card is good for so many months",
    "0 is without an end. What is on a card stays owed after its last day: you can make the day a later one.",
    low=0,
    high=240,
)


def last_day_of_new(tx: ReadUnit) -> date | None:
    """The last day of a card that is sold or loaded today; None without an end."""
    months = settings.get(tx, VALID_MONTHS)
    return months_after(calendar_date(tx), months) if months else None
