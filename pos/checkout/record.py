"""What the journal and the other pages learn of a sale."""

from typing import Final

from app.core import feed, journal
from app.core.db.unit import Unit
from pos.checkout.document import WrittenSale

TOPIC: Final = "sale"


def record_sale(tx: Unit, sale: WrittenSale) -> None:
    """Journals the sale in its till's chain, and announces it."""
    cart, priced, till_id = sale.cart, sale.priced, sale.place.till_id
    payment = priced.payment
    journal.record(
        tx,
        "sale.completed",
        chain=journal.till_chain(till_id),
        subject=f"sale:{cart.uid}",
        body={
            "number": sale.number,
            "kind": cart.kind,
            "customer": cart.customer_id,
            "lines": len(priced.lines),
            "gross": priced.gross.minor,
            "tax": priced.tax.minor,
            "discount": priced.discount.minor,
            "to_pay": payment.to_pay.minor,
            "change": payment.change.minor,
            "tenders": [[str(one.kind), one.amount.minor] for one in payment.tenders],
            **({} if cart.tip is None else {"tip": cart.tip.amount.minor, "tip_for": cart.tip.account_id}),
        },
    )
    feed.announce(tx, TOPIC, {"uid": cart.uid, "number": sale.number}, till_id=till_id)
