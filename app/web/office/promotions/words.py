"""A promotion in plain words: what it gives, when, to whom, how often."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.dates import get_day_names
from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.numbers import QTY_DECIMALS, format_scaled
from app.core.percent import PERCENT_DECIMALS, WHOLE_MICRO, Percent
from app.web.office.promotions.choices import GONE_LABEL, segment_choices
from app.web.office.promotions.meant import named_customer
from app.web.shared.formats import customer_name, day, points, points_form, price, unit_price
from app.web.shared.language import gettext, language, ngettext, translated
from loyalty.promotions.stored import StoredPromotion, promotions
from loyalty.rules.conditions import When
from loyalty.rules.promotion import DEFAULT_PRIORITY, Combine, Promotion, Trigger, usual_limits
from loyalty.rules.rewards import (
    FACTOR_DECIMALS,
    ONE_FACTOR_MICRO,
    AmountOff,
    BundlePrice,
    BuyGet,
    CouponReward,
    FixedPrice,
    FreeProduct,
    On,
    Per,
    PercentOff,
    PointsReward,
    Reward,
)
from loyalty.rules.selection import ALL_GOODS, Selection
from warehouse.catalogue.models import Category, Product

_MINUTES_OF_HOUR = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What a promotion does in one sentence, and under which conditions."""

    what: str
    conditions: tuple[str, ...]


def tell(tx: ReadUnit, promotion: Promotion) -> Told:
    """The promotion in the reader's words."""
    return Told(_what(tx, promotion), tuple(_conditions(tx, promotion)))


def tell_all(tx: ReadUnit, stored: Iterable[StoredPromotion]) -> dict[str, Told]:
    """Promotions in words, by uid."""
    return {one.uid: tell(tx, one.promotion) for one in stored}


def _what(tx: ReadUnit, promotion: Promotion) -> str:
    reward = promotion.reward
    told = _given(tx, reward, _goods(tx, promotion.when.goods))
    cap = None if isinstance(reward, PointsReward | CouponReward) else reward.max_discount
    return told if cap is None else gettext("%(what)s, at most %(most)s", what=told, most=price(cap))


def _given(tx: ReadUnit, reward: Reward, goods: str) -> str:  # noqa: PLR0911  # one sentence a kind
    match reward:
        case PercentOff(value=value, on=on, goods=own):
            return _off(tx, _percent(value), on, goods, own)
        case AmountOff(value=value, per=Per.UNIT, on=on, goods=own) if on is not On.CHEAPEST:
            return _off_each(tx, price(value), on, goods, own)
        case AmountOff(value=value, on=on, goods=own):
            return _off(tx, price(value), on, goods, own)
        case FixedPrice(value=value):
            return gettext("%(goods)s for %(price)s each", goods=goods, price=unit_price(value))
        case BundlePrice(value=value, qty=None, sets=sets):
            parts = " + ".join(f"{each.qty} × {_any_of(tx, each.products)}" for each in sets)
            return gettext("%(goods)s for %(price)s together", goods=parts, price=price(value))
        case BundlePrice(value=value, qty=qty):
            return gettext("%(qty)s of %(goods)s for %(price)s together", qty=qty, goods=goods, price=price(value))
        case BuyGet():
            return _buy_get(tx, reward, goods)
        case FreeProduct(products=products, qty=qty):
            return gettext("For nothing: %(qty)s × %(goods)s", qty=qty, goods=_any_of(tx, products))
        case PointsReward(bonus_micro=bonus, factor_micro=factor):
            return _points(bonus, factor, goods)
        case CouponReward(promotion=uid, valid_days=days):
            return _coupon(tx, uid, days)


def _buy_get(tx: ReadUnit, reward: BuyGet, goods: str) -> str:
    facts = {"buy": reward.buy, "get": reward.get, "goods": goods, "percent": _percent(reward.percent)}
    free = reward.percent.micro == WHOLE_MICRO
    if reward.products is not None:
        facts["got"] = _any_of(tx, reward.products)
        if free:
            return gettext("Buy %(buy)s of %(goods)s and get %(get)s of %(got)s for nothing", **facts)
        return gettext("Buy %(buy)s of %(goods)s and get %(get)s of %(got)s with %(percent)s off", **facts)
    if free:
        return gettext("Buy %(buy)s of %(goods)s and get %(get)s more for nothing", **facts)
    return gettext("Buy %(buy)s of %(goods)s and get %(get)s more with %(percent)s off", **facts)


def _off(tx: ReadUnit, value: str, on: On, goods: str, own: Selection | None) -> str:
    match on:
        case On.ORDER:
            return gettext("%(off)s off the whole purchase", off=value)
        case On.CHEAPEST:
            return gettext("%(off)s off the cheapest piece of %(goods)s", off=value, goods=goods)
        case On.PRODUCTS:
            cheaper = _goods(tx, own or ALL_GOODS)
            return gettext("%(off)s off %(cheaper)s with %(goods)s", off=value, cheaper=cheaper, goods=goods)
        case On.MATCHING:
            return gettext("%(off)s off %(goods)s", off=value, goods=goods)


def _off_each(tx: ReadUnit, value: str, on: On, goods: str, own: Selection | None) -> str:
    if on is On.ORDER:
        return gettext("%(off)s off each piece of the whole purchase", off=value)
    if on is On.PRODUCTS:
        cheaper = _goods(tx, own or ALL_GOODS)
        return gettext("%(off)s off each piece of %(cheaper)s with %(goods)s", off=value, cheaper=cheaper, goods=goods)
    return gettext("%(off)s off each piece of %(goods)s", off=value, goods=goods)


def _points(bonus: int, factor: int, goods: str) -> str:
    told = []
    if bonus:
        told.append(
            ngettext("%(points)s point more", "%(points)s points more", points_form(bonus), points=points(bonus))
        )
    if factor != ONE_FACTOR_MICRO:
        times = format_scaled(factor, FACTOR_DECIMALS, trim=True)
        told.append(gettext("%(times)s times the points on %(goods)s", times=times, goods=goods))
    return ", ".join(told)


def _coupon(tx: ReadUnit, uid: str, days: int | None) -> str:
    name = next((one.name for one in promotions(tx) if one.uid == uid), "")
    told = gettext("A coupon on the receipt: %(name)s", name=name)
    if days is None:
        return told
    return f"{told}, " + ngettext("good for %(num)d day", "good for %(num)d days", days)


def _percent(value: Percent) -> str:
    return f"{format_scaled(value.micro, PERCENT_DECIMALS, trim=True)} %"


def _goods(tx: ReadUnit, goods: Selection) -> str:
    if goods == ALL_GOODS:
        return gettext("all goods")
    told = []
    if goods.categories is not None:
        rows = tx.execute(select(Category.name).where(Category.path.in_(goods.categories)).order_by(Category.path))
        told.append(", ".join(rows.scalars()) or gettext("categories that are gone"))
    if goods.products is not None:
        told.append(_products(tx, goods.products))
    if goods.tags is not None:
        told.append(gettext("goods tagged %(tags)s", tags=", ".join(goods.tags)))
    return gettext(" among ").join(told)


def _products(tx: ReadUnit, skus: tuple[str, ...]) -> str:
    return ", ".join(_names(tx, skus)) or gettext("no goods")


def _any_of(tx: ReadUnit, skus: tuple[str, ...]) -> str:
    """Goods of which each counts."""
    return gettext(" or ").join(_names(tx, skus)) or gettext("no goods")


def _names(tx: ReadUnit, skus: tuple[str, ...]) -> list[str]:
    names = dict(tuple(row) for row in tx.execute(select(Product.sku, Product.name).where(Product.sku.in_(skus))))
    return [names.get(sku, sku) for sku in skus]


def _conditions(tx: ReadUnit, promotion: Promotion) -> list[str]:
    when = promotion.when
    told = [*_minimums(when), *_times(when), *_customers(tx, when), *_limits(promotion)]
    match promotion.trigger:
        case Trigger.CODE if promotion.code in (None, promotion.id):
            told.insert(0, gettext("With a coupon that is good once"))
        case Trigger.CODE:
            told.insert(0, gettext("With the code %(code)s", code=promotion.code))
        case Trigger.POINTS:
            cost = promotion.cost_micro
            told.insert(
                0,
                ngettext(
                    "Claimed for %(points)s point",
                    "Claimed for %(points)s points",
                    points_form(cost),
                    points=points(cost),
                ),
            )
    if promotion.combine is Combine.ALWAYS:
        told.append(gettext("On top of other promotions"))
    if promotion.priority != DEFAULT_PRIORITY:
        told.append(gettext("Place %(number)s among promotions", number=promotion.priority))
    return told


def _minimums(when: When) -> list[str]:
    told = []
    if when.min_qty_milli:
        told.append(gettext("From %(qty)s pieces on", qty=_qty(when.min_qty_milli)))
    if when.max_qty_milli is not None:
        told.append(gettext("Up to %(qty)s pieces", qty=_qty(when.max_qty_milli)))
    if when.min_amount:
        told.append(gettext("From %(amount)s on", amount=price(when.min_amount)))
    if when.max_amount is not None:
        told.append(gettext("Up to %(amount)s", amount=price(when.max_amount)))
    if when.amount_includes_tax is not None and (when.min_amount or when.max_amount is not None):
        told.append(gettext("counted with tax") if when.amount_includes_tax else gettext("counted without tax"))
    return told


def _qty(qty_milli: int) -> str:
    return format_scaled(qty_milli, QTY_DECIMALS, trim=True)


def _times(when: When) -> list[str]:
    told = []
    if when.first_day is not None and when.last_day is not None:
        told.append(gettext("From %(first)s to %(last)s", first=day(when.first_day), last=day(when.last_day)))
    elif when.first_day is not None:
        told.append(gettext("From %(first)s on", first=day(when.first_day)))
    elif when.last_day is not None:
        told.append(gettext("Until %(last)s", last=day(when.last_day)))
    if when.weekdays is not None:
        names = weekday_names()
        told.append(gettext("On %(days)s", days=", ".join(names[number] for number in sorted(when.weekdays))))
    if when.hours is not None:
        first, last = (_clock(minute) for minute in (when.hours.first_minute, when.hours.last_minute))
        told.append(gettext("From %(first)s to %(last)s o'clock", first=first, last=last))
    return told


def weekday_names() -> dict[int, str]:
    """The days of the week by their ISO number, in the reader's language."""
    names = get_day_names("wide", locale=language())
    return {number + 1: names[number] for number in sorted(names)}


def _clock(minute: int) -> str:
    return f"{minute // _MINUTES_OF_HOUR:02}:{minute % _MINUTES_OF_HOUR:02}"


def _customers(tx: ReadUnit, when: When) -> list[str]:
    told = []
    if when.any_customer:
        told.append(gettext("For customers the till knows"))
    if when.customer_id is not None:
        found = named_customer(tx, when.customer_id)
        told.append(
            gettext("For %(name)s", name=customer_name(found)) if found else gettext("For a customer who is gone")
        )
    if when.tiers is not None:
        told.append(gettext("For the tier %(names)s", names=", ".join(sorted(when.tiers))))
    if when.segments is not None:
        told.append(gettext("For the group %(names)s", names=_segments(tx, when.segments)))
    if when.birthday_within_days is not None:
        days = when.birthday_within_days
        told.append(ngettext("Up to %(num)d day around the birthday", "Up to %(num)d days around the birthday", days))
    if when.first_purchase is not None:
        told.append(gettext("For the first purchase") if when.first_purchase else gettext("Not for the first purchase"))
    return told


def _segments(tx: ReadUnit, names: frozenset[str]) -> str:
    words = dict(segment_choices(tx))
    return ", ".join(words.get(name, translated(GONE_LABEL)) for name in sorted(names))


def _limits(promotion: Promotion) -> list[str]:
    limits, told = promotion.limits, []
    if limits.per_cart != usual_limits(promotion.trigger, promotion.reward).per_cart:
        told.append(
            gettext("As often as it fits a purchase")
            if limits.per_cart is None
            else ngettext("%(num)d time in a purchase", "%(num)d times in a purchase", limits.per_cart)
        )
    if limits.units_milli is not None:
        told.append(gettext("For %(qty)s pieces of a purchase", qty=_qty(limits.units_milli)))
    if limits.per_customer is not None:
        told.append(ngettext("%(num)d time a customer", "%(num)d times a customer", limits.per_customer))
    if limits.total is not None:
        told.append(ngettext("%(num)d time in all", "%(num)d times in all", limits.total))
    return told
