"""Carts put aside for later and taken up again, at this till or another one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update

from app.core import feed, journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.ids import parse_uid
from app.core.money import Money
from app.crm.models import Customer
from app.places.models import Till
from app.places.service import place_of
from pos.cart import store
from pos.cart.dropping import end_empty
from pos.cart.models import Cart
from pos.words import checked_words

TOPIC: Final = "cart"
_NO_UNDO: Final = {"undo_kind": None, "undo_body": None, "undo_until": None}


@dataclass(frozen=True, slots=True)
class WaitingCart:
    """A cart of the shop that is not at this till: put aside, or open at another till (``held_at`` None then)."""

    uid: str
    till_id: int
    till_name: str
    opened_at: datetime
    held_at: datetime | None
    held_by: str | None
    note: str | None
    customer_name: str | None
    line_count: int
    gross: Money


def hold_cart(tx: Unit, till_id: int, cart_uid: str, note: str = "") -> None:
    """Puts the open cart aside. The same again does nothing.

    Raises Conflict ``cart_empty`` where nothing was rung up, and what ``store.open_for_change`` raises.
    """
    tx.actor.require("till.sell")
    uid = parse_uid(cart_uid, "cart_uid")
    if tx.execute(select(Cart.id).where(Cart.uid == uid, Cart.held_till_id == till_id)).first() is not None:
        return
    cart = store.open_for_change(tx, till_id, uid, paying=True)
    if not cart.lines:
        raise Conflict("cart_empty")
    tx.execute(
        update(Cart)
        .where(Cart.id == cart.id)
        .values(
            till_id=None,
            held_at=tx.now,
            held_by=tx.actor.name,
            held_till_id=till_id,
            held_note=checked_words(note, "note") or None,
            version=cart.version + 1,
            **_NO_UNDO,
        )
    )
    journal.record(tx, "cart.held", chain=journal.till_chain(till_id), subject=f"cart:{uid}")
    feed.announce(tx, TOPIC, {"held": uid})


def waiting_carts(tx: ReadUnit, till_id: int) -> list[WaitingCart]:
    """The carts put aside in this till's shop, the oldest first; behind them those open at its other tills."""
    rows = tx.execute(
        select(
            Cart.uid,
            Till.id,
            Till.name,
            Cart.opened_at,
            Cart.held_at,
            Cart.held_by,
            Cart.held_note,
            Customer.name,
            Cart.line_count,
            Cart.gross,
        )
        .join(Till, Till.id == func.coalesce(Cart.till_id, Cart.held_till_id))
        .outerjoin(Customer, Customer.id == Cart.customer_id)
        .where(
            Till.shop_id == place_of(tx, till_id).shop_id,
            Cart.line_count > 0,
            Cart.till_id.is_distinct_from(till_id),
        )
        .order_by(Cart.held_at.is_(None), Cart.held_at, Cart.opened_at)
    )
    return [WaitingCart(*row) for row in rows]


def held_count(tx: ReadUnit, till_id: int) -> int:
    """How many carts are put aside in this till's shop."""
    count: int = tx.execute(
        select(func.count())
        .select_from(Cart)
        .join(Till, Till.id == Cart.held_till_id)
        .where(Till.shop_id == place_of(tx, till_id).shop_id)
    ).scalar_one()
    return count


def take_up(tx: Unit, till_id: int, cart_uid: str) -> None:
    """Opens a cart that was put aside at this till. One that is open at another till is taken over, which is a right.

    The same again does nothing. Raises NotFound ``no_cart``, Conflict ``another_cart`` where this till has one with
    lines open, ``cart_paid``.
    """
    tx.actor.require("till.sell")
    uid = parse_uid(cart_uid, "cart_uid")
    _make_room(tx, till_id, uid)
    tx.lock(select(Cart.id).where(Cart.uid == uid))
    row = tx.execute(select(Cart.id, Cart.till_id, Cart.held_till_id, Cart.version).where(Cart.uid == uid)).first()
    if row is None:
        store.refuse_paid(tx, uid)
        raise NotFound("no_cart")
    if row.till_id == till_id:
        return
    here, there = place_of(tx, till_id), place_of(tx, row.till_id or row.held_till_id)
    if here.shop_id != there.shop_id:
        raise NotFound("no_cart")
    if row.till_id is not None:
        tx.actor.require("till.take_over")
    for touched in (till_id, row.till_id or till_id):
        tx.wake(store.changed_topic(touched))
    tx.execute(
        update(Cart)
        .where(Cart.id == row.id)
        .values(
            till_id=till_id,
            held_at=None,
            held_by=None,
            held_till_id=None,
            held_note=None,
            version=row.version + 1,
            **_NO_UNDO,
        )
    )
    journal.record(
        tx,
        "cart.taken_up" if row.till_id is None else "cart.taken_over",
        chain=journal.till_chain(till_id),
        subject=f"cart:{uid}",
        body={"from_till": there.till_id},
    )
    feed.announce(tx, TOPIC, {"taken_up": uid})
    if row.till_id is not None:
        feed.announce(tx, TOPIC, {"taken_over": uid, "by": here.till_name}, till_id=row.till_id)


def _make_room(tx: Unit, till_id: int, uid: str) -> None:
    """Forgets a cart without lines that stands in the way of another one; Conflict ``another_cart`` with lines."""
    tx.lock(select(Cart.id).where(Cart.till_id == till_id))
    present = store.read_state(tx, till_id)
    if present is None or present.uid == uid:
        return
    if present.lines:
        raise Conflict("another_cart", cart_uid=present.uid)
    end_empty(tx, present.id, present.uid)
