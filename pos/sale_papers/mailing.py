"""A receipt for a company by e-mail."""

from typing import Final

from sqlalchemy import select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.texts import printed
from app.messaging.outgoing import queue_mail
from app.places.service import place_of
from pos.papers.mailing import Cover
from pos.sale.models import Sale
from pos.sale.reading import sale_by_uid
from pos.sale_papers.company import IssuedReceipt, company_receipts
from pos.sale_papers.models import CompanyReceipt

COMPANY_LETTER: Final = "company"
_SUBJECT: Final = printed("Receipt no. {number} from {shop}")
_TEXT: Final = printed("Here is the receipt made out to your company as a PDF. Thank you for your purchase.")


def mail_company_receipt(tx: Unit, sale_uid: str, to: str, uid: str) -> None:
    """Sends the receipt for a company that holds for a sale (a right; journaled). The same ``uid`` again does nothing.

    Raises NotFound ``no_sale``, ``no_paper`` where none was made out, and what ``queue_mail`` raises.
    """
    tx.actor.require("till.reprint")
    head = sale_by_uid(tx, sale_uid).head
    issued = company_receipts(tx, head.id)
    if not issued:
        raise NotFound("no_paper")
    queue_mail(tx, uid, COMPANY_LETTER, issued[-1].document, to, customer_id=head.customer_id)


def company_cover(tx: ReadUnit, reference: str) -> Cover:
    """What the mail around a receipt for a company says."""
    issued = _issued(tx, reference.removeprefix("company:"))
    shop_name = place_of(tx, issued[0]).shop_name
    number = issued[1].written_number
    return Cover(_SUBJECT, _TEXT, number, shop_name, number, issued[1].issued_at)


def _issued(tx: ReadUnit, uid: str) -> tuple[int, IssuedReceipt]:
    """The till and the receipt."""
    sale_id, till_id = tx.execute(
        select(Sale.id, CompanyReceipt.till_id)
        .join(CompanyReceipt, CompanyReceipt.sale_id == Sale.id)
        .where(CompanyReceipt.uid == uid)
    ).one()
    return till_id, next(one for one in company_receipts(tx, sale_id) if one.uid == uid)
