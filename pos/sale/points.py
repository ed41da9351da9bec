"""The points of sales: what each line earned and cost, and what of it goes back with the goods."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert, select

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.places.day import today
from loyalty.points.ledger import Document, earn, give_spent_back, hold_points, take_earned_back
from loyalty.program.store import program_of
from loyalty.rules.points import POINTS_DECIMALS
from pos.sale.models import Sale, SaleLinePoints
from pos.sale.reading import CUSTOMER_OF_SALE
from pos.sale.receipt_code import receipt_barcode
from pos.sale.returned import SoldPart, parts_of_sale


@dataclass(frozen=True, slots=True)
class LinePoints:
    """What a sold line earned and cost, in millionths of a point."""

    earned_micro: int = 0
    spent_micro: int = 0


@dataclass(frozen=True, slots=True)
class PointsBack:
    """What goes back of the points of a sale: spent ones to its customer, earned ones from them."""

    sale_id: int
    receipt: str
    customer_id: int
    spent_micro: int
    earned_micro: int

    @property
    def net_micro(self) -> int:
        """By how much the customer has more then; below zero fewer."""
        return self.spent_micro - self.earned_micro


_ADD: Final = Prepared(insert(SaleLinePoints))
_NOTHING: Final = LinePoints()


def note_line_points(tx: Unit, sale_id: int, lines: Sequence[LinePoints]) -> None:
    """Keeps what the lines of a sale earned and cost, in their order; those without points leave no row."""
    _ADD.write(
        tx,
        *[
            {
                "sale_id": sale_id,
                "line_position": position,
                "earned_micro": one.earned_micro,
                "spent_micro": one.spent_micro,
            }
            for position, one in enumerate(lines, start=1)
            if one != _NOTHING
        ],
    )


def points_back(tx: ReadUnit, goods: Sequence[tuple[SoldPart, int]]) -> list[PointsBack]:
    """What goes back with quantities (above zero) of sold lines, sale by sale; those of nobody have none."""
    sale_ids = sorted({part.sale_id for part, _ in goods})
    if not sale_ids:
        return []
    kept = _kept(tx, sale_ids)
    if not kept:
        return []
    rows = tx.execute(select(Sale.id, CUSTOMER_OF_SALE).where(Sale.id.in_(sale_ids)))
    customers: dict[int, int | None] = dict(tuple(row) for row in rows)
    found = []
    for sale_id in sale_ids:
        customer_id = customers[sale_id]
        of_sale = [(part, qty) for part, qty in goods if part.sale_id == sale_id]
        lines = [(part, qty, kept.get((sale_id, part.position), _NOTHING)) for part, qty in of_sale]
        spent = sum(_share(part, one.spent_micro, qty) for part, qty, one in lines)
        earned = sum(_share(part, one.earned_micro, qty) for part, qty, one in lines)
        if customer_id is not None and (spent or earned):
            receipt = receipt_barcode(of_sale[0][0].till_number, of_sale[0][0].sale_number)
            found.append(PointsBack(sale_id, receipt, customer_id, spent, earned))
    return found


def give_points_back(tx: Unit, sale_id: int, receipt: str, back: Iterable[PointsBack]) -> None:
    """Writes what goes back with a return or a void: first what was spent, so that as little as can be is owed."""
    last_day = program_of(tx).last_day(today(tx))
    back = list(back)
    hold_points(tx, [one.customer_id for one in back])
    for one in back:
        document = Document(sale_id, receipt, one.sale_id, one.receipt)
        if one.spent_micro:
            give_spent_back(tx, one.customer_id, one.spent_micro, document, last_day)
        if one.earned_micro:
            take_earned_back(tx, one.customer_id, one.earned_micro, document)


def credit_points(tx: Unit, sale_id: int, customer_id: int) -> None:
    """Gives a customer who was named afterwards what the sale earned; not for goods that came back meanwhile."""
    kept = _kept(tx, [sale_id])
    parts = [part for part in parts_of_sale(tx, sale_id) if (sale_id, part.position) in kept]
    earned = 0
    for part in parts:
        whole = kept[(sale_id, part.position)].earned_micro
        earned += _share(part, whole, part.left_milli) if part.left_milli else 0
    if earned:
        receipt = receipt_barcode(parts[0].till_number, parts[0].sale_number)
        earn(tx, customer_id, earned, Document(sale_id, receipt), program_of(tx).last_day(today(tx)))


def points_spent_in(tx: ReadUnit, sale_id: int) -> int:
    """How many points paid for a sale, in millionths."""
    return sum(one.spent_micro for one in _kept(tx, [sale_id]).values())


def _kept(tx: ReadUnit, sale_ids: Sequence[int]) -> dict[tuple[int, int], LinePoints]:
    rows = tx.execute(
        select(
            SaleLinePoints.sale_id,
            SaleLinePoints.line_position,
            SaleLinePoints.earned_micro,
            SaleLinePoints.spent_micro,
        ).where(SaleLinePoints.sale_id.in_(sale_ids))
    )
    return {(sale_id, position): LinePoints(earned, spent) for sale_id, position, earned, spent in rows}


def _share(part: SoldPart, whole_micro: int, qty_milli: int) -> int:
    """The share of a line's points that belongs to a quantity of it, in points as whole as those of the line are."""
    step: int = 10**POINTS_DECIMALS
    while whole_micro % step:
        step //= 10
    return part.share_of(whole_micro // step, qty_milli) * step
