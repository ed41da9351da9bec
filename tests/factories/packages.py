"""Visit packages as a shop offers and sells them, and what is left of them."""

from app.core.ids import new_uid
from app.core.money import Money
from app.flows.package_terms import sell_as_package
from loyalty.packages.finding import packages_of
from loyalty.packages.ledger import PackageView
from loyalty.packages.reading import owed_now
from loyalty.packages.terms import Cover, Terms
from pos.cart import service as cart
from pos.cart.packages import use_package
from pos.cart.views import Changed
from pos.checkout.completed import CompletedSale
from tests.factories.amounts import qty
from tests.factories.shop import Goods, Shop
from tests.factories.till import TillDesk


def service(shop: Shop, name: str = "Massage", price: str = "35.00") -> Goods:
    """A service by the piece."""
    return shop.product(name, price, kind="service", stocked=False)


def package_of(
    shop: Shop,
    *services: Goods,
    visits: int = 10,
    price: str = "300.00",
    valid_days: int | None = 180,
    starts: str = "sale",
    freeze_days: int = 0,
    shared: bool = False,
) -> Goods:
    """A package of visits of these services."""
    goods = service(shop, f"{visits} visits", price)
    cover = Cover(tuple(one.id for one in services))
    terms = Terms(visits, cover, valid_days, starts, freeze_days, shared)
    shop.changes(lambda tx: sell_as_package(tx, goods.id, terms))
    return goods


def sells_package(till: TillDesk, goods: Goods, customer_id: int) -> CompletedSale:
    """Sells one package to a customer for cash."""
    till.is_of(customer_id)
    till.adds(goods)
    return till.pays(cash="rest")


def visits(till: TillDesk, goods: Goods, customer_id: int, package: PackageView, pieces: str = "1") -> Changed:
    """Rings a service up and lets a package pay for it."""
    till.is_of(customer_id)
    line_uid = new_uid()
    till.act(cart.add_product, line_uid, goods.id, qty(pieces), apart=True)
    return till.act(use_package, line_uid, package.uid)


def package(shop: Shop, customer_id: int) -> PackageView:
    """The customer's newest package as it is now."""
    with shop.database.read_unit() as tx:
        return max(packages_of(tx, customer_id, all_of_them=True), key=lambda one: one.id)


def owed(shop: Shop) -> Money:
    """What the shop owes on all packages."""
    with shop.database.read_unit() as tx:
        return owed_now(tx).amount
