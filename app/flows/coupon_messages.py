"""Coupons of a series sent by SMS: seen before, confirmed once, to each customer a code of his own."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from typing import Final

from sqlalchemy import insert, select

from app.core import journal, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.written import writing
from app.flows.coupon_audience import Receiver, audience_of
from app.messaging.sms.models import SmsSending
from app.messaging.sms.outgoing import EXPIRES, Outgoing, queue_sms, sent_for
from app.messaging.sms.settings import SMS_STOP_LINE
from app.places.day import calendar_date, shop_zone
from app.places.settings import PAPER_LANGUAGE
from devices.sms.parts import cut
from loyalty.promotions.coupon_codes import shown_code
from loyalty.promotions.coupons import FREE, CouponView, SeriesView, coupons_of, series_by_uid
from loyalty.promotions.editing import EDIT
from loyalty.promotions.models import CouponSeries

MOST_AT_ONCE: Final = 2_000
"""A modem takes some seconds a part: more would not be out by the evening."""
WORDS: Final = ("{name}", "{code}", "{until}")
_WORD: Final = re.compile(r"\{[^{}]*\}")
_SAMPLE_CODE: Final = "K7Q29XMD24TZ"


@dataclass(frozen=True, slots=True)
class Plan:
    """What sending would do: who is asked for, who gets a message, what it costs, and how it reads to the first.

    ``have`` counts those who got a coupon of the series before; ``left`` the coupons that can still be sent.
    """

    series: SeriesView
    total: int
    agreed: int
    have: int
    receivers: tuple[Receiver, ...]
    left: int
    parts: int
    most_parts: int
    sample: str


def plan(tx: ReadUnit, series_uid: str, audience: str, text: str) -> Plan:
    """What sending coupons of a series to an audience would do now.

    Raises NotFound ``no_series``, ``no_label``, BadInput ``sms_audience_unknown``, ``sms_code_missing``,
    ``sms_word_unknown``, ``sms_no_last_day``, ``sms_text_long``.
    """
    series = series_by_uid(tx, series_uid)
    chosen, have = audience_of(tx, audience), sent_for(tx, occasion_of(series))
    receivers = tuple(one for one in chosen.receivers if one.customer_id not in have)
    write = _Writer(tx, series, text)
    texts = [write.to(one.name, _SAMPLE_CODE) for one in receivers] or [write.to("", _SAMPLE_CODE)]
    costs = [len(cut(each).parts) for each in texts]
    return Plan(
        series,
        chosen.total,
        chosen.agreed,
        len(chosen.receivers) - len(receivers),
        receivers,
        len(_unsent(tx, series)),
        sum(costs) if receivers else 0,
        max(costs),
        texts[0],
    )


def send_coupons(tx: Unit, uid: str, series_uid: str, audience: str, text: str, expected: int) -> int:
    """Sends what ``plan`` showed, ``expected`` messages; answers how many. The same ``uid`` again sends nothing.

    Raises as ``plan`` and ``queue_sms``, Forbidden ``right_needed``, Conflict ``sms_nobody``, ``sms_plan_changed``,
    ``sms_too_many``, ``coupons_too_few``, ``coupons_over``.
    """
    tx.actor.require(EDIT)
    uid = parse_uid(uid)
    # Whoever sends the same series at the same time waits here, and then finds who has a coupon.
    tx.lock(select(CouponSeries.id).where(CouponSeries.uid == series_uid))
    done = tx.execute(select(SmsSending.messages).where(SmsSending.uid == uid)).scalar()
    if done is not None:
        return int(done)
    planned = plan(tx, series_uid, audience, text)
    receivers, series = planned.receivers, planned.series
    _refuse(tx, planned, expected)
    write = _Writer(tx, series, text)
    coupons = _unsent(tx, series)[: len(receivers)]
    messages = [
        Outgoing(one.number, write.to(one.name, coupon.code), one.customer_id, _reference(coupon))
        for one, coupon in zip(receivers, coupons, strict=True)
    ]
    parts = queue_sms(tx, occasion_of(series), messages, offer=True, expires_after=_good_for(tx, series.last_day))
    facts_of_it = {"audience": audience, "text": text, "messages": len(messages), "parts": parts}
    tx.execute(
        insert(SmsSending),
        {"uid": uid, "occasion": occasion_of(series), **facts_of_it, "at": tx.now, "by": tx.actor.name},
    )
    journal.record(tx, "coupons.sent", subject=f"series:{series_uid}", body={"name": series.name, **facts_of_it})
    return len(messages)


def occasion_of(series: SeriesView) -> str:
    """What messages with coupons of a series are sent for."""
    return f"coupons:{series.uid}"


def coupons_to_print(tx: ReadUnit, series: SeriesView) -> list[CouponView]:
    """The free coupons of a series that nobody was sent."""
    return _unsent(tx, series)


def _refuse(tx: ReadUnit, planned: Plan, expected: int) -> None:
    count = len(planned.receivers)
    if not count:
        raise Conflict("sms_nobody")
    if count != expected:
        raise Conflict("sms_plan_changed", messages=count)
    if count > MOST_AT_ONCE:
        raise Conflict("sms_too_many", messages=count, most=MOST_AT_ONCE)
    if planned.left < count:
        raise Conflict("coupons_too_few", left=planned.left, messages=count)
    last_day = planned.series.last_day
    if last_day is not None and last_day < calendar_date(tx):
        raise Conflict("coupons_over")


def _unsent(tx: ReadUnit, series: SeriesView) -> list[CouponView]:
    sent = set(sent_for(tx, occasion_of(series)).values())
    return [one for one in coupons_of(tx, series.id) if one.state == FREE and _reference(one) not in sent]


def _reference(coupon: CouponView) -> str:
    return f"coupon:{coupon.id}"


def _good_for(tx: ReadUnit, last_day: date | None) -> timedelta:
    """Until when it may still go out: a coupon that is over is not announced."""
    if last_day is None:
        return EXPIRES
    end = datetime.combine(last_day + timedelta(days=1), wall_time(), shop_zone(tx))
    return min(EXPIRES, end - tx.now)


class _Writer:
    """Fills the names in, in the language of the shop's papers."""

    def __init__(self, tx: ReadUnit, series: SeriesView, text: str) -> None:
        unknown = [word for word in _WORD.findall(text) if word not in WORDS]
        if unknown:
            raise BadInput("sms_word_unknown", "text", word=unknown[0][:40], known=", ".join(WORDS))
        if "{code}" not in text:
            raise BadInput("sms_code_missing", "text", word="{code}")
        if "{until}" in text and series.last_day is None:
            raise BadInput("sms_no_last_day", "text", word="{until}")
        write = writing(settings.get(tx, PAPER_LANGUAGE), facts(tx).decimals)
        until = "" if series.last_day is None else write.day(series.last_day)
        self._text = f"{text.strip()}\n{settings.get(tx, SMS_STOP_LINE).strip()}"
        self._fixed = {"{until}": until}

    def to(self, name: str, code: str) -> str:
        """The text for one customer; what his own name holds is not filled in again."""
        words = {**self._fixed, "{name}": name, "{code}": shown_code(code)}
        filled = _WORD.sub(lambda found: words.get(found[0], found[0]), self._text)
        return re.sub(r" +([,.!])|  +", lambda found: found[1] or " ", filled)
