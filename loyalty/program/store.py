"""The loyalty programme, read for every cart from memory and saved as a whole."""

import json
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.money import MOST_AMOUNT, ZERO
from app.core.percent import WHOLE, Percent
from loyalty.program.models import LoyaltyEarnRule, LoyaltyProgram, LoyaltyTier
from loyalty.program.values import NO_PROGRAM, Program
from loyalty.rules.points import POINTS_DECIMALS, EarnRule, Loyalty, PointsRounding, Redeem, Tier
from loyalty.rules.rewards import ONE_FACTOR_MICRO
from loyalty.rules.selection import ALL_GOODS, Selection

EDIT: Final = "settings.edit"
MOST_MONTHS: Final = 120
MOST_DAYS: Final = 365
MOST_POINTS_DECIMALS: Final = 2
MOST_ROWS: Final = 50
MOST_POINTS: Final = 10_000
MOST_FACTOR: Final = 1_000
_NAME_MOST: Final = 60
_KEY: Final = "loyalty_program"
_MICRO_OF_BP: Final = 10_000


def program_of(tx: ReadUnit) -> Program:
    """The programme in force; a unit that changed it sees its own change."""
    return tx.cached(_KEY, _load)


def save_program(tx: Unit, program: Program) -> None:
    """Makes a programme the one in force, and journals old and new.

    Raises BadInput ``number_out_of_range``, ``amount_not_positive``, ``tier_without_name``, ``tier_twice``,
    ``too_many_rules``.
    """
    tx.actor.require(EDIT)
    checked_program(program)
    # Never from memory: another server may have written it a moment ago.
    tx.lock(select(LoyaltyProgram.id))
    old = _load(tx)
    if program == old:
        return
    tx.outdate(_KEY)
    rules = program.rules
    row = {
        "enabled": program.enabled,
        "earn_rounding": str(rules.earn_rounding),
        "points_decimals": rules.points_decimals,
        "point_value": None if rules.redeem is None else rules.redeem.point_value,
        "max_share_bp": (WHOLE if rules.redeem is None else rules.redeem.max_share).micro // _MICRO_OF_BP,
        "expiry_months": program.expiry_months,
        "tier_months": program.tier_months,
        "tiers_fall": program.tiers_fall,
        "warning_days": program.warning_days,
        "card_from": program.card_from,
    }
    if not tx.execute(update(LoyaltyProgram).values(row)).rowcount:
        tx.execute(insert(LoyaltyProgram), {"id": 1, **row})
    tx.execute(delete(LoyaltyEarnRule))
    if rules.earn:
        tx.execute(insert(LoyaltyEarnRule), [_earn_row(place, rule) for place, rule in enumerate(rules.earn, start=1)])
    tx.execute(delete(LoyaltyTier))
    if rules.tiers:
        tx.execute(insert(LoyaltyTier), [_tier_row(tier) for tier in rules.tiers])
    journal.record(tx, "loyalty.changed", subject="loyalty", body={"old": _told(old), "new": _told(program)})


def _load(tx: ReadUnit) -> Program:
    row = tx.execute(select(LoyaltyProgram.__table__)).first()
    if row is None:
        return NO_PROGRAM
    earn = tx.execute(select(LoyaltyEarnRule.__table__).order_by(LoyaltyEarnRule.position))
    tiers = tx.execute(select(LoyaltyTier.__table__))
    rules = Loyalty(
        earn=tuple(
            EarnRule(one.points_micro, one.per_amount, one.per_unit_milli, _goods(one.goods), one.steps) for one in earn
        ),
        earn_rounding=PointsRounding(row.earn_rounding),
        points_decimals=row.points_decimals,
        redeem=None if row.point_value is None else Redeem(row.point_value, Percent.of_basis_points(row.max_share_bp)),
        tiers=tuple(
            sorted(
                (
                    Tier(one.name, one.from_spent, Percent.of_basis_points(one.discount_bp), one.earn_factor_micro)
                    for one in tiers
                ),
                key=lambda tier: tier.from_spent.minor,
            )
        ),
    )
    return Program(
        row.enabled,
        rules,
        row.expiry_months,
        row.tier_months,
        row.tiers_fall,
        row.warning_days,
        row.card_from,
    )


def checked_program(program: Program) -> Program:
    """The programme itself; raises BadInput as ``save_program`` does, with the field as its path."""
    rules = program.rules
    _within("expiry_months", program.expiry_months, 0, MOST_MONTHS)
    _within("tier_months", program.tier_months, 0, MOST_MONTHS)
    _within("warning_days", program.warning_days, 1, MOST_DAYS)
    _within("points_decimals", rules.points_decimals, 0, MOST_POINTS_DECIMALS)
    if max(len(rules.earn), len(rules.tiers)) > MOST_ROWS:
        raise BadInput("too_many_rules", most=MOST_ROWS)
    amounts = [("card_from", program.card_from)]
    amounts += [(f"earn-{place}-size", rule.per_amount) for place, rule in enumerate(rules.earn)]
    for path, amount in amounts:
        if amount is not None and not ZERO < amount <= MOST_AMOUNT:
            raise BadInput("amount_not_positive", path)
    for place, rule in enumerate(rules.earn):
        _within(f"earn-{place}-points", rule.points_micro // 10**POINTS_DECIMALS, 0, MOST_POINTS)
        if rule.points_micro <= 0 or (rule.per_unit_milli is not None and rule.per_unit_milli <= 0):
            raise BadInput("amount_not_positive", f"earn-{place}-points")
    if rules.redeem is not None and rules.redeem.point_value.scaled <= 0:
        raise BadInput("amount_not_positive", "point_value")
    names = set()
    for place, tier in enumerate(rules.tiers):
        path = f"tiers-{place}"
        if not tier.name or len(tier.name) > _NAME_MOST:
            raise BadInput("tier_without_name", f"{path}-name")
        if tier.name in names:
            raise BadInput("tier_twice", f"{path}-name", name=tier.name)
        _within(f"{path}-factor", tier.earn_factor_micro // ONE_FACTOR_MICRO, 0, MOST_FACTOR)
        if not ZERO <= tier.from_spent <= MOST_AMOUNT:
            raise BadInput("amount_not_positive", f"{path}-from")
        names.add(tier.name)
    return program


def _within(path: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise BadInput("number_out_of_range", path, low=low, high=high)


def _earn_row(position: int, rule: EarnRule) -> dict[str, Any]:
    return {
        "position": position,
        "points_micro": rule.points_micro,
        "per_amount": rule.per_amount,
        "per_unit_milli": rule.per_unit_milli,
        "steps": rule.steps,
        "goods": "" if rule.goods == ALL_GOODS else json.dumps(_lists(rule.goods), ensure_ascii=False),
    }


def _tier_row(tier: Tier) -> dict[str, Any]:
    return {
        "name": tier.name,
        "from_spent": tier.from_spent,
        "discount_bp": tier.discount.micro // _MICRO_OF_BP,
        "earn_factor_micro": tier.earn_factor_micro,
    }


def _lists(goods: Selection) -> dict[str, list[str]]:
    lists = {"products": goods.products, "categories": goods.categories, "tags": goods.tags}
    return {name: list(entries) for name, entries in lists.items() if entries is not None}


def _goods(text: str) -> Selection:
    if not text:
        return ALL_GOODS
    return Selection(**{name: tuple(entries) for name, entries in json.loads(text).items()})


def _told(program: Program) -> dict[str, Any]:
    """The programme as the journal keeps it: whole figures by name."""
    rules = program.rules
    return {
        "enabled": program.enabled,
        "earn": [
            {
                "points_micro": rule.points_micro,
                "per_amount_minor": None if rule.per_amount is None else rule.per_amount.minor,
                "per_unit_milli": rule.per_unit_milli,
                "steps": rule.steps,
                **_lists(rule.goods),
            }
            for rule in rules.earn
        ],
        "earn_rounding": str(rules.earn_rounding),
        "points_decimals": rules.points_decimals,
        "point_value_scaled": None if rules.redeem is None else rules.redeem.point_value.scaled,
        "max_share_bp": None if rules.redeem is None else rules.redeem.max_share.micro // _MICRO_OF_BP,
        "expiry_months": program.expiry_months,
        "tiers": [{**_tier_row(tier), "from_spent": tier.from_spent.minor} for tier in rules.tiers],
        "tier_months": program.tier_months,
        "tiers_fall": program.tiers_fall,
        "warning_days": program.warning_days,
        "card_from_minor": None if program.card_from is None else program.card_from.minor,
    }
