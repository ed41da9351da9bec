"""Carts put aside, taken up again, and taken over from another till."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.errors import Conflict, NotFound
from app.core.ids import parse_uid
from app.web.shared.access import current_till_id, till_page
from app.web.shared.language import gettext, ngettext
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import STALE_CODES, current_cart, stale
from pos.cart.holding import WaitingCart, hold_cart, take_up, waiting_carts

OLD: Final = timedelta(days=2)
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A cart that waits, with its age in words; ``is_old`` asks for a look."""

    cart: WaitingCart
    age: str
    is_old: bool


@blueprint.post("/hold")
@till_page
def hold() -> ResponseReturnValue:
    """Puts the sale aside."""
    till_id, cart_uid, note = current_till_id(), inputs.text("cart_uid"), inputs.text("note")
    try:
        transact(lambda tx: hold_cart(tx, till_id, cart_uid, note))
    except (Conflict, NotFound) as error:
        if error.code not in STALE_CODES:
            raise
        return stale(error)
    return answers.whole_cart(None, answers.NOTHING_BESIDE, said=gettext("Put aside. F8 brings it back."))


@blueprint.get("/held")
@till_page
def held() -> ResponseReturnValue:
    """Carts put aside, and those open at other tills."""
    with read() as tx:
        found = _waiting(tx)
    return render_template(
        "till/held.html",
        held=[one for one in found if one.cart.held_at is not None],
        elsewhere=[one for one in found if one.cart.held_at is None],
    )


@blueprint.post("/held/<cart_uid>/take-up")
@till_page
def take_up_cart(cart_uid: str) -> ResponseReturnValue:
    """Opens it here; one that is open at another till is taken over."""
    till_id, cart_uid = current_till_id(), parse_uid(cart_uid)
    transact(lambda tx: take_up(tx, till_id, cart_uid))
    return current_cart()


@blueprint.get("/held/badge")
@till_page(counts_as_use=False)
def held_badge() -> ResponseReturnValue:
    """How many carts wait; the page asks when it hears of one."""
    with read() as tx:
        return render_template("till/held_badge.html", **badge_facts(tx))


def badge_facts(tx: ReadUnit) -> dict[str, object]:
    """What the badge in the bar shows."""
    held = [one for one in _waiting(tx) if one.cart.held_at is not None]
    return {"held_count": len(held), "old_held": any(one.is_old for one in held)}


def _waiting(tx: ReadUnit) -> list[Waiting]:
    found = []
    for cart in waiting_carts(tx, current_till_id()):
        age = tx.now - (cart.held_at or cart.opened_at)
        found.append(Waiting(cart, age_words(age), age >= OLD))
    return found


def age_words(age: timedelta) -> str:
    """How long ago something was, in one figure."""
    if age < _MINUTE:
        return gettext("just now")
    if age < _HOUR:
        return gettext("%(minutes)s min", minutes=age // _MINUTE)
    if age < _DAY:
        return gettext("%(hours)s h", hours=age // _HOUR)
    return ngettext("%(num)d day", "%(num)d days", age // _DAY)
