"""Making promotions, changing what they say, switching them on and off."""

from typing import Any, Final

from sqlalchemy import insert, select, update

from app.core import journal
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import parse_uid
from app.core.installation import facts
from loyalty.promotions.models import Promotion, PromotionVersion
from loyalty.promotions.rules import checked_name, read_rule, rule_text
from loyalty.promotions.stored import DRAFT, OFF, ON, RUNNING, StoredPromotion, promotion_by_uid, promotions
from loyalty.rules.points import POINTS_DECIMALS
from loyalty.rules.promotion import Promotion as Rule
from loyalty.rules.promotion import Trigger, coupon_key
from loyalty.rules.rewards import ONE_FACTOR_MICRO, CouponReward, PointsReward

EDIT: Final = "promotions.edit"
MOST_COUPON_DAYS: Final = 3_650
MOST_BONUS: Final = 1_000_000
MOST_FACTOR: Final = 1_000
"""What is above these is a slip of the finger; far above, no calendar and no ledger could hold it at the till."""


def make_promotion(tx: Unit, uid: str, name: str, rule: dict[str, Any]) -> StoredPromotion:
    """A new promotion, not switched on yet; the same ``uid`` again answers the first.

    ``rule`` is the contract's JSON of a promotion. Raises Forbidden ``right_needed``; BadInput as the contract's
    reader, ``promotion_name_missing``, ``no_such_coupon``, ``number_out_of_range``; Conflict ``code_of_promotion``.
    """
    tx.actor.require(EDIT)
    uid = parse_uid(uid)
    if tx.execute(select(Promotion.id).where(Promotion.uid == uid)).first() is not None:
        return promotion_by_uid(tx, uid)
    name, text = checked_name(name), rule_text(rule)
    _check(tx, read_rule(uid, name, text, facts(tx).decimals))
    values = {"uid": uid, "state": DRAFT, "version": 1, "used": 0, "made_at": tx.now, "changed_at": tx.now}
    key = tx.execute(insert(Promotion), values).inserted_primary_key
    assert key is not None
    _write_version(tx, key[0], 1, name, text, facts(tx).currency)
    journal.record(tx, "promotion.made", subject=f"promotion:{uid}", body={"name": name, "rule": text})
    return promotion_by_uid(tx, uid)


def change_promotion(tx: Unit, uid: str, version: int, name: str, rule: dict[str, Any]) -> StoredPromotion:
    """What the promotion says from now on, as its next version; past sales keep the one they were made by.

    ``version`` is the one that was looked at. Raises as ``make_promotion``, NotFound ``no_promotion``, Conflict
    ``promotion_changed`` where somebody else was faster.
    """
    tx.actor.require(EDIT)
    tx.lock(select(Promotion.id).where(Promotion.uid == uid))
    old = promotion_by_uid(tx, uid)
    if old.version != version:
        raise Conflict("promotion_changed")
    name, text = checked_name(name), rule_text(rule)
    if (name, text) == (old.name, old.rule):
        return old
    _check(tx, read_rule(uid, name, text, facts(tx).decimals))
    write_next_version(tx, old, name, text, facts(tx).currency)
    journal.record(
        tx,
        "promotion.changed",
        subject=f"promotion:{uid}",
        body={"name": {"old": old.name, "new": name}, "rule": {"old": old.rule, "new": text}},
    )
    return promotion_by_uid(tx, uid)


def write_next_version(tx: Unit, old: StoredPromotion, name: str, rule: str, currency: str) -> None:
    """Writes a version that is checked already; whoever calls holds the promotion and journals."""
    _write_version(tx, old.id, old.version + 1, name, rule, currency)
    tx.execute(update(Promotion).where(Promotion.id == old.id).values(version=old.version + 1, changed_at=tx.now))
    tx.outdate(RUNNING)


def switch(tx: Unit, uid: str, *, on: bool) -> StoredPromotion:
    """Switches a promotion on or off; the same again does nothing. Raises NotFound ``no_promotion``."""
    tx.actor.require(EDIT)
    tx.lock(select(Promotion.id).where(Promotion.uid == uid))
    old = promotion_by_uid(tx, uid)
    state = ON if on else OFF
    if old.state == state or (old.state == DRAFT and not on):
        return old
    tx.execute(update(Promotion).where(Promotion.id == old.id).values(state=state, changed_at=tx.now))
    tx.outdate(RUNNING)
    journal.record(tx, "promotion.on" if on else "promotion.off", subject=f"promotion:{uid}", body={"name": old.name})
    return promotion_by_uid(tx, uid)


def _write_version(tx: Unit, promotion_id: int, number: int, name: str, rule: str, currency: str) -> None:
    tx.execute(
        insert(PromotionVersion),
        {
            "promotion_id": promotion_id,
            "number": number,
            "name": name,
            "rule": rule,
            "currency": currency,
            "made_at": tx.now,
            "made_by": tx.actor.name,
        },
    )


def _check(tx: Unit, asked: Rule) -> None:
    """What the contract's reader can not see: other promotions, and what a shop can mean."""
    others = [one for one in promotions(tx) if one.uid != asked.id]
    if asked.trigger is Trigger.CODE and asked.code is not None:
        key = coupon_key(asked.code)
        same = [one for one in others if one.takes_series and coupon_key(one.promotion.code or "") == key]
        if same:
            raise Conflict("code_of_promotion", code=asked.code.strip(), name=same[0].name)
    if isinstance(asked.reward, PointsReward):
        _within("bonus", asked.reward.bonus_micro, MOST_BONUS * 10**POINTS_DECIMALS, MOST_BONUS)
        _within("factor", asked.reward.factor_micro, MOST_FACTOR * ONE_FACTOR_MICRO, MOST_FACTOR)
    if isinstance(asked.reward, CouponReward):
        _within("valid_days", asked.reward.valid_days or 0, MOST_COUPON_DAYS, MOST_COUPON_DAYS)
        coupon = next((one for one in others if one.uid == asked.reward.promotion), None)
        if coupon is None or not coupon.takes_series:
            raise BadInput("no_such_coupon", "reward.promotion")


def _within(name: str, value: int, most: int, shown: int) -> None:
    """``shown`` is the most as people write it."""
    if value > most:
        raise BadInput("number_out_of_range", f"reward.{name}", low=0, high=shown)
