"""Visit packages in a checkout: held, sold, used, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.money import Money
from loyalty.packages import ledger
from loyalty.packages.finding import may_use
from loyalty.packages.ledger import PackageDocument, PackageView, book, packages_by_id, refuse_troubled, sell_package
from loyalty.packages.of_sales import packages_of_lines, uses_of_sale
from loyalty.packages.terms import terms_of
from pos.cart.package_lines import visits_in
from pos.cart.store import CartState, LineState
from pos.checkout.document import WrittenSale
from pos.sale.kinds import PACKAGE_SOLD, VISIT_MILLI
from pos.sale.returned import SoldPart, sold_parts

_OPPOSITE: Final = {"sold": "returned", "used": "given_back"}


@dataclass(frozen=True, slots=True)
class ToldPackage:
    """A package as a line (its position) of a sale left it; ``is_new`` where the line sold it."""

    line_position: int
    package: PackageView
    is_new: bool = False


def hold_packages(tx: Unit, cart: CartState) -> None:
    """Keeps every package the cart takes visits from, or takes back, until the unit ends.

    Raises Conflict ``package_needs_customer`` for one that is nobody's, ``package_not_theirs``, what
    ``refuse_troubled`` raises.
    """
    taken = {line.package_id for line in cart.lines if line.package_id is not None}
    is_somebodys = cart.customer_id is not None
    if not is_somebodys and (taken or any(line.package_visits is not None for line in cart.lines)):
        raise Conflict("package_needs_customer")
    back = [line.returned_line_id for line in cart.lines if line.returned_line_id is not None]
    held = ledger.hold_packages(tx, taken | set(_packages_back(tx, sold_parts(tx, back).values()).values()))
    for package_id in sorted(taken):
        package = held[package_id]
        if not may_use(tx, package, cart.customer_id or 0):
            raise Conflict("package_not_theirs", name=package.name)
        refuse_troubled(tx, package, visits_in(cart, package_id))


def _packages_back(tx: ReadUnit, parts: Iterable[SoldPart]) -> dict[int, int]:
    """By the id of a sold line the package that it sold, or took a visit from."""
    lines = {(part.sale_id, part.position): part.line_id for part in parts if part.package is not None}
    return {lines[key]: package_id for key, package_id in packages_of_lines(tx, list(lines)).items()}


def move_packages(tx: Unit, sale: WrittenSale) -> tuple[ToldPackage, ...]:
    """Enters what the sale sells, uses and takes back of packages; answers what its receipt tells of each line.

    Raises Conflict ``package_gone`` where the service is no package any more, ``package_too_few``.
    """
    lines = sale.cart.lines
    if not any(line.package is not None or line.returned_line_id is not None for line in lines):
        return ()
    back = sold_parts(tx, [line.returned_line_id for line in lines if line.returned_line_id is not None])
    packages = _packages_back(tx, back.values())
    told: list[ToldPackage] = []
    for position, (line, part) in enumerate(zip(lines, sale.priced.lines, strict=True), start=1):
        document = PackageDocument(sale.sale_id, position, sale.receipt, sale.place.shop_id)
        if line.package_visits is not None:
            told.append(ToldPackage(position, _sold(tx, sale, line, part.gross, document), is_new=True))
        elif line.package_id is not None:
            visits = line.qty_milli // VISIT_MILLI
            told.append(ToldPackage(position, book(tx, line.package_id, "used", -visits, document)))
        elif line.returned_line_id in packages:
            is_package = back[line.returned_line_id].package == PACKAGE_SOLD
            visits = -line.qty_milli // VISIT_MILLI
            kind, visits = ("returned", -visits) if is_package else ("given_back", visits)
            told.append(ToldPackage(position, book(tx, packages[line.returned_line_id], kind, visits, document)))
    last = packages_by_id(tx, [one.package.id for one in told])
    return tuple([ToldPackage(one.line_position, last[one.package.id], one.is_new) for one in told])


def _sold(tx: Unit, sale: WrittenSale, line: LineState, paid: Money, document: PackageDocument) -> PackageView:
    terms = None if line.product_id is None else terms_of(tx, line.product_id)
    if terms is None or line.package_visits is None or line.product_id is None or sale.cart.customer_id is None:
        raise Conflict("package_gone", name=line.name)
    terms = replace(terms, visits=line.package_visits)
    return sell_package(tx, terms, sale.cart.customer_id, line.product_id, line.name, paid, document)


def void_packages(tx: Unit, sale_id: int, receipt: str, void_id: int, shop_id: int) -> None:
    """Takes back what a sale did to packages, with the void ``void_id``.

    Raises Conflict ``package_used`` (``name``) where a package that it sold is not whole any more.
    """
    uses = uses_of_sale(tx, sale_id)
    if not uses:
        return
    held = ledger.hold_packages(tx, [one.package_id for one in uses])
    for one in uses:
        package = held[one.package_id]
        if one.kind == "sold" and package.visits_left != package.visits:
            raise Conflict("package_used", name=package.name)
        document = PackageDocument(void_id, one.line_position, receipt, shop_id)
        book(tx, one.package_id, _OPPOSITE[one.kind], -one.visits, document)
