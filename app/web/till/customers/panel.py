"""The customer of the open cart, beside the totals. Read with the page, and again only when it is another one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money
from app.crm.birth_dates import days_to_birthday
from app.crm.customers import CustomerView, customer_by_id
from app.places.day import today
from app.web.shared.access import current, current_till_id, till_page
from app.web.shared.habit_words import habit_line
from app.web.shared.units import read
from app.web.till.blueprint import blueprint
from app.web.till.packages import ShownPackage, shown_packages
from loyalty.gift_cards.ledger import balance_of
from pos.account.ledger import AccountView, account_of
from pos.cart.service import read_cart
from pos.cart.views import CartView
from pos.employees.service import Employee, employee_of
from pos.recognition.favourites import Favourite, favourites_of
from pos.recognition.habit import Attendance
from pos.recognition.reading import habit_now, is_one_of_the_best
from pos.recognition.suggesting import Suggestion, suggestion_for
from pos.sale.customers import PurchaseSummary, purchase_summary

BIRTHDAY_DAYS: Final = 14
"""How long before it a birthday is spoken of."""
USUAL_GOODS: Final = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """What a cashier should know of the customer in front. ``birthday_in_days`` is None where it is far.

    ``habit`` is one line, empty for whoever never bought; ``missed`` says that he stayed away longer than he used to.
    """

    customer: CustomerView
    birthday_in_days: int | None
    purchases: PurchaseSummary
    account: AccountView | None
    usual: tuple[Favourite, ...]
    habit: str
    missed: bool
    best: bool
    suggestion: Suggestion | None
    employee: Employee | None
    prepaid: Money = ZERO
    packages: tuple[ShownPackage, ...] = ()

    @property
    def credit_left(self) -> Money:
        """What may still be bought on account."""
        return ZERO if self.account is None else self.account.left


def panel_of(tx: ReadUnit, customer_id: int | None, in_cart: Collection[int] = ()) -> Panel | None:
    """The panel of a customer, whose suggestion leaves out the goods in the cart; None where there is none."""
    if customer_id is None:
        return None
    customer = customer_by_id(tx, customer_id)
    days = None if customer.birth_date is None else days_to_birthday(customer.birth_date, today(tx))
    purchases = purchase_summary(tx, customer_id)
    habit, balance = habit_now(tx, customer_id), balance_of(tx, customer_id)
    return Panel(
        customer,
        birthday_in_days=days if days is not None and days <= BIRTHDAY_DAYS else None,
        purchases=purchases,
        account=account_of(tx, customer_id),
        usual=tuple([one for one in favourites_of(tx, customer_id) if one.active][:USUAL_GOODS]),
        habit="" if habit is None else habit_line(habit, today(tx)),
        missed=habit is not None and habit.attendance in (Attendance.SLIPPING, Attendance.LOST),
        best=habit is not None and is_one_of_the_best(tx, habit),
        suggestion=suggestion_for(tx, customer_id, in_cart),
        employee=employee_of(tx, customer_id),
        prepaid=ZERO if balance is None else balance.free,
        packages=shown_packages(tx, customer_id),
    )


def panel_facts(tx: ReadUnit, customer_id: int | None, in_cart: Collection[int] = ()) -> dict[str, Any]:
    """What the templates of the panel use."""
    panel, user = panel_of(tx, customer_id, in_cart), current()
    return {
        "panel": panel,
        "may_see_customers": user.may("customers.view"),
        "serves_self": panel is not None
        and panel.employee is not None
        and panel.employee.account_id == user.account_id,
    }


def whose(cart: CartView | None) -> tuple[int | None, Collection[int]]:
    """The customer of a cart, and the products in it."""
    if cart is None:
        return None, ()
    return cart.customer_id, [line.product_id for line in cart.lines if line.product_id is not None]


@blueprint.get("/customer")
@till_page
def cart_customer() -> ResponseReturnValue:
    """The panel for the cart as it is now: the page asks where an answer names another customer than it shows."""
    with read() as tx:
        cart = read_cart(tx, current_till_id())
        facts = panel_facts(tx, *whose(cart))
    return render_template("till/customers/panel_answer.html", **facts)
