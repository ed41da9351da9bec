"""The products that rows of a table name: by SKU, by a code, or by their name alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.codes import checked_code, match_code
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.exchange.cells import code_of
from app.exchange.kind import Columns, Want
from app.exchange.product_reading import split_codes
from app.exchange.table.row import TableRow
from warehouse.catalogue.bulk import owners_of_codes
from warehouse.catalogue.models import Product, UnitOfMeasure


@dataclass(frozen=True, slots=True)
class Good:
    """A product as a table of something else needs it; ``decimals`` are those of its unit."""

    id: int
    sku: str
    name: str
    stocked: bool
    decimals: int


def read_codes(columns: Columns, row: TableRow) -> dict[str, str]:
    """The codes of a row, by the form in which they are compared."""
    codes: dict[str, str] = {}
    for cell in columns.cells(row, "barcodes"):
        for code in split_codes(code_of(cell, "barcodes")):
            codes.setdefault(match_code(checked_code(code, "barcodes")), code)
    return codes


class NamedGoods:
    """The products that some rows may name."""

    def __init__(self, tx: ReadUnit, wants: Iterable[Want]) -> None:
        asked = [want.values for want in wants]
        self._owners = owners_of_codes(tx, {code for one in asked for code in one.get("barcodes", ())})
        names = {one["name"] for one in asked if "name" in one and not {"sku", "barcodes"} & one.keys()}
        self._by_id: dict[int, Good] = {}
        for where, values in (
            (Product.sku, {one["sku"] for one in asked if "sku" in one}),
            (Product.id, set(self._owners.values())),
            (Product.name, names),
        ):
            found = (
                select(Product.id, Product.sku, Product.name, Product.stocked, UnitOfMeasure.decimals)
                .join(UnitOfMeasure, UnitOfMeasure.code == Product.unit_code)
                .where(where.in_(values))
            )
            self._by_id |= {row[0]: Good(*row) for row in tx.execute(found)} if values else {}
        self._by_sku = {one.sku: one for one in self._by_id.values()}
        self._by_name: defaultdict[str, list[Good]] = defaultdict(list)
        for one in self._by_id.values():
            self._by_name[one.name].append(one)

    def found(self, values: Mapping[str, Any]) -> Good | None:
        """The product of a row; None where there is none. BadInput ``several_products``."""
        if "sku" in values:
            return self._by_sku.get(values["sku"])
        if "barcodes" in values:
            path = "barcodes"
            fitting = [self._by_id[one] for one in sorted({self._owners[c] for c in values[path] if c in self._owners})]
        else:
            path = "name"
            fitting = self._by_name[values.get("name", "")]
        if len(fitting) > 1:
            raise BadInput("several_products", path, names=[one.sku for one in fitting])
        return fitting[0] if fitting else None
