"""Families as a till and a list show them: one card for all variants, and each variant with its values."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import bindparam, select

from app.core.db.unit import ReadUnit
from app.core.money import UnitPrice
from warehouse.catalogue.family_prices import common_price_at
from warehouse.catalogue.models import Product, ProductFamily, ProductPicture, UnitOfMeasure, Variant
from warehouse.catalogue.variants import variants_of
from warehouse.shelf.cards import (
    CARD_COLUMNS,
    ProductCard,
    card_of,
    card_values,
    level_in_shop,
    price_now,
    read_card,
)


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """The variants of a family that are in sale, together. Prices are for one unit now, None where none has one.

    ``level_milli`` is None where no stock is kept of any; ``picture`` is that of ``product_id``, the first with one.
    """

    family_id: int
    name: str
    kind: Literal["goods", "service"]
    unit_code: str
    unit_decimals: int
    variants: int
    price_from: UnitPrice | None
    price_to: UnitPrice | None
    level_milli: int | None
    product_id: int
    picture: str | None


@dataclass(frozen=True, slots=True)
class VariantCard:
    """A variant among the others of its family. ``own_price``: the family's price is not its own."""

    card: ProductCard
    values: tuple[str, ...]
    own_price: bool

    @property
    def words(self) -> str:
        """``red, 42``."""
        return ", ".join(self.values)


_OF_FAMILIES: Final = (
    select(
        Variant.family_id,
        ProductFamily.name,
        ProductFamily.unit_code,
        UnitOfMeasure.decimals,
        Product.id,
        Product.kind,
        Product.stocked,
        price_now().label("price"),
        level_in_shop().label("level"),
        select(ProductPicture.digest)
        .where(ProductPicture.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
        .label("picture"),
    )
    .join(Product, Product.id == Variant.product_id)
    .join(ProductFamily, ProductFamily.id == Variant.family_id)
    .join(UnitOfMeasure, UnitOfMeasure.code == ProductFamily.unit_code)
    .where(Variant.family_id.in_(bindparam("families", expanding=True)), Product.active)
    .order_by(Product.id)
)
_VARIANTS: Final = (
    select(*CARD_COLUMNS)
    .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
    .join(Variant, Variant.product_id == Product.id)
    .where(Variant.family_id == bindparam("family"))
)


def family_cards(tx: ReadUnit, shop_id: int, family_ids: Collection[int]) -> dict[int, FamilyCard]:
    """The cards of those families that have variants in sale."""
    if not family_ids:
        return {}
    rows: dict[int, list[Any]] = {}
    for row in tx.execute(_OF_FAMILIES, card_values(tx, shop_id) | {"families": list(family_ids)}):
        rows.setdefault(row.family_id, []).append(row)
    return {family_id: _together(of_family) for family_id, of_family in rows.items()}


def _together(rows: list[Any]) -> FamilyCard:
    first = next((row for row in rows if row.picture is not None), rows[0])
    prices = [row.price for row in rows if row.price is not None]
    levels = [row.level or 0 for row in rows if row.stocked]
    return FamilyCard(
        family_id=first.family_id,
        name=first.name,
        kind=first.kind,
        unit_code=first.unit_code,
        unit_decimals=first.decimals,
        variants=len(rows),
        price_from=min(prices, default=None, key=_scaled),
        price_to=max(prices, default=None, key=_scaled),
        level_milli=sum(levels) if levels else None,
        product_id=first.id,
        picture=first.picture,
    )


def _scaled(price: UnitPrice) -> int:
    return price.scaled


def together(
    tx: ReadUnit, shop_id: int, cards: Iterable[tuple[ProductCard, int | None]]
) -> list[ProductCard | FamilyCard]:
    """Products and the families they may stand for, each family once and only with variants in sale.

    A family of which one variant is left in sale is that variant.
    """
    listed = list(cards)
    of_families = family_cards(tx, shop_id, {family_id for _, family_id in listed if family_id is not None})
    shown: dict[tuple[int | None, int], ProductCard | FamilyCard] = {}
    for card, family_id in listed:
        of_family = None if family_id is None else of_families.get(family_id)
        if family_id is None:
            shown[None, card.product_id] = card
        elif of_family is not None and of_family.variants > 1:
            shown.setdefault((family_id, 0), of_family)
        elif of_family is not None and (last := card_of(tx, of_family.product_id, shop_id)) is not None:
            shown.setdefault((family_id, 0), last)
    return list(shown.values())


def variant_cards(tx: ReadUnit, shop_id: int, family_id: int) -> list[VariantCard]:
    """Every variant of the family, sold or not any more, in the order of its values. NotFound ``no_family``."""
    values = variants_of(tx, family_id)
    common = common_price_at(tx, family_id, tx.now)
    cards = {
        card.product_id: card
        for card in map(read_card, tx.execute(_VARIANTS, card_values(tx, shop_id) | {"family": family_id}))
    }
    return [VariantCard(cards[one], values[one], cards[one].price != common) for one in values]
