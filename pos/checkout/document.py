"""The document of a sale: head, lines with their discounts, and tenders, written once."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert

from app.core.db.prepared import Prepared
from app.core.db.unit import Unit
from app.core.installation import facts
from app.core.money import Money
from app.core.percent import Percent
from app.places.day import today
from app.places.service import Place
from pos.cart.store import CartState, LineState
from pos.pricing.priced import SOURCE_CART, SOURCE_LINE, Discount, PricedCart
from pos.sale.buyers import write_buyer
from pos.sale.markings import write_codes
from pos.sale.models import Sale, SaleLine, SaleLineDiscount, Tender
from pos.sale.receipt_code import receipt_barcode

_ADD_SALE: Final = Prepared(insert(Sale).returning(Sale.id))
_ADD_LINES: Final = Prepared(insert(SaleLine))
_ADD_DISCOUNTS: Final = Prepared(insert(SaleLineDiscount))
_ADD_TENDERS: Final = Prepared(insert(Tender))


@dataclass(frozen=True, slots=True)
class WrittenSale:
    """A sale whose document stands, as the other steps of its checkout need it."""

    sale_id: int
    number: int
    place: Place
    shift_id: int
    cart: CartState
    priced: PricedCart

    @property
    def receipt(self) -> str:
        """The barcode of its receipt."""
        return receipt_barcode(self.place.till_number, self.number)


def write_sale(tx: Unit, place: Place, shift_id: int, number: int, cart: CartState, priced: PricedCart) -> WrittenSale:
    """Writes the document of a priced cart."""
    payment = priced.payment
    added = _ADD_SALE.first(
        tx,
        {
            "uid": cart.uid,
            "shop_id": place.shop_id,
            "till_id": place.till_id,
            "shift_id": shift_id,
            "kind": cart.kind,
            "voided_sale_id": None,
            "customer_id": cart.customer_id,
            "number": number,
            "currency": facts(tx).currency,
            "opened_at": cart.opened_at,
            "completed_at": tx.now,
            "business_date": today(tx),
            "account_id": tx.actor.account_id,
            "cashier_name": tx.actor.name,
            "line_count": len(cart.lines),
            "subtotal": priced.subtotal,
            "discount": priced.discount,
            "net": priced.net,
            "tax": priced.tax,
            "gross": priced.gross,
            "rounding": payment.rounding,
            "to_pay": payment.to_pay,
            "paid": payment.paid,
            "change": payment.change,
        },
    )
    assert added is not None
    sale_id: int = added[0]
    _write_lines(tx, sale_id, cart, priced)
    write_buyer(tx, sale_id, cart.buyer)
    if payment.tenders:
        _ADD_TENDERS.write(
            tx,
            *[
                {"sale_id": sale_id, "position": position, "kind": str(one.kind), "amount": one.amount}
                for position, one in enumerate(payment.tenders, start=1)
            ],
        )
    return WrittenSale(sale_id, number, place, shift_id, cart, priced)


def _write_lines(tx: Unit, sale_id: int, cart: CartState, priced: PricedCart) -> None:
    positions = {line.uid: position for position, line in enumerate(cart.lines, start=1)}
    lines, discounts = [], []
    for position, (line, part) in enumerate(zip(cart.lines, priced.lines, strict=True), start=1):
        lines.append(
            {
                "sale_id": sale_id,
                "position": position,
                "product_id": line.product_id,
                "name": line.name,
                "sku": line.sku,
                "qty_milli": line.sold_milli,
                "pack_qty_milli": line.pack_qty_milli,
                "unit_code": line.unit_code,
                "unit_price": line.sold_price,
                "price_source": line.price_source,
                "prices_include_tax": part.line.prices_include_tax,
                "amount": part.amount,
                "discount": Money(sum(one.amount.minor for one in part.discounts)),
                "net": part.net,
                "tax": part.tax,
                "gross": part.gross,
                "tax_category_id": line.tax_category_id,
                "tax_rate_bp": line.tax_rate_bp,
                "note": line.note,
                "returned_line_id": line.returned_line_id,
                "return_reason": line.return_reason,
                "pledge": line.pledge,
                "pledge_of": None if line.pledge_of is None else positions[line.pledge_of],
                "loads": line.loads,
                "package": line.package,
            }
        )
        discounts += [
            {
                "sale_id": sale_id,
                "line_position": position,
                "position": index,
                "source": one.source,
                "amount": one.amount,
                "why": _why(cart, line, one),
                "code": one.code,
                "percent_micro": one.value.micro if isinstance(one.value, Percent) else None,
            }
            for index, one in enumerate(part.discounts, start=1)
        ]
    _ADD_LINES.write(tx, *lines)
    if discounts:
        _ADD_DISCOUNTS.write(tx, *discounts)
    write_codes(tx, sale_id, {positions[line.uid]: line.marking_code for line in cart.lines if line.marking_code})


def _why(cart: CartState, line: LineState, discount: Discount) -> str:
    """What the sale keeps of a discount's reason: the name of its rule, or what the cashier wrote."""
    if discount.name:
        return discount.name
    reasons = {SOURCE_LINE: line.discount_reason, SOURCE_CART: cart.discount_reason}
    return reasons.get(discount.source) or ""
