"""Sales: written once by their uid, and read."""

from flask import Response

from app.core.currency_change import decimals_of
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid, parse_uid
from app.core.installation import facts
from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, ZERO, Money, UnitPrice
from app.core.numbers import format_scaled, parse_scaled
from app.crm.customers import customer_by_id, customer_by_uid
from app.web.api.catalogue import qty_text, unit_price_text
from app.web.api.operations import Operation, Parameter, answer, at, body_as, operation
from app.web.api.shapes import SaleIn, SaleLineIn, SaleOut, SoldDiscountOut, SoldLineOut, TenderOut
from app.web.shared.access import caller
from app.web.shared.units import read, transact
from loyalty.rules.points import POINTS_DECIMALS
from pos.cart import service as cart
from pos.cart.coupons import add_coupon
from pos.cart.points import set_points
from pos.cart.views import Changed
from pos.checkout.completed import completed
from pos.checkout.service import checkout
from pos.checkout.tenders import TenderRequest
from pos.sale.reading import sale_by_uid


@operation(
    Operation(
        "POST",
        "/sales",
        "write_sale",
        "Write a sale at the token's till; the same uid again answers the first sale",
        "sales:write",
        answer=SaleOut,
        body=SaleIn,
        created=True,
    )
)
def write_sale() -> Response:
    """Writes the sale whole or not at all: 201 when it was written now, 200 when it had been."""
    asked = body_as(SaleIn)
    till_id = caller().till_id
    if till_id is None:
        raise Conflict("token_without_till")

    def write(tx: Unit) -> SaleOut:
        uid = parse_uid(asked.uid)
        done = completed(tx, uid)
        if done is None:
            with at(""):
                _fill_cart(tx, till_id, uid, asked)
                done = checkout(tx, till_id, uid, None, _tenders(tx, asked))
        return _sale(tx, uid, repeated=done.repeated)

    sale = transact(write)
    return answer(sale, 200 if sale.repeated else 201)


@operation(
    Operation(
        "GET",
        "/sales/{uid}",
        "sale",
        "One sale",
        "sales:write",
        answer=SaleOut,
        parameters=(Parameter("uid", "the sale's uid", where="path", required=True),),
    )
)
def one_sale(uid: str) -> Response:
    """One sale by uid."""
    with read() as tx:
        return answer(_sale(tx, parse_uid(uid), repeated=True))


def _fill_cart(tx: Unit, till_id: int, uid: str, asked: SaleIn) -> None:
    decimals = facts(tx).decimals
    if asked.customer is not None:
        buyer = customer_by_uid(tx, parse_uid(asked.customer, "customer"))
        cart.set_customer(tx, till_id, uid, new_uid(), buyer.id)
    for index, line in enumerate(asked.lines):
        with at(f"lines[{index}]"):
            _add_line(tx, till_id, uid, line)
    percent_bp = parse_scaled(asked.discount_percent, 2, "discount_percent")
    amount = Money(parse_scaled(asked.discount_amount, decimals, "discount_amount"))
    if percent_bp or amount != ZERO:
        cart.set_cart_discount(tx, till_id, uid, percent_bp, amount, asked.reason)
    for code in asked.coupons:
        add_coupon(tx, till_id, uid, new_uid(), code)
    points_micro = parse_scaled(asked.points_to_spend, POINTS_DECIMALS, "points_to_spend")
    if points_micro < 0:
        raise BadInput("points_not_positive", "points_to_spend")
    if points_micro:
        set_points(tx, till_id, uid, points_micro)


def _add_line(tx: Unit, till_id: int, uid: str, line: SaleLineIn) -> None:
    line_uid = new_uid()
    qty_milli = parse_scaled(line.qty, 3, "qty")
    if line.code is not None:
        changed = cart.add_code(tx, till_id, uid, line_uid, line.code, qty_milli, apart=True)
    elif line.product_id is not None:
        changed = cart.add_product(tx, till_id, uid, line_uid, line.product_id, qty_milli, apart=True)
    else:
        changed = _one_off(tx, till_id, uid, line_uid, line, qty_milli)
    placed = changed.line_uid or line_uid
    percent_bp = parse_scaled(line.discount_percent, 2, "discount_percent")
    amount = Money(parse_scaled(line.discount_amount, facts(tx).decimals, "discount_amount"))
    if percent_bp or amount:
        cart.set_line_discount(tx, till_id, uid, placed, percent_bp, amount, line.reason)
    if line.note:
        cart.set_note(tx, till_id, uid, placed, line.note)


def _one_off(tx: Unit, till_id: int, uid: str, line_uid: str, line: SaleLineIn, qty_milli: int) -> Changed:
    if line.name is None or line.price is None or line.tax_category_id is None:
        raise BadInput("bad_field", problem="a code, a product_id, or a name with price and tax_category_id")
    scaled = parse_scaled(line.price, facts(tx).decimals + UNIT_PRICE_EXTRA_DECIMALS, "price")
    return cart.add_one_off(tx, till_id, uid, line_uid, line.name, UnitPrice(scaled), qty_milli, line.tax_category_id)


def _tenders(tx: Unit, asked: SaleIn) -> list[TenderRequest]:
    decimals = facts(tx).decimals
    found = []
    for index, one in enumerate(asked.tenders):
        path = f"tenders[{index}]"
        if (one.kind == "gift_card") != (one.code is not None):
            problem = "a gift card is named by its code" if one.code is None else "only a gift card has a code"
            raise BadInput("bad_field", f"{path}.code", problem=problem)
        amount = None if one.amount is None else Money(parse_scaled(one.amount, decimals, f"{path}.amount"))
        # A program took the card where it sold, not at the till's terminal.
        found.append(TenderRequest(one.kind, amount, one.code, by_hand=True))
    return found


def _sale(tx: ReadUnit, uid: str, *, repeated: bool) -> SaleOut:
    view = sale_by_uid(tx, uid)
    head = view.head
    decimals = decimals_of(head.currency)

    def money(amount: Money) -> str:
        return format_scaled(amount.minor, decimals)

    return SaleOut(
        uid=head.uid,
        customer=None if head.customer_id is None else customer_by_id(tx, head.customer_id).uid,
        number=head.number,
        till_id=head.till_id,
        completed_at=head.completed_at.isoformat(),
        business_date=head.business_date.isoformat(),
        currency=head.currency,
        net=money(head.net),
        tax=money(head.tax),
        gross=money(head.gross),
        rounding=money(head.rounding),
        to_pay=money(head.to_pay),
        paid=money(head.paid),
        change=money(head.change),
        tip=money(ZERO if view.tip is None else view.tip.amount),
        lines=[
            SoldLineOut(
                position=line.position,
                product_id=line.product_id,
                sku=line.sku,
                name=line.name,
                qty=qty_text(line.qty_milli),
                unit=line.unit_code,
                unit_price=unit_price_text(line.unit_price, decimals),
                amount=money(line.amount),
                discounts=[
                    SoldDiscountOut(source=one.source, amount=money(one.amount), why=one.why) for one in line.discounts
                ],
                net=money(line.net),
                tax=money(line.tax),
                gross=money(line.gross),
                tax_rate=format_scaled(line.tax_rate_bp, 2, trim=True) if line.tax_rate_bp is not None else None,
            )
            for line in view.lines
        ],
        tenders=[TenderOut(kind=kind, amount=money(amount)) for kind, amount in view.tenders],
        repeated=repeated,
    )
