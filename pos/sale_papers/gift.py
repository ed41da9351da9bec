"""A gift receipt: what was bought without what it cost, good for bringing it back."""

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.ids import parse_uid
from app.core.texts import paper_texts
from app.core.written import writing
from app.places.day import shop_zone
from app.places.service import place_of
from pos.checkout.paper import receipt_name
from pos.papers.store import is_kept, queue_print, store_paper, stored_paper
from pos.sale.reading import SaleView, sale_by_uid
from pos.sale.receipt_code import receipt_barcode
from printing.derived import GiftHeading, gift_document
from printing.document import Document


def gift_document_name(uid: str) -> str:
    """The name of a gift receipt's paper."""
    return f"gift:{uid}"


def print_gift_receipt(tx: Unit, till_id: int, sale_uid: str, uid: str) -> str:
    """Prints a gift receipt of a sale (a right; journaled) and answers the name of its paper.

    A sale may have several, one a present; the same ``uid`` again does nothing. Raises Conflict ``nothing_to_give``
    where nothing was sold, NotFound ``no_sale``.
    """
    tx.actor.require("till.reprint")
    document = gift_document_name(parse_uid(uid))
    if is_kept(tx, document):
        return document
    sale = sale_by_uid(tx, sale_uid)
    if all(line.qty_milli <= 0 for line in sale.lines):
        raise Conflict("nothing_to_give")
    store_paper(tx, document, _paper(tx, sale))
    queue_print(tx, till_id, document)
    journal.record(
        tx,
        "gift_receipt.printed",
        chain=journal.till_chain(till_id),
        subject=f"sale:{sale.head.uid}",
        body={"number": sale.head.number},
    )
    return document


def _paper(tx: ReadUnit, sale: SaleView) -> Document:
    receipt = stored_paper(tx, receipt_name(sale.head.uid))
    write, say = writing(receipt.language, 0), paper_texts(receipt.language).gettext
    lines = [
        (line.name, "" if line.qty_milli == 1000 else f"× {write.qty(line.qty_milli)}")
        for line in sale.lines
        if line.qty_milli > 0
    ]
    return gift_document(
        receipt,
        GiftHeading(
            title=say("Gift receipt"),
            number=say("No. {number}").format(number=sale.head.number),
            date=write.moment(sale.head.completed_at, shop_zone(tx)),
            lines=lines,
            note=say("Bring this paper along to exchange the present."),
            barcode=receipt_barcode(place_of(tx, sale.head.till_id).till_number, sale.head.number),
        ),
    )
