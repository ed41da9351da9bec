"""Visit packages in a cart: lines that sell one, lines that one pays for, and which could."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.crm.customers import customer_by_id
from app.crm.links import who_now
from app.places.day import calendar_date
from loyalty.packages.finding import packages_of
from loyalty.packages.ledger import PackageView, packages_by_id
from loyalty.packages.terms import terms_of
from pos.cart import store
from pos.cart.goods import WHOLE_MILLI
from pos.cart.store import CartState, LineState
from pos.cart.views import PackageOffer, PaidVisit
from warehouse.catalogue.events import ServiceEnded
from warehouse.catalogue.models import Category, Product
from warehouse.catalogue.sold_as import SoldAs, sold_as

SERVICE: Final = "service"
LIST: Final = "list"
BY_PACKAGE: Final = "package"
"""Where a line has its price from: it costs nothing, a package pays for it."""


def mark_package(tx: ReadUnit, line: LineState, found: SoldAs) -> bool:
    """Notes how many visits a line sells, where its service is sold as a package; answers whether it is.

    Raises Conflict ``package_one_at_a_time``: each package is a line of its own, with days and visits of its own.
    """
    terms = terms_of(tx, found.product_id) if found.kind == SERVICE else None
    if terms is None:
        return False
    if line.qty_milli != WHOLE_MILLI or line.pack_qty_milli != WHOLE_MILLI:
        raise Conflict("package_one_at_a_time", name=line.name)
    line.package_visits = terms.visits
    return True


def refuse_package(line: LineState, *, sold_too: bool = True) -> None:
    """Conflict ``package_fixed`` for a visit that a package pays, and for a package itself where that is meant too."""
    if line.package_id is not None or (sold_too and line.package_visits is not None):
        raise Conflict("package_fixed", name=line.name)


def refuse_qty(tx: ReadUnit, cart: CartState, line: LineState, qty_milli: int) -> None:
    """Whether a line may have another quantity.

    Raises Conflict ``package_one_at_a_time`` for a package, ``package_too_few`` for more visits than are left.
    """
    if line.package_visits is not None:
        raise Conflict("package_one_at_a_time", name=line.name)
    if line.package_id is not None:
        package = packages_by_id(tx, [line.package_id])[line.package_id]
        others = visits_in(cart, package.id) - line.qty_milli // WHOLE_MILLI
        if others + qty_milli // WHOLE_MILLI > package.visits_left:
            raise Conflict("package_too_few", name=package.name, left=package.visits_left)


def visits_in(cart: CartState, package_id: int) -> int:
    """How many visits of a package the cart takes."""
    return sum(line.qty_milli for line in cart.lines if line.package_id == package_id) // WHOLE_MILLI


def give_up_packages(tx: Unit, cart: CartState) -> None:
    """The cart is somebody else's now: what packages paid costs again what it costs."""
    for line in cart.lines:
        if line.package_id is not None:
            give_up(tx, cart, line)


def give_up(tx: Unit, cart: CartState, line: LineState) -> dict[str, object]:
    """The line costs what its service costs today; answers what it was, for an undo. Raises Conflict ``no_price``."""
    found = None if line.product_id is None else sold_as(tx, line.product_id, line.barcode_id)
    if found is None or found.unit_price is None:
        raise Conflict("no_price", product_id=line.product_id, name=line.name)
    return store.change_line(
        tx,
        cart,
        line,
        package_id=None,
        unit_price=found.unit_price,
        price_source=found.price_source,
        discountable=found.discountable,
    )


def payable(line: LineState) -> bool:
    """Whether a package could pay for a line: a service in whole pieces, at the price of the list."""
    return (
        line.product_id is not None
        and not line.stocked
        and line.qty_milli > 0
        and line.qty_milli % WHOLE_MILLI == 0
        and line.pack_qty_milli == WHOLE_MILLI
        and line.returned_line_id is None
        and line.package_visits is None
        and line.package_id is None
        and line.price_source == LIST
        and line.pledge is None
    )


def offers_of(tx: ReadUnit, cart: CartState) -> tuple[PackageOffer, ...]:
    """For each line that packages of the cart's customer and his family could pay: which, who first ends first."""
    if cart.customer_id is None:
        return ()
    lines = [line for line in cart.lines if payable(line)]
    if not lines:
        return ()
    day = calendar_date(tx)
    packages = [one for one in packages_of(tx, cart.customer_id, with_family=True) if not one.trouble(day)]
    offers = []
    for line, found in covering(tx, lines, packages):
        for package in found:
            left = package.visits_left - visits_in(cart, package.id)
            if left >= line.qty_milli // WHOLE_MILLI:
                owner = owner_of(tx, package, cart.customer_id)
                offers.append(PackageOffer(line.uid, line.name, package.uid, package.name, left, package.visits, owner))
    return tuple(offers)


def owner_of(tx: ReadUnit, package: PackageView, customer_id: int) -> str:
    """The name of whose it is, where it is somebody else's of the family."""
    owner_id = who_now(tx, package.customer_id)
    return "" if owner_id == customer_id else customer_by_id(tx, owner_id).name


def paid_visits(tx: ReadUnit, cart: CartState) -> dict[str, PaidVisit]:
    """By line the package that pays for it, with what is left of it after this sale."""
    paid = [line for line in cart.lines if line.package_id is not None]
    if not paid:
        return {}
    packages = packages_by_id(tx, [line.package_id for line in paid if line.package_id is not None])
    found = {}
    for line in paid:
        package = packages[line.package_id or 0]
        left = max(package.visits_left - visits_in(cart, package.id), 0)
        found[line.uid] = PaidVisit(package.uid, package.name, left, package.visits)
    return found


def covering(
    tx: ReadUnit, lines: Sequence[LineState], packages: Sequence[PackageView]
) -> list[tuple[LineState, list[PackageView]]]:
    """Each line with those of the packages that are good for its service, in their order."""
    if not packages:
        return []
    ids = {line.product_id for line in lines}
    services: dict[int, str | None] = dict(
        tx.execute(
            select(Product.id, Category.path)
            .outerjoin(Category, Category.id == Product.category_id)
            .where(Product.id.in_(ids), Product.kind == SERVICE)
        ).all()
    )
    asked = {one for package in packages for one in package.covers.category_ids}
    branches: dict[int, str] = {}
    if asked:
        branches = dict(tx.execute(select(Category.id, Category.path).where(Category.id.in_(asked))).all())

    def covers(package: PackageView, product_id: int) -> bool:
        if product_id in package.covers.product_ids:
            return True
        path = services[product_id] or ""
        return any(f"{path}/".startswith(f"{branches[one]}/") for one in package.covers.category_ids if one in branches)

    return [
        (line, [package for package in packages if covers(package, line.product_id or 0)])
        for line in lines
        if line.product_id in services
    ]


def keep_packages_services(tx: ReadUnit, event: ServiceEnded) -> None:
    """Conflict ``package_is_service`` where a service that is sold as a package is to be something else."""
    if terms_of(tx, event.product_id) is not None:
        raise Conflict("package_is_service", name=event.name)
