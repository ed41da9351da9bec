"""A cart's rows as the pricing engine takes them, and its answer as the till shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.core.installation import facts
from app.core.money import MOST_AMOUNT, Money, total
from app.core.numbers import format_scaled
from app.core.percent import Percent
from app.places.day import counted_now, local_time
from loyalty.rules.points import NO_LOYALTY
from pos.cart.goods import WHOLE_MILLI
from pos.cart.line_facts import NO_FACTS, NO_GOODS, GoodsFacts, goods_facts
from pos.cart.loyal import loyal_customer, loyalty_rules, needs_goods, points_view
from pos.cart.package_lines import offers_of, paid_visits
from pos.cart.paying_cards import paying_cards, paying_view
from pos.cart.promotions import loyal_view, running_promotions
from pos.cart.store import CartState, LineState
from pos.cart.views import CartView, LineDiscount, LineView, PaidVisit, TaxRow, UndoView
from pos.pricing.engine import price
from pos.pricing.priced import PricedCart, PricedLine
from pos.pricing.tenders import round_cash
from pos.pricing.values import Cart, Customer, GiftCard, Line, Scenario, Shop, TenderRequest
from pos.sale.returned import SoldPart, sold_parts
from pos.settings import pricing_shop


@dataclass(frozen=True, slots=True)
class StoredValue:
    """What tenders may take from gift cards and the customer's balance (None where that does not pay)."""

    gift_cards: tuple[GiftCard, ...] = ()
    balance: Money | None = None


NO_VALUE: Final = StoredValue()


def price_state(
    tx: ReadUnit, cart: CartState, tenders: Sequence[TenderRequest] = (), value: StoredValue = NO_VALUE
) -> PricedCart:
    """Prices the cart with the shop's rules; ``value`` is what its tenders may take.

    Raises what the engine raises, and BadInput ``amount_too_large`` above what a document may come to.
    """
    shop = pricing_shop(tx)
    lines = cart.lines
    promotions = running_promotions(tx, cart)
    loyalty = loyalty_rules(tx, cart)
    goods = goods_facts(tx, cart) if promotions or needs_goods(loyalty) else NO_GOODS
    sold = sold_parts(tx, [line.returned_line_id for line in lines if line.returned_line_id is not None])
    priced = price(
        Scenario(
            shop=shop,
            cart=Cart(
                lines=tuple(
                    [
                        _line(shop, line, goods)
                        if line.returned_line_id is None
                        else _returned_line(line, sold[line.returned_line_id])
                        for line in lines
                    ]
                ),
                discount_percent=Percent.of_basis_points(cart.discount_percent_bp),
                discount_amount=cart.discount_amount,
                for_employee=cart.for_employee,
                tenders=tuple(tenders),
                coupons=cart.coupons,
                claims=cart.claims,
                points_micro=cart.points_micro,
            ),
            customer=_customer(tx, cart, value, counts=bool(promotions) or loyalty is not NO_LOYALTY),
            loyalty=loyalty,
            at=local_time(tx, counted_now(tx)) if promotions else None,
            promotions=promotions,
            gift_cards=value.gift_cards,
        )
    )
    if max(abs(priced.subtotal), abs(priced.gross), abs(priced.payment.paid)) > MOST_AMOUNT:
        raise BadInput("amount_too_large", "cart")
    return priced


def _customer(tx: ReadUnit, cart: CartState, value: StoredValue, *, counts: bool) -> Customer | None:
    """Whose cart it is, where that ``counts`` for its price, and where his balance pays."""
    customer = loyal_customer(tx, cart) if counts else None
    if value.balance is None:
        return customer
    return replace(customer or Customer(), balance=value.balance)


def _returned_line(line: LineState, sold: SoldPart) -> Line:
    """A part of an earlier sale."""
    return Line(
        product=line.sku,
        name=None if line.sku is not None else line.name,
        qty_milli=line.qty_milli,
        unit_price=sold.unit_price,
        tax=None if sold.tax_rate_bp is None else Percent.of_basis_points(sold.tax_rate_bp),
        prices_include_tax=sold.prices_include_tax,
        earns=False,
        returned=sold.part(-line.qty_milli),
    )


def _line(shop: Shop, line: LineState, goods: Mapping[int, GoodsFacts]) -> Line:
    facts_of_goods = NO_FACTS if line.product_id is None else goods.get(line.product_id, NO_FACTS)
    pieces, part_of_piece = divmod(line.pack_qty_milli, WHOLE_MILLI)
    return Line(
        product=line.sku,
        name=None if line.sku is not None else line.name,
        qty_milli=line.qty_milli,
        unit_price=line.unit_price,
        tax=None if line.tax_rate_bp is None else Percent.of_basis_points(line.tax_rate_bp),
        prices_include_tax=shop.prices_include_tax,
        discount_percent=Percent.of_basis_points(line.discount_percent_bp),
        discount_amount=line.discount_amount,
        discountable=line.discountable,
        category=facts_of_goods.category,
        tags=facts_of_goods.tags,
        by_piece=not line.unit_decimals,
        pieces=1 if part_of_piece else pieces,
        earns=line.earns and line.pledge is None and line.loads is None and line.package_id is None,
    )


def view_of(tx: ReadUnit, cart: CartState, priced: PricedCart) -> CartView:
    """The cart as the till shows it."""
    decimals = facts(tx).decimals
    sold = sold_parts(tx, [line.returned_line_id for line in cart.lines if line.returned_line_id is not None])
    paying = paying_cards(tx, cart, priced)
    visits = paid_visits(tx, cart)
    to_pay = priced.gross - total(one.amount for one in paying)
    cash_to_pay = round_cash(to_pay, pricing_shop(tx).cash_rounding) if paying else priced.payment.cash_to_pay
    return CartView(
        uid=cart.uid,
        version=cart.version,
        lines=tuple(
            [
                _line_view(line, part, decimals, sold, visits)
                for line, part in zip(cart.lines, priced.lines, strict=True)
            ]
        ),
        subtotal=priced.subtotal,
        discount=priced.discount,
        tax=tuple([TaxRow(rate_text(None if row.rate is None else row.rate.micro), row.tax) for row in priced.rates]),
        gross=priced.gross,
        to_pay=to_pay,
        cash_to_pay=cash_to_pay,
        undo=_undo_view(cart, tx.now),
        discount_percent_bp=cart.discount_percent_bp,
        discount_amount=cart.discount_amount,
        customer_id=cart.customer_id,
        tip=cart.tip,
        coupons=cart.coupons,
        loyal=loyal_view(tx, cart, priced),
        points=points_view(tx, cart, priced),
        paying=tuple([paying_view(one) for one in paying]),
        buyer=cart.buyer,
        packages=offers_of(tx, cart),
    )


def rate_text(micro: int | None) -> str:
    """A rate in millionths of a percent as papers and pages key it: ``20``, ``5.5``, ``none``."""
    return "none" if micro is None else format_scaled(micro, 6, trim=True)


def _line_view(
    line: LineState, part: PricedLine, decimals: int, sold: Mapping[int, SoldPart], visits: Mapping[str, PaidVisit]
) -> LineView:
    origin = None if line.returned_line_id is None else sold[line.returned_line_id]
    return LineView(
        uid=line.uid,
        position=line.position,
        product_id=line.product_id,
        name=line.name,
        sku=line.sku,
        qty_milli=line.qty_milli,
        unit_code=line.unit_code,
        unit_decimals=line.unit_decimals,
        pack_qty_milli=line.pack_qty_milli,
        unit_price=line.unit_price,
        price_source=line.price_source,
        amount=part.amount,
        discounts=discounts_of(part, decimals),
        gross=part.gross,
        note=line.note,
        tax_rate_bp=line.tax_rate_bp,
        returned_line_id=line.returned_line_id,
        return_reason=line.return_reason,
        returned_sale_number=None if origin is None else origin.sale_number,
        pledge=line.pledge,
        loads=line.loads,
        marking_code=line.marking_code,
        package_visits=line.package_visits,
        visit=visits.get(line.uid),
    )


def discounts_of(part: PricedLine, decimals: int) -> tuple[LineDiscount, ...]:
    """The discounts of a line as the till and the paper show them."""
    return tuple(
        [
            LineDiscount(one.source, one.amount, one.code, _value_text(one.value, decimals), one.name, one.sold_by)
            for one in part.discounts
        ]
    )


def _value_text(value: Percent | Money, decimals: int) -> str:
    if isinstance(value, Percent):
        return f"{format_scaled(value.micro, 6, trim=True)} %"
    return format_scaled(value.minor, decimals)


def _undo_view(cart: CartState, now: datetime) -> UndoView | None:
    if cart.undo_kind is None or cart.undo_body is None or cart.undo_until is None or cart.undo_until <= now:
        return None
    body = cart.undo_body
    return UndoView(cart.undo_kind, body.get("name", ""), body.get("qty_milli", 0), cart.undo_until)
