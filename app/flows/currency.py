"""The shop changes its currency: at closed shifts, at the fixed rate of the second currency, in one unit.

A kill at any instant leaves the shop as it was or wholly converted. Documents keep their currency; what holds on, a
price or a balance, goes over by a new row or entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core import journal, settings
from app.core.currency_change import Exchange, note_change
from app.core.currency_parts import ConvertedAmount, CurrencyParts
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, ShopError
from app.core.installation import change_currency, facts
from app.core.money import ZERO, Money
from app.exchange.store import unfinished
from app.places.models import Till
from app.places.second_currency import SECOND_UNTIL, fixed_rate, swap_currencies
from pos.cart.dropping import end_empty
from pos.cart.models import Cart
from pos.settings import CASH_STEP
from pos.shift.models import OpenShift, Shift

RIGHT = "settings.edit"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the owner asks for: the new currency, its smallest step of cash, and until when the old one is shown.

    No step is what the smallest coin allows; ``until`` None leaves the day that is set.
    """

    currency: str
    cash_step: Money = ZERO
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is converted: every amount before and after, the step of cash (minor units), and what stands in the way."""

    exchange: Exchange
    amounts: tuple[ConvertedAmount, ...]
    old_cash_step: int
    new_cash_step: int
    until: str
    obstacles: tuple[ShopError, ...]


def plan(tx: ReadUnit, parts: CurrencyParts, wish: Wish) -> Conversion:
    """What ``convert`` would do.

    Raises Conflict ``currency_already`` where the shop counts in it, ``no_fixed_rate`` where it is not the second
    currency or has no rate; BadInput ``bad_setting`` for a step or a day that cannot be.
    """
    if wish.currency == facts(tx).currency:
        raise Conflict("currency_already", currency=wish.currency)
    exchange = fixed_rate(tx)
    if exchange is None or exchange.new != wish.currency:
        raise Conflict("no_fixed_rate", currency=wish.currency)
    return Conversion(
        exchange,
        tuple(amount for code in parts for amount in parts.get(code).amounts(tx, exchange)),
        settings.get(tx, CASH_STEP),
        CASH_STEP.checked(wish.cash_step.minor),
        settings.get(tx, SECOND_UNTIL) if wish.until is None else SECOND_UNTIL.checked(wish.until),
        tuple(obstacles(tx)),
    )


def obstacles(tx: ReadUnit) -> Sequence[ShopError]:
    """What is not finished in the old currency: open shifts, carts with goods, imports at work."""
    shifts = tx.execute(
        select(Till.name, Shift.opened_by)
        .join(OpenShift, OpenShift.till_id == Till.id)
        .join(Shift, Shift.id == OpenShift.shift_id)
        .order_by(Till.id)
    )
    found: list[ShopError] = [Conflict("currency_open_shift", till=till, opened_by=name) for till, name in shifts]
    carts = tx.execute(
        select(Till.name, Cart.held_at, Cart.line_count)
        .join(Till, (Till.id == Cart.till_id) | (Till.id == Cart.held_till_id))
        .where(Cart.line_count > 0)
        .order_by(Cart.id)
    )
    for till, held_at, lines in carts:
        found.append(
            Conflict("currency_open_cart" if held_at is None else "currency_held_cart", till=till, lines=lines)
        )
    found += [Conflict("currency_import_running", file=one.file_name) for one in unfinished(tx)]
    return found


def convert(tx: Unit, parts: CurrencyParts, wish: Wish) -> Conversion:
    """Changes the shop's currency and everything counted in it; journaled. Needs ``settings.edit``.

    Raises what ``plan`` raises, and the first obstacle it found.
    """
    tx.actor.require(RIGHT)
    planned = plan(tx, parts, wish)
    if planned.obstacles:
        raise planned.obstacles[0]
    exchange = planned.exchange
    # What is left are carts without goods: what was taken out of them must not come back at its old price.
    for cart_id, cart_uid in tx.execute(select(Cart.id, Cart.uid)).all():
        end_empty(tx, cart_id, cart_uid)
    for code in parts:
        parts.get(code).convert(tx, exchange)
    swap_currencies(tx, exchange)
    settings.put(tx, SECOND_UNTIL, planned.until, reason=exchange.rate)
    settings.put(tx, CASH_STEP, planned.new_cash_step, reason=exchange.rate)
    change_currency(tx, exchange.new)
    note_change(tx, exchange)
    kinds = [amount.kind for amount in planned.amounts]
    journal.record(
        tx,
        "currency.converted",
        subject=f"currency:{exchange.new}",
        body={
            "old": exchange.old,
            "new": exchange.new,
            "rate": exchange.rate,
            "counts": {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)},
        },
    )
    return planned
