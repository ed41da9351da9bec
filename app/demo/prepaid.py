"""What customers of the demo shop paid in advance: packages of visits, which they use, and gift cards."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from app.core.db.unit import Unit
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, UnitPrice
from app.core.numbers import parse_scaled
from app.flows.package_terms import sell_as_package
from loyalty.packages.finding import packages_of
from loyalty.packages.keeping import freeze_package
from loyalty.packages.terms import FIRST_VISIT, Cover, Terms
from pos.cart.gift_cards import sell_gift_card, top_up_balance
from pos.cart.packages import use_package
from pos.cart.service import add_product, set_customer
from pos.cart.views import CartView
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from warehouse.catalogue.models import Product
from warehouse.catalogue.products import ProductData, create_product

_PACKAGES: Final = (
    ("Haircut, men: 10 visits", "Haircut, men", "150.00", 10, 365, "sale", 30, True),
    ("Manicure, classic: 5 visits", "Manicure classic", "80.00", 5, 180, FIRST_VISIT, 14, False),
)
"""Name, service, price, visits, days, what they begin with, days of rest, whether the family shares it."""
_BUYERS: Final = ((0, 16), (0, 4), (1, 10), (1, 40))
"""Which package which of the customers buys; the relative who shares a phone with the first comes right after him."""
_RESTS: Final = 40
_GIFT_CARDS: Final = (Money(50_00), Money(25_00))
_IN_ADVANCE: Final = Money(100_00)
_PAYS_IN_ADVANCE: Final = 5


def offer_packages(tx: Unit) -> tuple[int, ...]:
    """Makes services that are sold as packages; answers their ids in the order of ``_PACKAGES``."""
    decimals = facts(tx).decimals + UNIT_PRICE_EXTRA_DECIMALS
    made = []
    for name, service, price, visits, valid_days, starts, freeze_days, shared in _PACKAGES:
        columns = (Product.id, Product.tax_category_id, Product.unit_code, Product.category_id)
        row = tx.execute(select(*columns).where(Product.name == service)).one()
        data = ProductData(
            name=name,
            tax_category_id=row.tax_category_id,
            unit_code=row.unit_code,
            kind="service",
            category_id=row.category_id,
        )
        product_id = create_product(tx, data, price=UnitPrice(parse_scaled(price, decimals, "price")))
        sell_as_package(tx, product_id, Terms(visits, Cover((row.id,)), valid_days, starts, freeze_days, shared))
        made.append(product_id)
    return tuple(made)


def sell_in_advance(tx: Unit, till_id: int, packages: Sequence[int], customer_ids: Sequence[int]) -> None:
    """Sells packages, gift cards and a balance at an open till."""
    for which, place in _BUYERS:
        cart_uid = new_uid()
        set_customer(tx, till_id, cart_uid, new_uid(), customer_ids[place])
        _paid(tx, till_id, add_product(tx, till_id, cart_uid, new_uid(), packages[which]).cart)
    for amount in _GIFT_CARDS:
        _paid(tx, till_id, sell_gift_card(tx, till_id, new_uid(), new_uid(), amount).cart)
    cart_uid = new_uid()
    set_customer(tx, till_id, cart_uid, new_uid(), customer_ids[_PAYS_IN_ADVANCE])
    _paid(tx, till_id, top_up_balance(tx, till_id, cart_uid, new_uid(), _IN_ADVANCE).cart)


def let_one_rest(tx: Unit, shop_id: int, customer_ids: Sequence[int]) -> None:
    """Lets one package rest from today on, where it was sold."""
    for resting in packages_of(tx, customer_ids[_RESTS]):
        freeze_package(tx, resting.uid, shop_id, resting.freeze_days, "On a long journey")


def _paid(tx: Unit, till_id: int, cart: CartView) -> None:
    checkout(tx, till_id, cart.uid, cart.version, [TenderRequest("card")])


def pay_by_packages(tx: Unit, till_id: int, cart: CartView) -> CartView:
    """Lets what the customer has paid in advance pay for his services."""
    while cart.packages:
        offer = cart.packages[0]
        cart = use_package(tx, till_id, cart.uid, offer.line_uid, offer.package_uid).cart
    return cart
