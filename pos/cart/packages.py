"""Taking a visit from a package at the till, and leaving it there."""

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.money import ZERO, UnitPrice
from loyalty.packages.finding import may_use
from loyalty.packages.ledger import package_by_uid, refuse_troubled
from pos.cart import service, store
from pos.cart.goods import WHOLE_MILLI, plain_values
from pos.cart.package_lines import BY_PACKAGE, covering, give_up, payable, visits_in
from pos.cart.store import CartState, LineState
from pos.cart.views import Changed

UNDO = "package"


def use_package(tx: Unit, till_id: int, cart_uid: str, line_uid: str, package_uid: str) -> Changed:
    """Lets a package pay for a line: it costs nothing, and takes a visit for each piece when the sale is paid.

    The same again changes nothing. Raises NotFound ``no_line``, ``no_package``; Conflict ``customer_needed``,
    ``package_not_theirs``, ``package_not_for_it`` for a line it does not cover, and what ``refuse_troubled`` and the
    cart raise.
    """
    cart = service.begin(tx, till_id, cart_uid)
    line = cart.line(line_uid)
    package = package_by_uid(tx, package_uid)
    if line.package_id == package.id:
        return service.unchanged(tx, cart, line.uid)
    if cart.customer_id is None:
        raise Conflict("customer_needed")
    if not may_use(tx, package, cart.customer_id):
        raise Conflict("package_not_theirs", name=package.name)
    if not payable(line) or not any(found for _, found in covering(tx, [line], [package])):
        raise Conflict("package_not_for_it", name=package.name, line=line.name)
    refuse_troubled(tx, package, visits_in(cart, package.id) + line.qty_milli // WHOLE_MILLI)
    old = store.change_line(
        tx,
        cart,
        line,
        package_id=package.id,
        unit_price=UnitPrice.of(ZERO),
        price_source=BY_PACKAGE,
        discountable=False,
        discount_percent_bp=0,
        discount_amount=ZERO,
        discount_reason=None,
    )
    return _done(tx, cart, line, old)


def leave_package(tx: Unit, till_id: int, cart_uid: str, line_uid: str) -> Changed:
    """The line costs again what its service costs. Raises NotFound ``no_line``, what ``give_up`` and the cart raise."""
    cart = service.begin(tx, till_id, cart_uid)
    line = cart.line(line_uid)
    if line.package_id is None:
        return service.unchanged(tx, cart, line.uid)
    return _done(tx, cart, line, give_up(tx, cart, line))


def _done(tx: Unit, cart: CartState, line: LineState, old: dict[str, object]) -> Changed:
    body = {"line_uid": line.uid, "name": line.name, "qty_milli": line.qty_milli, "old": plain_values(old)}
    store.set_undo(tx, cart, UNDO, body)
    return service.finish(tx, cart, line.uid)
