"""Marking codes of sold units: which sale each is of, and which are out of the house."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import and_, bindparam, insert, select

from app.core.barcodes.marking import read_marking
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.places.models import Till
from pos.sale.models import Sale, SaleLine, SaleLineMarking
from pos.sale.receipt_code import receipt_barcode

_ADD: Final = Prepared(insert(SaleLineMarking))
_OF_SALE: Final = Prepared(
    select(SaleLineMarking.line_position, SaleLineMarking.code).where(SaleLineMarking.sale_id == bindparam("of_sale"))
)
_LINE: Final = and_(SaleLineMarking.sale_id == SaleLine.sale_id, SaleLineMarking.line_position == SaleLine.position)


def write_codes(tx: Unit, sale_id: int, codes: Mapping[int, str]) -> None:
    """Writes the codes of a sale's lines, by position; they were checked for their form before."""
    rows = []
    for position, code in codes.items():
        read = read_marking(code)
        assert read is not None, "the cart takes codes that can be read only"
        rows.append({"sale_id": sale_id, "line_position": position, "code": code, "sgtin": read.sgtin})
    if rows:
        _ADD.write(tx, *rows)


def codes_of_sale(tx: ReadUnit, sale_id: int) -> dict[int, str]:
    """The codes of a sale's lines, by position."""
    return {row[0]: row[1] for row in _OF_SALE.all(tx, {"of_sale": sale_id})}


def codes_of_lines(tx: ReadUnit, line_ids: Collection[int]) -> dict[int, str]:
    """The codes of sold lines, by the line's id."""
    found = select(SaleLine.id, SaleLineMarking.code).join(SaleLineMarking, _LINE).where(SaleLine.id.in_(line_ids))
    return dict(tx.execute(found).all())


def receipts_of_sold(tx: ReadUnit, sgtins: Collection[str]) -> dict[str, str]:
    """Of some units those that were sold and have not come back, each with the barcode of its receipt."""
    rows = tx.execute(
        select(SaleLineMarking.sgtin, SaleLine.qty_milli, Till.number, Sale.number)
        .join(SaleLine, _LINE)
        .join(Sale, Sale.id == SaleLineMarking.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .where(SaleLineMarking.sgtin.in_(sgtins))
        .order_by(SaleLineMarking.sale_id)
    )
    last = {sgtin: (qty_milli, receipt_barcode(till, number)) for sgtin, qty_milli, till, number in rows}
    return {sgtin: receipt for sgtin, (qty_milli, receipt) in last.items() if qty_milli > 0}
