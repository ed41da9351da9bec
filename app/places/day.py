"""The shop's local time and business date."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.core import settings
from app.core.clock import business_date, calendar_day
from app.core.db.unit import ReadUnit
from app.places.settings import DAY_START_HOUR, ZONE, zone_named


def shop_zone(tx: ReadUnit) -> ZoneInfo:
    """The zone the shop lives in."""
    return zone_named(settings.get(tx, ZONE))


def local_time(tx: ReadUnit, instant: datetime) -> datetime:
    """The instant as the shop's clock shows it."""
    return instant.astimezone(shop_zone(tx))


def calendar_date(tx: ReadUnit) -> date:
    """The date on the shop's wall at this unit's instant: what laws go by, tax rates above all."""
    return calendar_day(tx.now, shop_zone(tx))


def business_date_of(tx: ReadUnit, instant: datetime) -> date:
    """The date the instant counts for."""
    return business_date(instant, shop_zone(tx), settings.get(tx, DAY_START_HOUR))


def today(tx: ReadUnit) -> date:
    """The business date of this unit's instant."""
    return business_date_of(tx, tx.now)
