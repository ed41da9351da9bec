"""Levels of stock as a table that an import reads back as they were, and the moves behind them."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select

from app.core.currency_change import decimals_of, older_currency
from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.numbers import format_scaled
from app.exchange.exports.periods import Period
from app.exchange.exports.writing import number_text
from app.exchange.stock.reading import FIELDS
from app.places.day import shop_zone
from app.places.models import Shop
from warehouse.catalogue.models import Product
from warehouse.stock.levels import levels
from warehouse.stock.models import Location, StockMove

PAGE_ROWS: Final = 1_000
_QTY_DECIMALS: Final = 3
_LABELS: Final = {field.code: field.label for field in FIELDS}
LEVEL_HEADERS: Final = (_LABELS["sku"], _LABELS["name"], _LABELS["qty"], "Unit", _LABELS["shop"])
LEVEL_NUMBERS: Final = frozenset({_LABELS["qty"]})
MOVE_HEADERS: Final = (
    "Business date", "At", "SKU", "Name", "Quantity", "Unit", "From", "To", "Cost", "What", "Document", "Reason",
)  # fmt: skip
MOVE_NUMBERS: Final = frozenset({"Quantity", "Cost"})


def level_rows(tx: ReadUnit) -> Iterator[tuple[str, ...]]:
    """What each shop holds of every stocked product, shop by shop."""
    for shop_id, shop_name in tx.execute(select(Shop.id, Shop.name).order_by(Shop.id)).all():
        for page in _stocked(tx):
            held = levels(tx, [product_id for product_id, *_ in page], shop_id)
            for product_id, sku, name, unit in page:
                yield sku, name, number_text(held[product_id], _QTY_DECIMALS), unit, shop_name


def _stocked(tx: ReadUnit) -> Iterator[Sequence[tuple[int, str, str, str]]]:
    last = 0
    columns = (Product.id, Product.sku, Product.name, Product.unit_code)
    while page := tx.execute(
        select(*columns).where(Product.stocked, Product.id > last).order_by(Product.id).limit(PAGE_ROWS)
    ).all():
        yield [tuple(row) for row in page]
        last = page[-1].id


def move_rows(tx: ReadUnit, period: Period) -> Iterator[tuple[str, ...]]:
    """Every move of the period, oldest first. A shop is named by its name, another end by what it is."""
    present, zone = facts(tx).currency, shop_zone(tx)
    places = {
        location_id: shop if kind == "shop" else kind
        for location_id, kind, shop in tx.execute(
            select(Location.id, Location.kind, Shop.name).join(Shop, Shop.id == Location.shop_id)
        )
    }
    last = 0
    statement = (
        select(StockMove.__table__, Product.sku, Product.name, Product.unit_code)
        .join(Product, Product.id == StockMove.product_id)
        .where(*period.conditions(StockMove.business_date))
        .order_by(StockMove.id)
        .limit(PAGE_ROWS)
    )
    while page := tx.execute(statement.where(StockMove.id > last)).all():
        for move in page:
            yield (
                move.business_date.isoformat(),
                move.at.astimezone(zone).isoformat(sep=" ", timespec="seconds"),
                move.sku,
                move.name,
                number_text(move.qty_milli, _QTY_DECIMALS),
                move.unit_code,
                places[move.from_location_id],
                places[move.to_location_id],
                format_scaled(move.cost.minor, decimals_of(older_currency(tx, move.at) or present))
                if move.cost is not None
                else "",
                move.document_kind,
                str(move.document_id),
                move.reason or "",
            )
        last = page[-1].id
