"""Carts filled the way a till fills them, and sold."""

from collections.abc import Sequence
from random import Random

from app.core.db.unit import Database
from app.core.ids import new_uid
from app.core.money import Money
from benchmarks.goods import Product
from benchmarks.shop import ACTOR
from pos.cart.service import add_code
from pos.checkout.completed import CompletedSale
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest

TENDERS = (TenderRequest("card", Money(40)), TenderRequest("cash", Money(5_000_000)))
"""A part by card, the rest in cash with change: two rows, as in the bare sale. 0.40 is the cheapest product."""


def pick(catalogue: Sequence[Product], random: Random, count: int) -> list[Product]:
    """Different products, so that each scan makes a line of its own."""
    return random.sample(catalogue, count)


def scan(database: Database, till_id: int, cart_uid: str, code: str) -> None:
    """One scan in a unit of its own."""
    with database.unit_of_work(ACTOR) as tx:
        add_code(tx, till_id, cart_uid, new_uid(), code)


def pay(database: Database, till_id: int, cart_uid: str) -> CompletedSale:
    """The whole domain function, from the open cart to the committed unit."""
    with database.unit_of_work(ACTOR) as tx:
        return checkout(tx, till_id, cart_uid, None, TENDERS)
