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
from app.core.db.unit import Database, Unit
from app.core.folding import fold
from app.crm.cards import block_card, cards_of, replace_card
from app.crm.consents import Channel, set_consent
from app.crm.customers import CustomerData, create_customer


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
_FIRST: Final = {
    "female": ("Sofia", "Elena", "Nina", "Vera", "Mila", "Ольга", "Анна", "Zoë"),
    "male": ("Ivan", "Georgi", "Martin", "Paul", "Stefan", "Денис", "Пётр", "Jürgen"),
}
_LAST_LATIN: Final = ("Lang", "Hughes", "Novak", "Weiss", "Stone", "Marek", "Petrovic", "O'Neill")
_LAST_CYRILLIC: Final = {
    "female": ("Орлова", "Семёнова", "Димитрова", "Илиева", "Колева"),
    "male": ("Орлов", "Семёнов", "Димитров", "Илиев", "Колев"),
}
_NOTES: Final = (
    "Asks for the receipt by e-mail.",
    "Allergic to ammonia: no bleach.",
    "Buys for his building firm; calls ahead.",
    "Prefers the morning.",
)
CUSTOMERS: Final = 120
_FAMILY_EVERY: Final = 8
_NO_PHONE_EVERY: Final = 9


def login_hint() -> str:
    """What the login pages of the demo say, so that nobody has to look for a PIN."""
    pins = ", ".join(f"{person.name} {person.pin}" for person in STAFF[:3])
    owner = STAFF[0]
    return f"Demo. PINs: {pins}.\nOffice: {owner.login}, password {owner.password}."


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


def add_customers(database: Database) -> list[int]:
    """Writes customers down as a shop of some years holds them; answers their ids.

    Families share a phone, some have none, cards were lost, consents given and taken back.
    """
    chance = random.Random(7)  # noqa: S311  # a believable shop, not a secret
    ids = []
    with database.unit_of_work(program("demo")) as tx:
        phone = ""
        for index in range(CUSTOMERS):
            family = index % _FAMILY_EVERY == 1
            phone = phone if family else _phone(chance)
            data = _customer(chance, "" if index % _NO_PHONE_EVERY == 0 else phone)
            customer_id = create_customer(tx, data, own_card=chance.random() < 0.7)  # seven of ten
            _live_with_cards(tx, customer_id, chance)
            _agree(tx, customer_id, data, chance)
            ids.append(customer_id)
    return ids


def _phone(chance: random.Random) -> str:
    return f"088 {chance.randrange(700, 999)} {chance.randrange(1000, 9999)}"


def _customer(chance: random.Random, phone: str) -> CustomerData:
    sex = chance.choice(("female", "male"))
    first = chance.choice(_FIRST[sex])
    is_cyrillic = "а" <= first[-1] <= "я"
    last = chance.choice(_LAST_CYRILLIC[sex] if is_cyrillic else _LAST_LATIN)
    mailed = not is_cyrillic and chance.random() < 0.5  # every other one
    return CustomerData(
        name=f"{first} {last}",
        phone=phone,
        email=f"{fold(first)}.{fold(last).replace(' ', '')}{chance.randrange(10, 99)}@example.org" if mailed else "",
        birth_date=date(chance.randrange(1950, 2006), chance.randrange(1, 13), chance.randrange(1, 29)),
        sex=sex,
        language="ru" if is_cyrillic else "",
        note=chance.choice(_NOTES) if chance.random() < 0.1 else "",  # one of ten
    )


def _live_with_cards(tx: Unit, customer_id: int, chance: random.Random) -> None:
    for card in cards_of(tx, customer_id):
        match chance.randrange(15):
            case 0:
                replace_card(tx, card.id, "lost")
            case 1:
                block_card(tx, card.id, "misused")
            case _:
                pass


def _agree(tx: Unit, customer_id: int, data: CustomerData, chance: random.Random) -> None:
    reachable: dict[Channel, str] = {"sms": data.phone, "email": data.email, "call": data.phone}
    for channel, address in reachable.items():
        if address and chance.random() < 0.5:  # every other one
            set_consent(tx, customer_id, channel, given=True, source="till")
            if not chance.randrange(10):
                set_consent(tx, customer_id, channel, given=False, source="phone")
