"""Writing a cart's own row at the end of an act: its sums, and what was said of it where that has changed."""

import json
from typing import Any, Final

from sqlalchemy import bindparam, update

from app.core.db.prepared import Prepared
from app.core.db.unit import Unit
from app.core.money import Money
from pos.cart.models import Cart
from pos.cart.store import CartState, leave_lines, what_was_said

_SUMS: Final = ("version", "undo_kind", "undo_body", "undo_until", "line_count", "gross")
"""What every act changes in the cart's own row."""
_SAID: Final = (
    "discount_percent_bp",
    "discount_amount",
    "discount_reason",
    "customer_id",
    "checked_age",
    "offer_id",
    "offer_sales_known",
    "tip_amount",
    "tip_account_id",
    "tip_account_name",
    "for_employee",
    "coupons",
    "points_micro",
    "gift_cards",
    "uses_balance",
    "claims",
    "buyer_name",
    "buyer_tax_number",
)
"""What somebody said of the cart: the goods that are scanned leave it as it is."""


def _saving(*names: str) -> Prepared:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return Prepared(update(Cart).where(Cart.id == bindparam("of_cart")).values(values))


_SAVE_SUMS = _saving(*_SUMS)
_SAVE_ALL = _saving(*_SUMS, *_SAID)


def save(tx: Unit, cart: CartState, gross: Money) -> None:
    """Writes the cart's own row with its new version and stored total.

    Every act that changes lines ends with it, and its lines are left in memory for the next act at this till.
    """
    cart.version += 1
    leave_lines(tx, cart)
    sums = {
        "of_cart": cart.id,
        "new_version": cart.version,
        "new_undo_kind": cart.undo_kind,
        "new_undo_body": json.dumps(cart.undo_body) if cart.undo_body is not None else None,
        "new_undo_until": cart.undo_until,
        "new_line_count": len(cart.lines),
        "new_gross": gross,
    }
    said = what_was_said(cart)
    if said == cart.said_before:
        _SAVE_SUMS.write(tx, sums)
    else:
        _SAVE_ALL.write(tx, sums | _everything_said(cart))
        cart.said_before = said


def _everything_said(cart: CartState) -> dict[str, Any]:
    tip, buyer = cart.tip, cart.buyer
    return {
        "new_discount_percent_bp": cart.discount_percent_bp,
        "new_discount_amount": cart.discount_amount,
        "new_discount_reason": cart.discount_reason,
        "new_customer_id": cart.customer_id,
        "new_checked_age": cart.checked_age,
        "new_offer_id": cart.offer_id,
        "new_offer_sales_known": cart.offer_sales_known,
        "new_tip_amount": None if tip is None else tip.amount,
        "new_tip_account_id": None if tip is None else tip.account_id,
        "new_tip_account_name": None if tip is None else tip.account_name,
        "new_for_employee": cart.for_employee,
        "new_coupons": "\n".join(cart.coupons) or None,
        "new_points_micro": cart.points_micro,
        "new_gift_cards": "\n".join(one.text for one in cart.gift_cards) or None,
        "new_uses_balance": cart.uses_balance,
        "new_claims": "\n".join(cart.claims) or None,
        "new_buyer_name": None if buyer is None else buyer.name,
        "new_buyer_tax_number": None if buyer is None else buyer.tax_number,
    }
