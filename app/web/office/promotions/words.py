"""A promotion in plain words: what it gives, when, to whom, how often."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.dates import get_day_names
from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.numbers import QTY_DECIMALS, format_scaled
from app.core.percent import PERCENT_DECIMALS, WHOLE_MICRO, Percent
from app.web.shared.formats import day, price, unit_price
from app.web.shared.language import gettext, language, ngettext
from loyalty.promotions.stored import StoredPromotion, promotions
from loyalty.rules.conditions import When
from loyalty.rules.points import POINTS_DECIMALS
from loyalty.rules.promotion import Combine, Limits, Promotion, Trigger
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
    return Told(_what(tx, promotion), tuple(_conditions(promotion)))


def tell_all(tx: ReadUnit, stored: Iterable[StoredPromotion]) -> dict[str, Told]:
    """Promotions in words, by uid."""
    return {one.uid: tell(tx, one.promotion) for one in stored}


def _what(tx: ReadUnit, promotion: Promotion) -> str:  # noqa: PLR0911  # one sentence a kind
    goods = _goods(tx, promotion.when.goods)
    match promotion.reward:
        case PercentOff(value=value, on=on):
            return _off(_percent(value), on, goods)
        case AmountOff(value=value, per=Per.UNIT):
            return gettext("%(off)s off each piece of %(goods)s", off=price(value), goods=goods)
        case AmountOff(value=value, on=on):
            return _off(price(value), on, goods)
        case FixedPrice(value=value):
            return gettext("%(goods)s for %(price)s each", goods=goods, price=unit_price(value))
        case BundlePrice(value=value, qty=qty):
            return gettext("%(qty)s of %(goods)s for %(price)s together", qty=qty, goods=goods, price=price(value))
        case BuyGet(buy=buy, get=get, percent=percent) if percent.micro == WHOLE_MICRO:
            return gettext("Buy %(buy)s of %(goods)s and get %(get)s more for nothing", buy=buy, get=get, goods=goods)
        case BuyGet(buy=buy, get=get, percent=percent):
            return gettext(
                "Buy %(buy)s of %(goods)s and get %(get)s more with %(percent)s off",
                buy=buy,
                get=get,
                goods=goods,
                percent=_percent(percent),
            )
        case FreeProduct(products=products, qty=qty):
            return gettext("For nothing: %(qty)s × %(goods)s", qty=qty, goods=_products(tx, products))
        case PointsReward(bonus_micro=bonus, factor_micro=factor):
            return _points(bonus, factor, goods)
        case CouponReward(promotion=uid, valid_days=days):
            return _coupon(tx, uid, days)


def _off(value: str, on: On, goods: str) -> str:
    match on:
        case On.ORDER:
            return gettext("%(off)s off the whole purchase", off=value)
        case On.CHEAPEST:
            return gettext("%(off)s off the cheapest piece of %(goods)s", off=value, goods=goods)
        case _:
            return gettext("%(off)s off %(goods)s", off=value, goods=goods)


def _points(bonus: int, factor: int, goods: str) -> str:
    told = []
    if bonus:
        told.append(gettext("%(points)s points more", points=format_scaled(bonus, POINTS_DECIMALS, trim=True)))
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
    if goods.categories:
        rows = tx.execute(select(Category.name).where(Category.path.in_(goods.categories)).order_by(Category.path))
        told.append(", ".join(rows.scalars()) or gettext("categories that are gone"))
    if goods.products:
        told.append(_products(tx, goods.products))
    if goods.tags:
        told.append(gettext("goods tagged %(tags)s", tags=", ".join(goods.tags)))
    return gettext(" among ").join(told)


def _products(tx: ReadUnit, skus: tuple[str, ...]) -> str:
    names = dict(tuple(row) for row in tx.execute(select(Product.sku, Product.name).where(Product.sku.in_(skus))))
    return ", ".join(names.get(sku, sku) for sku in skus)


def _conditions(promotion: Promotion) -> list[str]:
    when = promotion.when
    told = [*_minimums(when), *_times(when), *_customers(when), *_limits(promotion.limits)]
    if promotion.trigger is Trigger.CODE:
        own = promotion.code is not None and promotion.code != promotion.id
        told.insert(
            0,
            gettext("With the code %(code)s", code=promotion.code)
            if own
            else gettext("With a coupon that is good once"),
        )
    if promotion.combine is Combine.ALWAYS:
        told.append(gettext("On top of other promotions"))
    return told


def _minimums(when: When) -> list[str]:
    told = []
    if when.min_qty_milli:
        told.append(gettext("From %(qty)s pieces on", qty=format_scaled(when.min_qty_milli, QTY_DECIMALS, trim=True)))
    if when.min_amount:
        told.append(gettext("From %(amount)s on", amount=price(when.min_amount)))
    return told


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


def _customers(when: When) -> list[str]:
    told = []
    if when.any_customer or when.customer_id is not None:
        told.append(gettext("For customers the till knows"))
    if when.tiers is not None:
        told.append(gettext("For the tier %(names)s", names=", ".join(sorted(when.tiers))))
    if when.birthday_within_days is not None:
        days = when.birthday_within_days
        told.append(ngettext("Up to %(num)d day around the birthday", "Up to %(num)d days around the birthday", days))
    if when.first_purchase is not None:
        told.append(gettext("For the first purchase") if when.first_purchase else gettext("Not for the first purchase"))
    return told


def _limits(limits: Limits) -> list[str]:
    told = []
    if limits.per_customer is not None:
        told.append(ngettext("%(num)d time a customer", "%(num)d times a customer", limits.per_customer))
    if limits.total is not None:
        told.append(ngettext("%(num)d time in all", "%(num)d times in all", limits.total))
    return told
