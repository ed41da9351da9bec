"""Customers, to read."""

from flask import Response, request

from app.core.errors import BadInput
from app.crm.customers import CustomerView, customer_by_uid, customers
from app.web.api.operations import Operation, Parameter, answer, operation, whole_argument
from app.web.api.shapes import CustomerOut, CustomersOut
from app.web.shared.units import read

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


def _customer(customer: CustomerView) -> CustomerOut:
    return CustomerOut(
        uid=customer.uid,
        name=customer.name,
        phone=customer.phone,
        card=customer.card_code,
        birth_date=customer.birth_date.isoformat() if customer.birth_date else None,
    )
