"""The shop's local time and business date."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core import settings
from app.core.clock import business_date, calendar_day
from app.core.db.unit import ReadUnit
from app.places.service import place_of
from app.places.settings import DAY_START_HOUR, ZONE, zone_named


def shop_zone(tx: ReadUnit) -> ZoneInfo:
    """The zone the shop lives in."""
    return zone_named(settings.get(tx, ZONE))


def local_time(tx: ReadUnit, instant: datetime) -> datetime:
    """The instant as the shop's clock shows it."""
    return instant.astimezone(shop_zone(tx))


def calendar_date(tx: ReadUnit) -> date:
    """The date on the shop's wall at this unit's instant: what laws go by, tax rates above all.

    Where the unit books on a day kept on paper, that day.
    """
    return tx.books_on or calendar_day(tx.now, shop_zone(tx))


def business_date_of(tx: ReadUnit, instant: datetime) -> date:
    """The date the instant counts for."""
    return business_date(instant, shop_zone(tx), settings.get(tx, DAY_START_HOUR))


def today(tx: ReadUnit) -> date:
    """The business date of this unit's instant, or the day kept on paper that it books on."""
    return tx.books_on or business_date_of(tx, tx.now)


def counted_now(tx: ReadUnit) -> datetime:
    """The instant by which goods are priced: this unit's, or the same time of the day kept on paper."""
    if tx.books_on is None:
        return tx.now
    local = local_time(tx, tx.now)
    return local + timedelta(days=(tx.books_on - local.date()).days)


def book_on_paper_day(tx: ReadUnit, till_id: int) -> None:
    """Books what this unit does on the day kept on paper that is being entered at a till; elsewhere nothing changes."""
    tx.books_on = place_of(tx, till_id).paper_day
