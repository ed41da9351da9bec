"""The form of the loyalty programme: its fields as people write them, and what was typed as a programme."""

from dataclasses import dataclass
from typing import Final

from flask import request

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, UnitPrice
from app.core.numbers import QTY_DECIMALS, format_scaled, parse_typed
from app.core.percent import Percent
from app.web.office.catalogue.typed_goods import typed_skus
from app.web.shared.language import facts_of_shop, figures
from app.web.shared.whole import whole_number
from loyalty.program.values import NO_PROGRAM, Program
from loyalty.rules.points import POINTS_DECIMALS, EarnRule, Loyalty, PointsRounding, Redeem, Tier
from loyalty.rules.rewards import FACTOR_DECIMALS, ONE_FACTOR_MICRO
from loyalty.rules.selection import ALL_GOODS, Selection
from warehouse.catalogue.tags import read_tags

SPARE_ROWS: Final = 2
"""Empty rows at the end of a table: a row that stays empty is none."""
MOST_ROWS: Final = 50
_BP_DECIMALS: Final = 2
_MICRO_OF_BP: Final = 10_000


@dataclass(frozen=True, slots=True)
class GoodsFields:
    """Which goods a rule means, as it stands in its fields: ticked categories, codes one a line, tags with commas."""

    categories: frozenset[str] = frozenset()
    products: str = ""
    tags: str = ""

    @property
    def said(self) -> tuple[frozenset[str], str, str]:
        """What they say, however the blanks are set."""
        return self.categories, " ".join(self.products.split()), " ".join(self.tags.split())


@dataclass(frozen=True, slots=True)
class EarnRow:
    """A rule of earning as it stands in its fields; ``per`` is ``amount`` or ``unit``."""

    points: str = ""
    per: str = "amount"
    size: str = ""
    steps: bool = False
    goods: GoodsFields = GoodsFields()


@dataclass(frozen=True, slots=True)
class TierRow:
    """A tier as it stands in its fields."""

    name: str = ""
    from_spent: str = ""
    discount: str = ""
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form as it stands in its fields."""

    enabled: bool
    earn: tuple[EarnRow, ...]
    rounding: str
    decimals: str
    point_value: str
    max_share: str
    expiry_months: str
    tiers: tuple[TierRow, ...]
    tier_months: str
    tiers_fall: bool
    warning_days: str
    card_from: str

    @property
    def filled_rows(self) -> list[int]:
        """The places of the rows of earning in which something stands."""
        return [place for place, row in enumerate(self.earn) if row.points.strip() or row.size.strip()]


def written_form(program: Program) -> Form:
    """A programme as its fields show it, with rows to spare."""
    rules = program.rules
    redeem = rules.redeem
    earn = tuple(
        EarnRow(
            _number(rule.points_micro, POINTS_DECIMALS),
            "amount" if rule.per_amount is not None else "unit",
            _money(rule.per_amount) if rule.per_amount is not None else _number(rule.per_unit_milli or 0, QTY_DECIMALS),
            rule.steps,
            _goods_fields(rule.goods),
        )
        for rule in rules.earn
    )
    tiers = tuple(
        TierRow(
            tier.name,
            _money(tier.from_spent),
            _number(tier.discount.micro // _MICRO_OF_BP, _BP_DECIMALS),
            _number(tier.earn_factor_micro, FACTOR_DECIMALS),
        )
        for tier in rules.tiers
    )
    return Form(
        program.enabled,
        (*earn, *[EarnRow()] * SPARE_ROWS),
        str(rules.earn_rounding),
        str(rules.points_decimals),
        "" if redeem is None else _number(redeem.point_value.scaled, _price_decimals()),
        _number(redeem.max_share.micro // _MICRO_OF_BP, _BP_DECIMALS) if redeem is not None else "100",
        str(program.expiry_months),
        (*tiers, *[TierRow()] * SPARE_ROWS),
        str(program.tier_months),
        program.tiers_fall,
        str(program.warning_days),
        "" if program.card_from is None else _money(program.card_from),
    )


def typed_form() -> Form:
    """What was sent, as it was typed."""
    text = request.form.get
    earn = tuple(
        EarnRow(
            text(f"earn-{row}-points", ""),
            text(f"earn-{row}-per", "amount"),
            text(f"earn-{row}-size", ""),
            text(f"earn-{row}-steps") == "yes",
            GoodsFields(
                frozenset(request.form.getlist(f"earn-{row}-categories")),
                text(f"earn-{row}-products", ""),
                text(f"earn-{row}-tags", ""),
            ),
        )
        for row in range(_rows("earn"))
    )
    tiers = tuple(
        TierRow(
            text(f"tiers-{row}-name", ""),
            text(f"tiers-{row}-from", ""),
            text(f"tiers-{row}-discount", ""),
            text(f"tiers-{row}-factor", ""),
        )
        for row in range(_rows("tiers"))
    )
    return Form(
        text("enabled") == "yes",
        earn,
        text("rounding", ""),
        text("decimals", ""),
        text("point_value", ""),
        text("max_share", ""),
        text("expiry_months", ""),
        tiers,
        text("tier_months", ""),
        text("tiers_fall") == "yes",
        text("warning_days", ""),
        text("card_from", ""),
    )


def read_form(tx: ReadUnit, form: Form, kept: Program = NO_PROGRAM) -> Program:
    """The programme that was typed; a row whose goods nobody touched means those of the same row of ``kept``.

    Raises BadInput with the path of the field: ``not_decimal_text``, ``too_many_decimals``, ``percent_out_of_range``,
    ``number_out_of_range``, ``promotion_goods_unknown``, and what ``read_tags`` raises.
    """
    rules = kept.rules.earn
    earn = tuple(
        _earn(tx, place, form.earn[place], rules[place].goods if place < len(rules) else ALL_GOODS)
        for place in form.filled_rows
    )
    tiers = tuple(_tier(place, row) for place, row in enumerate(form.tiers) if row != TierRow() and _has_words(row))
    value = form.point_value.strip()
    redeem = None
    if value:
        price = UnitPrice(parse_typed(value, _price_decimals(), "point_value"))
        redeem = Redeem(price, _percent(form.max_share or "100", "max_share"))
    rounding = PointsRounding.HALF_UP if form.rounding == PointsRounding.HALF_UP else PointsRounding.DOWN
    return Program(
        enabled=form.enabled,
        rules=Loyalty(earn, rounding, _whole(form.decimals, "decimals"), redeem, tiers),
        expiry_months=_whole(form.expiry_months, "expiry_months"),
        tier_months=_whole(form.tier_months, "tier_months"),
        tiers_fall=form.tiers_fall,
        warning_days=_whole(form.warning_days, "warning_days"),
        card_from=_amount(form.card_from, "card_from") if form.card_from.strip() else None,
    )


def _goods_fields(goods: Selection) -> GoodsFields:
    return GoodsFields(frozenset(goods.categories or ()), "\n".join(goods.products or ()), ", ".join(goods.tags or ()))


def _goods(tx: ReadUnit, path: str, typed: GoodsFields, kept: Selection) -> Selection:
    """The goods of a row. What the fields cannot say of the kept ones is lost only where somebody says otherwise."""
    if typed.said == _goods_fields(kept).said:
        return kept
    products = typed_skus(tx, typed.products, f"{path}-products", kept.products or ())
    tags = read_tags(typed.tags, f"{path}-tags")
    return Selection(tuple(products) or None, tuple(sorted(typed.categories)) or None, tuple(tags) or None)


def _earn(tx: ReadUnit, place: int, row: EarnRow, kept: Selection) -> EarnRule:
    path = f"earn-{place}"
    points = parse_typed(row.points or "0", POINTS_DECIMALS, f"{path}-points")
    goods = _goods(tx, path, row.goods, kept)
    if row.per == "unit":
        per_unit = parse_typed(row.size or "0", QTY_DECIMALS, f"{path}-size")
        return EarnRule(points, per_unit_milli=per_unit, goods=goods, steps=row.steps)
    return EarnRule(points, per_amount=_amount(row.size or "0", f"{path}-size"), goods=goods, steps=row.steps)


def _tier(place: int, row: TierRow) -> Tier:
    path = f"tiers-{place}"
    factor = parse_typed(row.factor, FACTOR_DECIMALS, f"{path}-factor") if row.factor.strip() else ONE_FACTOR_MICRO
    if factor < 0:
        raise BadInput("amount_not_positive", f"{path}-factor")
    discount = _percent(row.discount or "0", f"{path}-discount")
    return Tier(row.name.strip(), _amount(row.from_spent or "0", f"{path}-from"), discount, factor)


def _has_words(row: TierRow) -> bool:
    return bool(row.name.strip() or row.from_spent.strip() or row.discount.strip())


def _rows(table: str) -> int:
    return min(whole_number(request.form.get(f"{table}_rows", "")) or 0, MOST_ROWS + SPARE_ROWS)


def _percent(text: str, path: str) -> Percent:
    basis_points = parse_typed(text, _BP_DECIMALS, path)
    if not 0 <= basis_points <= 100 * 10**_BP_DECIMALS:
        raise BadInput("percent_out_of_range", path)
    return Percent.of_basis_points(basis_points)


def _whole(text: str, path: str) -> int:
    return parse_typed(text or "0", 0, path)


def _amount(text: str, path: str) -> Money:
    return Money(parse_typed(text, facts_of_shop().decimals, path))


def _money(amount: Money) -> str:
    return _number(amount.minor, facts_of_shop().decimals)


def _number(scaled: int, decimals: int) -> str:
    return format_scaled(scaled, decimals, trim=True).replace(".", figures().point)


def _price_decimals() -> int:
    return facts_of_shop().decimals + UNIT_PRICE_EXTRA_DECIMALS
