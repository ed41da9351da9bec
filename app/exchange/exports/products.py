"""Products as a table that an import reads back as it was."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import ColumnElement, select

from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS
from app.exchange.categories import Tree
from app.exchange.exports.writing import price_text
from app.exchange.product_reading import FIELDS, joined_codes, written_pledges
from warehouse.catalogue.attributes import MOST_ATTRIBUTES
from warehouse.catalogue.barcodes import Code
from warehouse.catalogue.bulk import current_prices
from warehouse.catalogue.families import FamilyView, families
from warehouse.catalogue.models import Barcode, Product, TaxCategory
from warehouse.catalogue.pledges import PLEDGE, pledges_by_product
from warehouse.catalogue.variants import Values, variants_among

HEADERS: Final = tuple(field.label for field in FIELDS)
NUMBERS: Final = frozenset({"Price"})
PAGE_ROWS: Final = 1_000


def product_rows(tx: ReadUnit) -> Iterator[tuple[str, ...]]:
    """Pledges, then every other product by id, a cell for each field of an import; packs are left out."""
    yield from _rows(tx, Product.kind == PLEDGE)
    yield from _rows(tx, Product.kind != PLEDGE)


def _rows(tx: ReadUnit, condition: ColumnElement[bool]) -> Iterator[tuple[str, ...]]:
    tree, decimals = Tree(tx), facts(tx).decimals + UNIT_PRICE_EXTRA_DECIMALS
    taxes: dict[int, str] = dict(tx.execute(select(TaxCategory.id, TaxCategory.code)).all())
    last = 0
    columns = (
        Product.id,
        Product.sku,
        Product.name,
        Product.kind,
        Product.category_id,
        Product.unit_code,
        Product.tax_category_id,
        Product.active,
        Product.is_marked,
        Product.earns,
    )
    chosen = select(*columns).where(condition).order_by(Product.id).limit(PAGE_ROWS)
    while page := tx.execute(chosen.where(Product.id > last)).all():
        ids = [row[0] for row in page]
        prices, codes, pledges = current_prices(tx, ids), _codes(tx, ids), pledges_by_product(tx, ids)
        variants = variants_among(tx, ids)
        named = families(tx, sorted({family_id for family_id, _ in variants.values()}))
        for product_id, sku, name, kind, category_id, unit, tax, active, is_marked, earns in page:
            price = price_text(prices[product_id][1].scaled, decimals) if product_id in prices else ""
            category, barcodes = tree.written(category_id), joined_codes(codes[product_id])
            carried, family = written_pledges(pledges[product_id]), _of_family(variants.get(product_id), named)
            said = ("yes" if one else "no" for one in (is_marked, earns, active))
            yield sku, name, kind, category, unit, taxes[tax], price, barcodes, carried, *family, *said
        last = ids[-1]


def _of_family(variant: tuple[int, Values] | None, named: Mapping[int, FamilyView]) -> tuple[str, ...]:
    """The family, and the name and value of each of three attributes; all of it empty where it is no variant."""
    cells = [""] * (1 + 2 * MOST_ATTRIBUTES)
    if variant is not None:
        of = named[variant[0]]
        pairs = zip((one.name for one in of.attributes), variant[1], strict=True)
        said = [of.data.name, *(cell for pair in pairs for cell in pair)]
        cells[: len(said)] = said
    return tuple(cells)


def _codes(tx: ReadUnit, product_ids: list[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for product_id, code in tx.execute(
        select(Barcode.product_id, Barcode.code)
        .where(
            Barcode.product_id.in_(product_ids),
            Barcode.pack_qty_milli == Code("").pack_qty_milli,
            Barcode.pack_price.is_(None),
        )
        .order_by(Barcode.id)
    ):
        found[product_id].append(code)
    return found
