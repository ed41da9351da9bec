"""Customers with their packages of visits and their money, to read."""

from datetime import date

from flask import Response, request

from app.core.errors import BadInput
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.core.numbers import format_scaled
from app.crm.customers import CustomerView, customer_by_uid, customers
from app.places.day import calendar_date
from app.web.api.operations import Operation, Parameter, answer, operation, whole_argument
from app.web.api.shapes import AccountOut, CustomerOut, CustomersOut, PackageOut, PackagesOut
from app.web.shared.units import read
from loyalty.gift_cards.ledger import balance_of
from loyalty.packages.finding import packages_of
from loyalty.packages.ledger import PackageView
from pos.account.ledger import account_of

MOST = 100


@operation(
    Operation(
        "GET",
        "/customers",
        "customers",
        "Customers, page by page; or those whose phone ends in some digits",
        "customers:read",
        answer=CustomersOut,
        parameters=(
            Parameter("phone", "the last digits of a phone, four at least"),
            Parameter("after", "the number the page begins after", "integer"),
            Parameter("limit", "how many at most, 100", "integer"),
        ),
    )
)
def list_customers() -> Response:
    """A page of customers."""
    phone = request.args.get("phone")
    if phone is not None and not (phone.isascii() and phone.isdigit() and len(phone) >= 4):
        raise BadInput("bad_field", "phone", problem="four digits at least are wanted")
    limit = whole_argument("limit", MOST, 1, MOST)
    with read() as tx:
        found = customers(tx, phone=phone, after_id=whole_argument("after", 0, 0, 2**62), limit=limit)
    following = found[-1].id if len(found) == limit else None
    return answer(CustomersOut(customers=[_customer(one) for one in found], next=following))


@operation(
    Operation(
        "GET",
        "/customers/{uid}",
        "customer",
        "One customer",
        "customers:read",
        answer=CustomerOut,
        parameters=(Parameter("uid", "the customer's uid", where="path", required=True),),
    )
)
def one_customer(uid: str) -> Response:
    """One customer by uid."""
    with read() as tx:
        return answer(_customer(customer_by_uid(tx, uid)))


@operation(
    Operation(
        "GET",
        "/customers/{uid}/packages",
        "customer_packages",
        "The packages of visits a customer may use, those of the family that are shared among them",
        "customers:read",
        answer=PackagesOut,
        parameters=(Parameter("uid", "the customer's uid", where="path", required=True),),
    )
)
def packages_of_customer(uid: str) -> Response:
    """Packages with visits left, by the customer's uid."""
    with read() as tx:
        customer, day = customer_by_uid(tx, uid), calendar_date(tx)
        own = {one.id for one in packages_of(tx, customer.id)}
        found = packages_of(tx, customer.id, with_family=True)
    return answer(PackagesOut(packages=[_package(one, day, own=one.id in own) for one in found]))


@operation(
    Operation(
        "GET",
        "/customers/{uid}/account",
        "customer_account",
        "What a customer has prepaid, owes, and may still buy on account",
        "customers:read",
        answer=AccountOut,
        parameters=(Parameter("uid", "the customer's uid", where="path", required=True),),
    )
)
def account_of_customer(uid: str) -> Response:
    """Prepaid money and the account, by the customer's uid; zeros where nothing was ever agreed."""
    with read() as tx:
        customer, shop = customer_by_uid(tx, uid), facts(tx)
        account, balance = account_of(tx, customer.id), balance_of(tx, customer.id)

    def money(amount: Money) -> str:
        return format_scaled(amount.minor, shop.decimals)

    return answer(
        AccountOut(
            currency=shop.currency,
            prepaid=money(ZERO if balance is None else balance.balance),
            owed=money(ZERO if account is None else account.owed),
            limit=money(ZERO if account is None else account.credit_limit),
            left=money(ZERO if account is None else account.left),
        )
    )


def _package(package: PackageView, day: date, *, own: bool) -> PackageOut:
    state = package.trouble(day)
    return PackageOut(
        uid=package.uid,
        name=package.name,
        visits=package.visits,
        left=package.visits_left,
        state=state or "good",
        frozen_until=package.frozen_until.isoformat() if package.frozen_until and state == "frozen" else None,
        last_day=package.last_day.isoformat() if package.last_day else None,
        shared=package.shared,
        own=own,
        services=list(package.covers.product_ids),
        categories=list(package.covers.category_ids),
    )


def _customer(customer: CustomerView) -> CustomerOut:
    return CustomerOut(
        uid=customer.uid,
        name=customer.name,
        phone=customer.phone,
        card=customer.card_code,
        birth_date=customer.birth_date.isoformat() if customer.birth_date else None,
    )
