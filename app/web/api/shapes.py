"""The bodies of the API as values: they check what comes in and draw the schema that is served.

Money, quantities and rates are decimal strings; instants are RFC 3339 in UTC.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"
Decimal = Annotated[str, Field(pattern=DECIMAL, examples=["12.50"])]
Uid = Annotated[str, Field(pattern=r"^[0-9a-fA-F-]{32,36}$", description="A UUID, best version 7.")]
MOST_LINES = 1000
MOST_COUPONS = 20


class Shape(BaseModel):
    """Unknown keys are errors, and a number is no string."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Problem(Shape):
    """What went wrong: ``code`` for programs, ``message`` for people, ``path`` the field."""

    code: str
    message: str
    path: str = ""
    incident: str = ""


class ProblemAnswer(Shape):
    """Every answer with a status of 400 or more."""

    error: Problem


class FamilyOut(Shape):
    """Of which family a variant is; ``values`` has its value by the name of each attribute."""

    id: int
    name: str
    values: dict[str, str]


class ProductOut(Shape):
    """A product with its price now; ``price`` is null where there is none, ``stock`` where none is kept.

    ``family`` is null where it is no variant.
    """

    id: int
    sku: str
    name: str
    kind: Literal["goods", "service", "pledge"]
    unit: str
    decimals: int
    code: str | None
    price: Decimal | None
    stock: Decimal | None
    family: FamilyOut | None


class ProductsOut(Shape):
    """Products found, best first."""

    products: list[ProductOut]


class CustomerOut(Shape):
    """A customer; ``phone`` is E.164."""

    uid: str
    name: str
    phone: str | None
    card: str | None
    birth_date: str | None


class AccountOut(Shape):
    """What a customer has ``prepaid`` with the shop, and what he has ``owed`` it since; below zero the shop owes.

    ``left`` is what he may still buy on account, of ``limit``.
    """

    currency: str
    prepaid: Decimal
    owed: Decimal
    limit: Decimal
    left: Decimal


class PackageOut(Shape):
    """A package of visits a customer may use. Visits can be taken where ``state`` is "good".

    ``frozen_until`` is the day it is used again, null where it does not rest; ``last_day`` is null where it has no end
    or its days begin with the first visit. ``shared`` ones are the family's too, and ``own`` is false for one that
    belongs to somebody else of the family. ``services`` and ``categories`` are ids of what its visits pay.
    """

    uid: str
    name: str
    visits: int
    left: int
    state: Annotated[str, Field(pattern="^(good|empty|frozen|expired)$")]
    frozen_until: str | None
    last_day: str | None
    shared: bool
    own: bool
    services: list[int]
    categories: list[int]


class PackagesOut(Shape):
    """The packages of visits a customer may use, who first ends first."""

    packages: list[PackageOut]


class CustomersOut(Shape):
    """A page of customers; ``next`` goes into ``after`` for the next page, null at the end."""

    customers: list[CustomerOut]
    next: int | None


class StockOut(Shape):
    """The stock level of a product in the shop of the token's till."""

    id: int
    sku: str
    name: str
    unit: str
    level: Decimal


class StockLevelsOut(Shape):
    """Stock levels by product; ``next`` goes into ``after`` for the next page, null at the end."""

    levels: list[StockOut]
    next: int | None


class PromotionOut(Shape):
    """A promotion of the shop. ``runs``: switched on, and its last day has not passed.

    ``rule`` is what stands for it under ``promotions`` of a quote, with its uses so far where these are limited. One
    that only single-use coupons set off has its uid as code there.
    """

    uid: str
    name: str
    state: Annotated[str, Field(pattern="^(draft|on|off)$")]
    runs: bool
    version: int
    used: int
    changed_at: str
    rule: dict[str, Any]


class PromotionsOut(Shape):
    """Promotions, the newest first."""

    promotions: list[PromotionOut]


class GiftCardOut(Shape):
    """A gift card. It pays where ``state`` is "good"; ``last_day`` is null where it has no end."""

    uid: str
    balance: Decimal
    currency: str
    state: Annotated[str, Field(pattern="^(good|empty|expired|blocked|replaced)$")]
    last_day: str | None


class SaleLineIn(Shape):
    """A line to sell: a ``code`` or ``product_id`` of the catalogue, or a ``name`` with ``price`` and tax category."""

    code: str | None = None
    product_id: int | None = None
    name: str | None = None
    price: Decimal | None = None
    tax_category_id: int | None = None
    qty: Decimal = "1"
    discount_percent: Decimal = "0"
    discount_amount: Decimal = "0"
    reason: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=200)] = ""


class TenderIn(Shape):
    """A way of paying; without ``amount`` it takes all that is left, a gift card what it holds of that.

    A gift card is named by its ``code``. ``balance`` is what the sale's customer has prepaid, of which it takes what is
    there; ``account`` is what he owes afterwards, up to his limit.
    """

    kind: Literal["cash", "card", "transfer", "gift_card", "balance", "account"]
    amount: Decimal | None = None
    code: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class SaleIn(Shape):
    """A sale to write. The same ``uid`` again answers the first sale and writes nothing.

    ``coupons`` are codes, as they would be scanned; promotions that need none apply by themselves. ``customer`` is the
    uid of who buys: his tier applies, and he earns. ``points_to_spend`` of his points pay a part, at most what may be.
    """

    uid: Uid
    customer: Uid | None = None
    lines: Annotated[list[SaleLineIn], Field(min_length=1, max_length=MOST_LINES)]
    tenders: Annotated[list[TenderIn], Field(min_length=1, max_length=20)]
    discount_percent: Decimal = "0"
    discount_amount: Decimal = "0"
    reason: Annotated[str, Field(max_length=200)] = ""
    coupons: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=MOST_COUPONS)] = []
    points_to_spend: Decimal = "0"


class SoldDiscountOut(Shape):
    """A discount of a sold line. ``source`` is a promotion's id, ``line``, ``cart``, ``tier`` or ``points``."""

    source: str
    amount: Decimal
    why: str


class SoldLineOut(Shape):
    """A line as it was sold. ``tax_rate`` is null for "no tax", which is not "0"."""

    position: int
    product_id: int | None
    sku: str | None
    name: str
    qty: Decimal
    unit: str
    unit_price: Decimal
    amount: Decimal
    discounts: list[SoldDiscountOut]
    net: Decimal
    tax: Decimal
    gross: Decimal
    tax_rate: Decimal | None


class TenderOut(Shape):
    """A payment part of a sale."""

    kind: str
    amount: Decimal


class SaleOut(Shape):
    """A sale; its tenders hold the tip. ``repeated`` says that it had been written before this request.

    ``customer`` is the uid of whose purchase it is, null where nobody was named.
    """

    uid: str
    customer: str | None
    number: int
    till_id: int
    completed_at: str
    business_date: str
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    rounding: Decimal
    to_pay: Decimal
    paid: Decimal
    change: Decimal
    tip: Decimal
    lines: list[SoldLineOut]
    tenders: list[TenderOut]
    repeated: bool


Json = dict[str, Any]
