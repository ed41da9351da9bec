"""Dated prices of products: set now or from an instant on, never changed backwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import ColumnElement, bindparam, delete, insert, literal_column, select

from app.core import journal
from app.core.currency_change import older_currency
from app.core.db.types import UtcDateTime
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.feed import announce
from app.core.money import UnitPrice
from warehouse.catalogue.events import PriceChanged
from warehouse.catalogue.models import Product, ProductPrice

MOST_PRICE_SCALED: Final = 10**15

_PRICE_AT = (
    select(ProductPrice.price)
    .where(
        ProductPrice.product_id == bindparam("of_product"),
        ProductPrice.valid_from <= bindparam("at", type_=UtcDateTime()),
    )
    .order_by(ProductPrice.valid_from.desc())
    .limit(literal_column("1"))
)


@dataclass(frozen=True, slots=True)
class DatedPrice:
    """A price of one unit and when it holds; ``older_currency`` where the shop had another one then."""

    valid_from: datetime
    price: UnitPrice
    older_currency: str | None
    state: Literal["past", "now", "future"]


def price_at(tx: ReadUnit, product_id: int, instant: datetime) -> UnitPrice | None:
    """The list price of one unit at an instant; None where there is none."""
    found: UnitPrice | None = tx.execute(_PRICE_AT, {"of_product": product_id, "at": instant}).scalar()
    return found


def price_history(tx: ReadUnit, product_id: int) -> list[DatedPrice]:
    """Every price of a product, newest first, those to come before the one that holds."""
    history: list[DatedPrice] = []
    holds_now = False
    for valid_from, price in tx.execute(
        select(ProductPrice.valid_from, ProductPrice.price)
        .where(ProductPrice.product_id == product_id)
        .order_by(ProductPrice.valid_from.desc())
    ):
        state: Literal["past", "now", "future"] = "future"
        if valid_from <= tx.now:
            state = "past" if holds_now else "now"
            holds_now = True
        history.append(DatedPrice(valid_from, price, older_currency(tx, valid_from), state))
    return history


def checked_price(price: UnitPrice, path: str = "price") -> UnitPrice:
    """The price if it may be one; BadInput ``price_negative`` or ``price_out_of_range``. Zero is allowed."""
    if price.scaled < 0:
        raise BadInput("price_negative", path)
    if price.scaled > MOST_PRICE_SCALED:
        raise BadInput("price_out_of_range", path)
    return price


def set_price(tx: Unit, product_id: int, price: UnitPrice, *, valid_from: datetime | None = None) -> None:
    """Sets the price of one unit, now or from an instant to come; a price set for that very instant is replaced.

    Needs ``catalogue.edit``. Raises BadInput ``price_negative``, ``price_out_of_range`` or ``date_in_past``, NotFound
    ``no_product``. Publishes PriceChanged and journals old and new.
    """
    tx.actor.require("catalogue.edit")
    checked_price(price)
    instant = tx.now if valid_from is None else valid_from
    if instant < tx.now:
        raise BadInput("date_in_past", "valid_from")
    if tx.execute(select(Product.id).where(Product.id == product_id)).first() is None:
        raise NotFound("no_product")
    old = price_at(tx, product_id, instant)
    if old == price:
        return
    tx.execute(delete(ProductPrice).where(*_of(product_id, instant)))
    tx.execute(insert(ProductPrice), {"product_id": product_id, "valid_from": instant, "price": price})
    tx.publish(PriceChanged(product_id, old, price, instant))
    announce(tx, "catalogue", {"product": product_id})
    journal.record(
        tx,
        "product.price_set",
        subject=f"product:{product_id}",
        body={
            "old_scaled": old.scaled if old is not None else None,
            "new_scaled": price.scaled,
            "valid_from": instant.isoformat(),
        },
    )


def drop_future_price(tx: Unit, product_id: int, valid_from: datetime) -> None:
    """Takes back a price that does not hold yet.

    Needs ``catalogue.edit``. Raises NotFound ``no_future_price``. Publishes PriceChanged back to the price before it.
    """
    tx.actor.require("catalogue.edit")
    if valid_from <= tx.now:
        raise NotFound("no_future_price")
    dropped: UnitPrice | None = tx.execute(
        delete(ProductPrice).where(*_of(product_id, valid_from)).returning(ProductPrice.price)
    ).scalar()
    if dropped is None:
        raise NotFound("no_future_price")
    back = price_at(tx, product_id, valid_from)
    if back is not None:
        tx.publish(PriceChanged(product_id, dropped, back, valid_from))
    announce(tx, "catalogue", {"product": product_id})
    journal.record(
        tx,
        "product.price_dropped",
        subject=f"product:{product_id}",
        body={"old_scaled": dropped.scaled, "valid_from": valid_from.isoformat()},
    )


def _of(product_id: int, valid_from: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ProductPrice.product_id == product_id, ProductPrice.valid_from == valid_from
