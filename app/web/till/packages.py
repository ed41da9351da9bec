"""Visit packages at the till: what the customer has, and what of it pays for lines of the cart."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.crm.customers import customer_by_id
from app.places.day import calendar_date
from app.web.shared.access import current_till_id, till_page
from app.web.shared.units import read
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from loyalty.packages.finding import packages_of, rests_since
from loyalty.packages.ledger import PackageView
from pos.cart.package_lines import owner_of
from pos.cart.packages import leave_package, use_package
from pos.cart.service import read_cart
from pos.cart.views import PackageOffer


@dataclass(frozen=True, slots=True)
class ShownPackage:
    """A package with the lines it could pay for, why it could not today, and whose of the family it is.

    ``rests_since`` is the first day of its rest, where it rests.
    """

    package: PackageView
    trouble: str
    owner: str
    offers: tuple[PackageOffer, ...]
    rests_since: date | None = None


@blueprint.get("/packages")
@till_page
def packages() -> ResponseReturnValue:
    """The packages of the cart's customer and of his family."""
    with read() as tx:
        cart = read_cart(tx, current_till_id())
        customer_id = None if cart is None else cart.customer_id
        offers = () if cart is None else cart.packages
        return render_template(
            "till/packages.html",
            customer=None if customer_id is None else customer_by_id(tx, customer_id),
            packages=() if customer_id is None else shown_packages(tx, customer_id, offers),
        )


def shown_packages(tx: ReadUnit, customer_id: int, offers: tuple[PackageOffer, ...] = ()) -> tuple[ShownPackage, ...]:
    """Those a customer may use, the ones that could pay for something first."""
    day = calendar_date(tx)
    found = [
        ShownPackage(
            one,
            one.trouble(day),
            owner_of(tx, one, customer_id),
            tuple(offer for offer in offers if offer.package_uid == one.uid),
            rests_since(tx, one, day),
        )
        for one in packages_of(tx, customer_id, with_family=True)
    ]
    return tuple(sorted(found, key=lambda one: (not one.offers, bool(one.trouble))))


@blueprint.post("/lines/<line_uid>/package/<package_uid>")
@till_page
def take_visit(line_uid: str, package_uid: str) -> ResponseReturnValue:
    """The package pays for the line."""
    return act(lambda tx, till_id, cart_uid: use_package(tx, till_id, cart_uid, line_uid, package_uid), sound="added")


@blueprint.post("/lines/<line_uid>/package")
@till_page
def leave_visit(line_uid: str) -> ResponseReturnValue:
    """The line is paid with money again."""
    return act(lambda tx, till_id, cart_uid: leave_package(tx, till_id, cart_uid, line_uid))
