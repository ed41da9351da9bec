"""The people of the demo shop: its staff, with PINs that stand in the manual, and its customers."""

import random
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from app.auth.accounts import AccountData, create_account
from app.auth.models import Role
from app.auth.passwords import hash_password, hash_pin
from app.core.actor import Actor, program
from app.core.db.unit import Database
from app.crm.customers import create_customer


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague of the demo shop."""

    name: str
    role: str
    pin: str
    badge: str
    language: str = "en"
    login: str | None = None
    password: str | None = None


STAFF: Final = (
    Person("Olga Marsh", "owner", "1111", "BADGE-1", login="owner", password="regulars"),  # noqa: S106  # the demo's
    Person("Anna Field", "senior", "2222", "BADGE-2"),
    Person("Peter Kern", "cashier", "3333", "BADGE-3"),
    Person("Мария Орлова", "cashier", "4444", "BADGE-4", language="ru"),
    Person("Lena Frost (hair)", "cashier", "5555", "BADGE-5"),
    Person("Victor Hale (nails)", "cashier", "6666", "BADGE-6"),
)
_FIRST: Final = (
    "Ivan",
    "Sofia",
    "Georgi",
    "Elena",
    "Martin",
    "Nina",
    "Paul",
    "Vera",
    "Stefan",
    "Mila",
    "Денис",
    "Ольга",
)
_LAST: Final = ("Petrov", "Lang", "Dimitrova", "Hughes", "Novak", "Weiss", "Ilieva", "Stone", "Kolev", "Marek")
CUSTOMERS: Final = 120


def add_staff(database: Database) -> tuple[Actor, ...]:
    """Writes the staff down; answers those who ring up sales."""
    hashes = [(hash_pin(person.pin), hash_password(person.password) if person.password else None) for person in STAFF]
    cashiers = []
    with database.unit_of_work(program("demo")) as tx:
        roles = dict(tx.execute(select(Role.code, Role.id)).all())
        for person, (pin_hash, password_hash) in zip(STAFF, hashes, strict=True):
            account_id = create_account(
                tx,
                AccountData(person.name, person.login, person.badge, person.language, frozenset({roles[person.role]})),
                pin_hash=pin_hash,
                password_hash=password_hash,
            )
            if person.role != "owner":
                cashiers.append(Actor(person.name, account_id, everything=True))
    return tuple(cashiers)


def add_customers(database: Database) -> None:
    """Writes customers down, with numbers from the range that operators keep for examples."""
    chance = random.Random(7)  # noqa: S311  # a believable shop, not a secret
    with database.unit_of_work(program("demo")) as tx:
        for index in range(CUSTOMERS):
            create_customer(
                tx,
                name=f"{chance.choice(_FIRST)} {chance.choice(_LAST)}",
                phone=f"+35988{chance.randrange(1_000_000, 9_999_999)}" if index % 9 else "",
                country="BG",
                birth_date=date(chance.randrange(1950, 2006), chance.randrange(1, 13), chance.randrange(1, 29)),
            )
