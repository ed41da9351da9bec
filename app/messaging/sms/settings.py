"""When messages may go out, and how a customer says stop."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.settings import Setting
from app.core.texts import marked
from app.places.models import Device
from app.places.service import SMS_MODEM

SMS_FROM_HOUR: Final = Setting(
    "sms.from_hour",
    int,
    10,
    marked("Not before"),
    marked("The hour from which offers may go out. Those of the night wait for it."),
    low=6,
    high=14,
)
SMS_TO_HOUR: Final = Setting(
    "sms.to_hour",
    int,
    20,
    marked("Not after"),
    marked("The hour from which offers wait for the next morning."),
    low=15,
    high=22,
)
SMS_STOP_LINE: Final = Setting(
    "sms.stop_line",
    str,
    "No more messages? Tell us at the till.",
    marked("How to say stop"),
    marked("The last line of every offer. For whoever says stop, take the consent back on the customer's page."),
    max_length=100,
    check=lambda text: bool(text.strip()),
)


def modem_address(tx: ReadUnit) -> str | None:
    """Where the shop's modem is: the first in use; None where there is none, or where people practise."""
    if facts(tx).practice:
        return None
    in_use = select(Device.address).where(Device.role == SMS_MODEM, Device.active).order_by(Device.id).limit(1)
    return tx.execute(in_use).scalar()


def wait_for_morning(tx: ReadUnit, local: datetime) -> timedelta | None:
    """How long an offer has to wait at this time of the shop's clock; None where it may go out."""
    begin, end = settings.get(tx, SMS_FROM_HOUR), settings.get(tx, SMS_TO_HOUR)
    if begin <= local.hour < end:
        return None
    morning = local.replace(hour=begin, minute=0, second=0, microsecond=0)
    return (morning if local < morning else morning + timedelta(days=1)) - local
