"""The ledger of points: what a customer earned, spent, was given and lost; the balance is written with each entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, func, insert, select, update

from app.core.db.prepared import Prepared
from app.core.db.types import whole_sum
from app.core.db.unit import DatabaseBusy, ReadUnit, Unit
from app.core.errors import Conflict
from app.core.ids import new_uid
from app.crm.links import are_merged, is_of
from app.places.day import today
from loyalty.points.lots import Lot, given_back_to, taken_from
from loyalty.points.models import PointsAccount, PointsEntry, PointsHold, PointsLot, PointsMove

MOST_MICRO: Final = 10**15
"""The most points an act may move: a thousand million."""


@dataclass(frozen=True, slots=True)
class PointsView:
    """The points of a customer, in millionths.

    ``over_micro`` of the balance have run out and can not be spent, ``held_micro`` are kept for carts that wait for a
    card terminal.
    """

    balance_micro: int = 0
    over_micro: int = 0
    held_micro: int = 0

    @property
    def good_micro(self) -> int:
        """What can be spent; below zero what is owed."""
        return self.balance_micro - self.over_micro - self.held_micro

    def shortage(self) -> Conflict:
        """Why more than that can not be spent."""
        have_micro = max(self.good_micro, 0)
        return Conflict("points_on_hold" if self.held_micro else "not_enough_points", have_micro=have_micro)


@dataclass(frozen=True, slots=True)
class EntryView:
    """One change of a customer's points."""

    id: int
    at: datetime
    kind: str
    points_micro: int
    sale_id: int | None
    receipt: str
    of_receipt: str
    reason: str
    account_name: str


@dataclass(frozen=True, slots=True)
class Document:
    """The paper an entry belongs to; ``of_sale_id`` and ``of_receipt`` are of the sale that goes back."""

    sale_id: int
    receipt: str
    of_sale_id: int | None = None
    of_receipt: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A change to be written, in millionths; ``document`` is the paper it belongs to."""

    kind: str
    points_micro: int
    document: Document | None = None
    reason: str = ""
    uid: str | None = None


def hold_points(tx: Unit, customer_ids: Iterable[int]) -> None:
    """Keeps the points of customers until the unit ends, so that nobody spends the same points at another till.

    Where one of them was merged into another meanwhile, the unit begins again (DatabaseBusy) and finds that one.
    """
    customer_ids = set(customer_ids)
    if are_merged(tx, customer_ids):
        raise DatabaseBusy("database_busy")
    hold_accounts(tx, customer_ids)


def hold_accounts(tx: Unit, customer_ids: Iterable[int]) -> None:
    """Keeps the balances of customers who are held themselves until the unit ends."""
    ids = sorted(set(customer_ids))
    if not ids:
        return
    of_them = PointsAccount.customer_id.in_(ids)
    tx.lock(select(PointsAccount.customer_id).where(of_them).order_by(PointsAccount.customer_id))


_OVER: Final = (
    select(whole_sum(PointsLot.left_micro))
    .where(
        is_of(PointsLot.customer_id, bindparam("of_customer")),
        PointsLot.left_micro > 0,
        PointsLot.last_day < bindparam("today"),
    )
    .scalar_subquery()
)
_HELD: Final = (
    select(whole_sum(PointsHold.points_micro))
    .where(is_of(PointsHold.customer_id, bindparam("of_customer")))
    .scalar_subquery()
)
_POINTS: Final = Prepared(
    select(PointsAccount.balance_micro, func.coalesce(_OVER, 0), _HELD).where(
        PointsAccount.customer_id == bindparam("of_customer")
    )
)


def points_of(tx: ReadUnit, customer_id: int) -> PointsView:
    """The points of a customer."""
    row = _POINTS.first(tx, {"of_customer": customer_id, "today": today(tx)})
    return PointsView() if row is None else PointsView(row[0], int(row[1]), int(row[2]))


def earn(tx: Unit, customer_id: int, points_micro: int, document: Document, last_day: date | None) -> None:
    """Writes what a sale brings; below zero what goods that came back without a receipt would have brought."""
    if points_micro > 0:
        _put_in(tx, customer_id, NewEntry("earn", points_micro, document), last_day)
    elif points_micro < 0:
        _take_out(tx, customer_id, NewEntry("earn", points_micro, document), may_owe=True)


def spend(tx: Unit, customer_id: int, points_micro: int, document: Document, taken: str = "") -> None:
    """Writes what a sale costs in points (above zero); ``taken`` names what they were given for, if not for money.

    Raises Conflict ``not_enough_points``, or ``points_on_hold`` where some are kept for another cart (``have_micro``):
    spending never leaves a debt.
    """
    _take_out(tx, customer_id, NewEntry("spend", -points_micro, document, taken))


def give_spent_back(tx: Unit, customer_id: int, points_micro: int, document: Document, last_day: date | None) -> None:
    """Gives points of a sale back (above zero), into the lots they came from.

    What has run out there meanwhile begins anew, good until ``last_day``.
    """
    missing = {lot_id: -moved for lot_id, moved in _moved(tx, document, ("spend", "return_spend")).items()}
    _put_in(tx, customer_id, NewEntry("return_spend", points_micro, document), last_day, missing)


def take_earned_back(tx: Unit, customer_id: int, points_micro: int, document: Document) -> None:
    """Takes back what a sale brought (above zero), out of the lots it made; what is spent already makes a debt."""
    brought = _moved(tx, document, ("earn", "return_earn"))
    _take_out(tx, customer_id, NewEntry("return_earn", -points_micro, document), brought, may_owe=True)


def give_by_hand(
    tx: Unit, customer_id: int, kind: str, points_micro: int, reason: str, uid: str, last_day: date | None
) -> bool:
    """Writes a ``bonus`` or a ``correction`` with its reason; answers False where the ``uid`` was written before.

    Raises as ``spend`` where more is taken than there is.
    """
    if tx.execute(select(PointsEntry.id).where(PointsEntry.uid == uid)).first() is not None:
        return False
    entry = NewEntry(kind, points_micro, reason=reason, uid=uid)
    if points_micro > 0:
        _put_in(tx, customer_id, entry, last_day)
    else:
        _take_out(tx, customer_id, entry)
    return True


def let_run_out(tx: Unit, customer_id: int) -> int:
    """Takes away what has run out by today; answers how much that was, in millionths."""
    over = {lot.id: lot.left_micro for lot in lots_of(tx, customer_id) if lot.is_over(today(tx))}
    gone = sum(over.values())
    if gone:
        _take_out(tx, customer_id, NewEntry("expire", -gone), over)
    return gone


def entries_of(tx: ReadUnit, customer_id: int, *, before_id: int | None = None, limit: int = 50) -> list[EntryView]:
    """The changes of a customer's points, newest first, those from before a merge too; the next page by the last id."""
    columns = [getattr(PointsEntry, name) for name in EntryView.__slots__]
    conditions = [is_of(PointsEntry.customer_id, customer_id)]
    if before_id is not None:
        conditions.append(PointsEntry.id < before_id)
    rows = tx.execute(select(*columns).where(*conditions).order_by(PointsEntry.id.desc()).limit(limit))
    return [EntryView(*row) for row in rows]


def entries_of_sale(tx: ReadUnit, sale_id: int, customer_id: int) -> list[EntryView]:
    """What a sale, a return or a void changed for a customer, in the order it was written."""
    columns = [getattr(PointsEntry, name) for name in EntryView.__slots__]
    of_both = (PointsEntry.sale_id == sale_id) & is_of(PointsEntry.customer_id, customer_id)
    return [EntryView(*row) for row in tx.execute(select(*columns).where(of_both).order_by(PointsEntry.id))]


def next_to_run_out(tx: ReadUnit, customer_id: int) -> Lot | None:
    """The points that run out next, all of that day together; None where none do."""
    day = (
        select(func.min(PointsLot.last_day))
        .where(is_of(PointsLot.customer_id, customer_id), PointsLot.left_micro > 0, PointsLot.last_day >= today(tx))
        .scalar_subquery()
    )
    row = tx.execute(
        select(func.min(PointsLot.id), func.min(PointsLot.last_day), whole_sum(PointsLot.left_micro)).where(
            is_of(PointsLot.customer_id, customer_id), PointsLot.last_day == day
        )
    ).one()
    return None if row[0] is None else Lot(row[0], row[1], int(row[2]))


_ADD_ENTRY: Final = Prepared(insert(PointsEntry).returning(PointsEntry.id))
_ADD_LOT: Final = Prepared(insert(PointsLot).returning(PointsLot.id))
_ADD_MOVES: Final = Prepared(insert(PointsMove))


def _put_in(
    tx: Unit, customer_id: int, entry: NewEntry, last_day: date | None, missing: Mapping[int, int] | None = None
) -> None:
    """Adds points: a debt is paid first, then lots get back what is ``missing``, and the rest is a lot of its own."""
    hold_points(tx, [customer_id])
    balance = points_of(tx, customer_id).balance_micro
    rest = entry.points_micro - min(max(-balance, 0), entry.points_micro)
    lots = lots_of(tx, customer_id, missing) if missing else []
    moves = given_back_to(lots, rest, missing or {}, today(tx))
    for lot_id, points_micro in moves.items():
        change_lot(tx, lot_id, points_micro)
    rest -= sum(moves.values())
    if rest:
        added = _ADD_LOT.first(tx, {"customer_id": customer_id, "last_day": last_day, "left_micro": rest})
        assert added is not None
        moves[added[0]] = rest
    write_entry(tx, customer_id, entry, moves)


def _take_out(
    tx: Unit, customer_id: int, entry: NewEntry, prefer: Mapping[int, int] | None = None, *, may_owe: bool = False
) -> None:
    """Takes points away, out of the lots to ``prefer`` and then out of what runs out first."""
    hold_points(tx, [customer_id])
    points = points_of(tx, customer_id)
    # What has run out is nobody's to spend; taking it away by itself is another matter.
    have = points.balance_micro if entry.kind == "expire" else points.good_micro
    if not may_owe and -entry.points_micro > have:
        raise points.shortage()
    lots = lots_of(tx, customer_id)
    if entry.kind != "expire":
        lots = [lot for lot in lots if not lot.is_over(today(tx)) or may_owe]
    moves = taken_from(lots, -entry.points_micro, prefer or {})
    for lot_id, points_micro in moves.items():
        change_lot(tx, lot_id, -points_micro)
    write_entry(tx, customer_id, entry, {lot_id: -points_micro for lot_id, points_micro in moves.items()})


def write_entry(tx: Unit, customer_id: int, entry: NewEntry, moves: Mapping[int, int]) -> None:
    """Writes an entry with what it ``moves`` in lots, and the balance."""
    document = entry.document
    added = _ADD_ENTRY.first(
        tx,
        {
            "uid": entry.uid or new_uid(),
            "customer_id": customer_id,
            "kind": entry.kind,
            "points_micro": entry.points_micro,
            "at": tx.now,
            "business_date": today(tx),
            "sale_id": None if document is None else document.sale_id,
            "of_sale_id": None if document is None else document.of_sale_id,
            "receipt": "" if document is None else document.receipt,
            "of_receipt": "" if document is None else document.of_receipt,
            "reason": entry.reason,
            "account_name": tx.actor.name,
        },
    )
    assert added is not None
    if moves:
        _ADD_MOVES.write(
            tx,
            *[
                {"entry_id": added[0], "lot_id": lot_id, "points_micro": points_micro}
                for lot_id, points_micro in moves.items()
            ],
        )
    of_customer = PointsAccount.customer_id == customer_id
    changed = tx.execute(
        update(PointsAccount).where(of_customer).values(balance_micro=PointsAccount.balance_micro + entry.points_micro)
    )
    if not changed.rowcount:
        tx.execute(insert(PointsAccount), {"customer_id": customer_id, "balance_micro": entry.points_micro})


def change_lot(tx: Unit, lot_id: int, points_micro: int) -> None:
    """Puts points into a lot, or takes them out below zero."""
    of_lot = PointsLot.id == lot_id
    tx.execute(update(PointsLot).where(of_lot).values(left_micro=PointsLot.left_micro + points_micro))


def lots_of(tx: ReadUnit, customer_id: int, also: Iterable[int] = ()) -> list[Lot]:
    """The lots of the customer, and of whoever was merged into him, that hold something, and those ``also`` named."""
    wanted = (PointsLot.left_micro > 0) | PointsLot.id.in_(list(also))
    rows = tx.execute(
        select(PointsLot.id, PointsLot.last_day, PointsLot.left_micro)
        .where(is_of(PointsLot.customer_id, customer_id), wanted)
        .order_by(PointsLot.id)
    )
    return [Lot(*row) for row in rows]


def _moved(tx: ReadUnit, document: Document, kinds: tuple[str, str]) -> dict[int, int]:
    """What a sale and its returns so far put into each lot by entries of these kinds; below zero what they took."""
    of_sale = (PointsEntry.sale_id == document.of_sale_id) | (PointsEntry.of_sale_id == document.of_sale_id)
    rows = tx.execute(
        select(PointsMove.lot_id, whole_sum(PointsMove.points_micro))
        .join(PointsEntry, PointsEntry.id == PointsMove.entry_id)
        .where(of_sale, PointsEntry.kind.in_(kinds))
        .group_by(PointsMove.lot_id)
    )
    return {lot_id: int(moved) for lot_id, moved in rows}
