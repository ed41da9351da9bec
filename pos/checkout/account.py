"""What a sale puts on its customer's account, and what a return takes off it."""

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.money import total
from pos.account.ledger import Entry, charge
from pos.checkout.document import WrittenSale
from pos.pricing.values import TenderKind


def charge_account(tx: Unit, sale: WrittenSale) -> None:
    """Enters what is paid on account; Conflict ``customer_needed`` without a customer, and what ``charge`` raises."""
    on_account = total(one.amount for one in sale.priced.payment.tenders if one.kind is TenderKind.ACCOUNT)
    if not on_account:
        return
    if sale.cart.customer_id is None:
        raise Conflict("customer_needed")
    place = sale.place
    entry = Entry(sale.cart.uid, "sale", on_account, place.shop_id, sale_id=sale.sale_id, till_id=place.till_id)
    charge(tx, sale.cart.customer_id, entry)
