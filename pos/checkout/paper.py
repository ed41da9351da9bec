"""The paper of a sale: kept as it was laid out that day, and on its way to the printer."""

from app.core.db.unit import Unit
from app.core.money import ZERO
from pos.checkout.document import WrittenSale
from pos.checkout.receipt import Told, sale_receipt
from pos.papers.store import queue_drawer, queue_print, store_paper
from pos.papers.wish import printing_wish
from pos.pricing.values import TenderKind


def receipt_name(sale_uid: str) -> str:
    """The name of a sale's paper."""
    return f"receipt:{sale_uid}"


def write_paper(tx: Unit, sale: WrittenSale, told: Told) -> None:
    """Keeps the receipt, and queues printing and drawer; a sale alone may go without print, as the shop wishes.

    That of a day kept on paper is only kept: the customer has gone, and the cash lies in the drawer already.
    """
    cart, priced, till_id = sale.cart, sale.priced, sale.place.till_id
    document = receipt_name(cart.uid)
    store_paper(tx, document, sale_receipt(tx, sale.place, sale.number, cart, priced, told))
    if sale.place.paper_day is not None:
        return
    moved_cash = any(one.kind is TenderKind.CASH and one.amount != ZERO for one in priced.payment.tenders)
    if cart.kind != "sale" or priced.gross < ZERO or printing_wish(tx) == "always":
        queue_print(tx, till_id, document, drawer=moved_cash)
    elif moved_cash:
        queue_drawer(tx, till_id, document)
