"""Whom coupons may be sent to: by habit, label, birthday or what was bought; and who of them agreed to messages."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, select

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.crm.birth_dates import days_to_birthday
from app.crm.consents import who_agreed
from app.crm.labels import SEGMENT, bears, label_by_uid
from app.crm.links import IS_SOMEBODY
from app.crm.models import Customer
from app.places.day import calendar_date
from devices.sms.pdu import is_international
from pos.recognition.buyers import goods_of_branch, one_product, who_bought
from pos.recognition.groups import Group, is_in
from pos.recognition.models import CustomerHabit

EVERYBODY: Final = "all"
BIRTHDAY: Final = "birthday:"
BOUGHT: Final = "bought:"
"""Before what was bought: ``product:7`` for goods, ``category:3`` for a branch with all below it."""
BIRTHDAY_DAYS: Final = (7, 14, 30)
"""How many days before the birthday somebody may be written to."""
_GOODS: Final = re.compile(re.escape(BOUGHT) + r"(?P<kind>product|category):(?P<id>[0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Receiver:
    """A customer who may be written to."""

    customer_id: int
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Those chosen: how many in all, how many agreed to messages, and those of them who have a number."""

    total: int
    agreed: int
    receivers: tuple[Receiver, ...]


def audience_of(tx: ReadUnit, code: str) -> Audience:
    """The customers of ``all``, ``habit:best``, ``label:<uid>``, ``birthday:14``, ``bought:product:7``, by their ids.

    Raises BadInput ``sms_audience_unknown``, NotFound ``no_label``.
    """
    columns = (Customer.id, Customer.name, Customer.phone, Customer.second_phone, Customer.birth_date)
    rows = tx.execute(select(*columns).where(*IS_SOMEBODY, *_conditions(tx, code)).order_by(Customer.id)).all()
    if code.startswith(BIRTHDAY):
        today, days = calendar_date(tx), int(code.removeprefix(BIRTHDAY))
        rows = [row for row in rows if row.birth_date and days_to_birthday(row.birth_date, today) <= days]
    yes = who_agreed(tx, "sms")
    agreed = [row for row in rows if row.id in yes]
    receivers = (Receiver(row.id, row.name, _number(row.phone, row.second_phone)) for row in agreed)
    return Audience(len(rows), len(agreed), tuple(one for one in receivers if one.number))


def _conditions(tx: ReadUnit, code: str) -> list[ColumnElement[bool]]:
    if code == EVERYBODY:
        return []
    if code.startswith(SEGMENT):
        return [bears(label_by_uid(tx, code.removeprefix(SEGMENT)).uid)]
    group = next((one for one in Group if one.segment == code), None)
    if group is not None:
        return [Customer.id.in_(select(CustomerHabit.customer_id).where(is_in(tx, group)))]
    if code in {f"{BIRTHDAY}{days}" for days in BIRTHDAY_DAYS}:
        return [Customer.birth_date.is_not(None)]
    goods = _GOODS.fullmatch(code)
    if goods is not None:
        products = one_product if goods["kind"] == "product" else goods_of_branch
        return [who_bought(products(int(goods["id"])))]
    raise BadInput("sms_audience_unknown", "audience")


def _number(*phones: str | None) -> str:
    return next((phone for phone in phones if phone and is_international(phone)), "")
