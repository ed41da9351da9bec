"""The discount of an employee who buys: it comes with the customer of the cart, and goes with him."""

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.texts import paper_texts
from app.places.settings import PAPER_LANGUAGE
from pos.cart.store import CartState
from pos.employees.service import employee_of
from pos.employees.settings import EMPLOYEE_PERCENT

_BP_OF_PERCENT = 100


def follow_customer(tx: ReadUnit, cart: CartState) -> None:
    """Gives the cart the discount of its customer where he works here, and takes that of another one away.

    A discount that somebody gave by hand stays as it is: the two do not add up.
    """
    if cart.for_employee:
        cart.discount_percent_bp, cart.discount_reason, cart.for_employee = 0, None, False
    percent = settings.get(tx, EMPLOYEE_PERCENT)
    is_free = not (cart.discount_percent_bp or cart.discount_amount)
    if cart.customer_id is None or not percent or not is_free or employee_of(tx, cart.customer_id) is None:
        return
    say = paper_texts(settings.get(tx, PAPER_LANGUAGE)).gettext
    cart.discount_percent_bp = percent * _BP_OF_PERCENT
    cart.discount_reason, cart.for_employee = say("Employee discount"), True
