"""Promotions that can do nothing because what they name is not there any more: a sentence for each reason."""

from collections.abc import Iterator

from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.web.office.catalogue.fitting import fits_nothing
from app.web.shared.language import gettext
from loyalty.rules.promotion import Promotion
from loyalty.rules.rewards import AmountOff, BundlePrice, BuyGet, FreeProduct, PercentOff
from loyalty.rules.selection import ALL_GOODS, Selection
from warehouse.catalogue.models import Category, Product, ProductTag


def idle_words(tx: ReadUnit, promotion: Promotion) -> list[str]:
    """What the rule names and the shop has not, and whether it does nothing therefore; nothing where all is there."""
    said = [*_gone(tx, promotion)]
    by_sets = isinstance(promotion.reward, BundlePrice) and bool(promotion.reward.sets)
    meant = [*_of_reward(promotion)] if by_sets else [promotion.when.goods, *_of_reward(promotion)]
    if any(goods != ALL_GOODS and fits_nothing(tx, goods) for goods in meant):
        said.append(gettext("No goods in sale fit, so it does nothing now."))
    return said


def _of_reward(promotion: Promotion) -> Iterator[Selection]:
    """The goods that a reward names for itself: of each selection some are needed."""
    match promotion.reward:
        case PercentOff(goods=Selection() as own) | AmountOff(goods=Selection() as own):
            yield own
        case FreeProduct(products=products) | BuyGet(products=tuple(products)):
            yield Selection(products=products)
        case BundlePrice(sets=sets):
            yield from [Selection(products=each.products) for each in sets]
        case _:
            return


def _gone(tx: ReadUnit, promotion: Promotion) -> Iterator[str]:
    selections = [promotion.when.goods, *_of_reward(promotion)]
    skus = {sku for goods in selections for sku in goods.products or ()}
    paths = {path for goods in selections for path in goods.categories or ()}
    tags = {tag for goods in selections for tag in goods.tags or ()}
    if gone := skus - set(tx.execute(select(Product.sku).where(Product.sku.in_(skus))).scalars()):
        yield gettext("No goods have the SKU %(names)s.", names=", ".join(sorted(gone)))
    if gone := paths - set(tx.execute(select(Category.path).where(Category.path.in_(paths))).scalars()):
        yield gettext("There is no category %(names)s.", names=", ".join(sorted(gone)))
    if gone := tags - set(tx.execute(select(ProductTag.tag).where(ProductTag.tag.in_(tags))).scalars()):
        yield gettext("No goods have the tag %(names)s.", names=", ".join(sorted(gone)))
