"""Numbers of sales, taken before their first line where the law of a till's register wants it (Ordinance N-18).

A number belongs to what was begun under it: a sale, a return, a void, a payment, or a cart that was dropped.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, insert, select, update

from app.core import journal
from app.core.db.series import NumberSeries, next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.installation import facts
from app.core.money import Money
from app.places.service import place_of
from devices.fiscal.sale_number import MOST_RUNNING, operator_code, sale_number
from pos.numbering.models import DroppedCart, SaleNumber
from pos.numbering.registers import serial_at_till

_SHOP: Final = 0
"""A series belongs to a register, which several tills may share."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A register whose numbers do not run without gap: the last one given, and the last one by counting rows."""

    serial_number: str
    last: int
    counted: int


def give_number(tx: Unit, till_id: int, document_uid: str) -> None:
    """Takes the next number of the till's register for what is begun now; nothing where no law wants one.

    Raises Conflict ``register_not_met`` where the register has not said yet which one it is.
    """
    maker = place_of(tx, till_id).register_maker
    if maker is None or not maker.wants_sale_number:
        return
    serial = serial_at_till(tx, till_id)
    if not serial or last_given(tx, serial) is None:
        raise Conflict("register_not_met")
    running = next_number(tx, _SHOP, _series(serial))
    tx.execute(
        insert(SaleNumber),
        {
            "document_uid": document_uid,
            "number": sale_number(serial, operator_code(tx.actor.account_id), running),
            "serial_number": serial,
            "running": running,
            "till_id": till_id,
            "taken_by": tx.actor.name,
            "at": tx.now,
        },
    )


def see_to_number(tx: Unit, till_id: int, document_uid: str) -> None:
    """``give_number`` for what has none: it was begun before the register was there, or without a cart."""
    maker = place_of(tx, till_id).register_maker
    if maker is not None and maker.wants_sale_number and not number_of(tx, document_uid):
        give_number(tx, till_id, document_uid)


def number_of(tx: ReadUnit, document_uid: str) -> str:
    """The number of a document; empty where it has none, or was dropped under it."""
    kept = _kept(tx, document_uid)
    return "" if kept is None else kept[1]


def drop_number(tx: Unit, document_uid: str, gross: Money, lines: Sequence[tuple[str, int, int]], reason: str) -> None:
    """What was begun under a number becomes no sale, and is kept as it is now; nothing where it has none.

    ``lines`` are name, quantity (thousandths) and unit price (scaled).
    """
    kept = _kept(tx, document_uid)
    if kept is None:
        return
    told = [{"name": name, "qty_milli": qty_milli, "price_scaled": scaled} for name, qty_milli, scaled in lines]
    tx.execute(
        insert(DroppedCart),
        {
            "sale_number_id": kept[0],
            "currency": facts(tx).currency,
            "gross": gross,
            "lines": json.dumps(told, ensure_ascii=False),
            "reason": reason,
            "dropped_by": tx.actor.name,
            "at": tx.now,
        },
    )


def last_given(tx: ReadUnit, serial_number: str) -> int | None:
    """The last running number of a register; None before its numbers begin."""
    found: int | None = tx.execute(
        select(NumberSeries.last).where(NumberSeries.till_id == _SHOP, NumberSeries.kind == _series(serial_number))
    ).scalar()
    return found


def begin_numbers(tx: Unit, serial_number: str, after: int) -> None:
    """The numbers of a register begin behind ``after``, the last one it was told before; once."""
    if last_given(tx, serial_number) is None:
        tx.execute(insert(NumberSeries), {"till_id": _SHOP, "kind": _series(serial_number), "last": after})
        _note(tx, serial_number, None, after)


def begin_later(tx: Unit, serial_number: str, after: int) -> None:
    """Another program has given numbers to this register up to ``after`` (a right; journaled).

    Raises BadInput ``sale_number_range``, Conflict ``register_not_met``, and ``sale_numbers_given`` once the shop has
    given one itself: there may be no gap.
    """
    tx.actor.require("devices.manage")
    last = last_given(tx, serial_number)
    if last is None:
        raise Conflict("register_not_met")
    if not 0 <= after < MOST_RUNNING:
        raise BadInput("sale_number_range", "after", most=MOST_RUNNING)
    if tx.execute(select(SaleNumber.id).where(SaleNumber.serial_number == serial_number).limit(1)).first():
        raise Conflict("sale_numbers_given", last=last)
    tx.execute(
        update(NumberSeries)
        .where(NumberSeries.till_id == _SHOP, NumberSeries.kind == _series(serial_number))
        .values(last=after)
    )
    _note(tx, serial_number, last, after)


def gaps(tx: ReadUnit) -> list[Gap]:
    """Every register whose numbers do not run without gap up to the last one given."""
    rows = tx.execute(
        select(SaleNumber.serial_number, func.min(SaleNumber.running), func.count()).group_by(SaleNumber.serial_number)
    ).all()
    counted = [Gap(serial, last_given(tx, serial) or 0, first - 1 + count) for serial, first, count in rows]
    return [one for one in counted if one.last != one.counted]


def _kept(tx: ReadUnit, document_uid: str) -> tuple[int, str] | None:
    """The newest number of a document with its key, unless it was dropped."""
    row = tx.execute(
        select(SaleNumber.id, SaleNumber.number, DroppedCart.id)
        .outerjoin(DroppedCart, DroppedCart.sale_number_id == SaleNumber.id)
        .where(SaleNumber.document_uid == document_uid)
        .order_by(SaleNumber.id.desc())
        .limit(1)
    ).first()
    return None if row is None or row[2] is not None else (row[0], row[1])


def _note(tx: Unit, serial_number: str, old: int | None, after: int) -> None:
    journal.record(tx, "fiscal.numbers_begin", subject=f"register:{serial_number}", body={"old": old, "after": after})


def _series(serial_number: str) -> str:
    return f"sale of {serial_number}"[:40]
