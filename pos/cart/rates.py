"""A cart that is still open when the date changes is sold with the tax rates of the day it is paid."""

from app.core.db.unit import ReadUnit
from app.places.day import calendar_date, local_time
from pos.cart.store import CartState
from warehouse.catalogue.taxes import rate_on


def at_rates_of_today(tx: ReadUnit, cart: CartState) -> CartState:
    """The cart with today's rates where it was opened on an earlier date; returned goods keep that of their sale.

    What is stored stays as it was rung up: a rate counts when the sale is made.
    """
    day = calendar_date(tx)
    if local_time(tx, cart.opened_at).date() == day:
        return cart
    cart.is_as_stored = False
    rates: dict[int, int | None] = {}
    for line in cart.all_lines:
        if line.returned_line_id is not None or line.loads is not None:
            continue
        if line.tax_category_id not in rates:
            rates[line.tax_category_id] = rate_on(tx, line.tax_category_id, day)
        line.tax_rate_bp = rates[line.tax_category_id]
    return cart
