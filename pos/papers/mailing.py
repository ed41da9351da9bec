"""A kept paper by e-mail: as a page in the mail, and as a PDF with it. Receipts are the most usual ones."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.core.db.unit import Database, ReadUnit, Unit
from app.core.texts import paper_texts, printed
from app.messaging.lane import Letter
from app.messaging.outgoing import queue_mail
from app.places.service import place_of
from devices.ports import Attachment
from pos.papers.store import stored_paper
from pos.sale.reading import sale_by_uid
from printing.document import Barcode, Document, Logo, Qr
from printing.html import paper_html
from printing.logo import logo_picture
from printing.pdf import paper_pdf

RECEIPT_LETTER: Final = "receipt"
TEST_LETTER: Final = "test"
WIDTH_DOTS: Final = 576
_STYLES: Final = (
    "body{margin:0;padding:24px;background:#f1f0ec}"
    ".paper{max-width:22rem;margin:0 auto;padding:24px;background:#fff;color:#111;"
    "font:15px/1.4 'DejaVu Sans','Noto Sans',Arial,sans-serif}"
    ".paper p{margin:0}.paper hr{margin:8px 0;border:0;border-top:1px solid #111}"
    ".paper table{width:100%;border-collapse:collapse}.paper th{padding:0;font-weight:inherit;text-align:start}"
    ".paper td{padding:0 0 0 12px;text-align:end;vertical-align:bottom;white-space:nowrap}"
    ".paper hr.paper-dashed{border-top-style:dashed}.paper-detail>th{padding-inline-start:12px}"
    ".paper-table th:not(:first-child){text-align:end}.paper-table td:first-child{padding:0;text-align:start}"
    ".paper-small,.paper-table,.paper-detail{font-size:13px}.paper-strong{font-weight:700}"
    ".paper-title,.paper-total{font-size:22px;font-weight:700}.paper-center{text-align:center}"
    ".paper-gap{height:8px}.paper-logo{display:block;max-width:75%;max-height:80px;margin:0 auto 8px}"
)
_SUBJECT: Final = printed("Receipt no. {number} from {shop}")
_TEXT: Final = printed("Here is your receipt as a PDF. Thank you for your purchase.")
_TEST_SUBJECT: Final = "Regulars: a test"
_TEST_TEXT: Final = "The mail server takes mails from this shop."


def mail_receipt(tx: Unit, sale_uid: str, to: str, uid: str) -> None:
    """Sends a sale's receipt to an address the customer said (journaled). The same ``uid`` again does nothing.

    It is the customer's own wish, so no consent is asked. Raises NotFound ``no_sale``, and what ``queue_mail`` raises.
    """
    tx.actor.require("till.reprint")
    head = sale_by_uid(tx, sale_uid).head
    queue_mail(tx, uid, RECEIPT_LETTER, f"receipt:{head.uid}", to, customer_id=head.customer_id)


def mail_test(tx: Unit, to: str, uid: str) -> None:
    """Sends a test mail (a right). The same ``uid`` again does nothing. Raises what ``queue_mail`` raises."""
    tx.actor.require("settings.edit")
    queue_mail(tx, uid, TEST_LETTER, "test", to)


def write_test(_database: Database, _reference: str) -> Letter:
    """What a test mail says."""
    return Letter(_TEST_SUBJECT, _TEST_TEXT)


@dataclass(frozen=True, slots=True)
class Cover:
    """What the mail around a paper says.

    ``subject`` (with ``{number}`` and ``{shop}``) and ``text`` are messages of papers; ``file_name`` has no ending,
    ``at`` is when the paper was made.
    """

    subject: str
    text: str
    number: str
    shop_name: str
    file_name: str
    at: datetime


def receipt_cover(tx: ReadUnit, reference: str) -> Cover:
    """What the mail around a receipt says."""
    sale = sale_by_uid(tx, reference.removeprefix("receipt:")).head
    shop_name = place_of(tx, sale.till_id).shop_name
    return Cover(_SUBJECT, _TEXT, str(sale.number), shop_name, f"receipt-{sale.number}", sale.completed_at)


def paper_letter(
    cover_of: Callable[[ReadUnit, str], Cover], pictures: Callable[[str], bytes | None]
) -> Callable[[Database, str], Letter]:
    """Writes the mail of a kept paper, in the paper's own language; ``pictures`` finds logos by their digest."""

    def write(database: Database, reference: str) -> Letter:
        with database.read_unit() as tx:
            paper, cover = stored_paper(tx, reference), cover_of(tx, reference)
        say = paper_texts(paper.language).gettext
        text = say(cover.text)
        pdf = paper_pdf(paper, WIDTH_DOTS, cover.at, pictures=pictures)
        return Letter(
            subject=say(cover.subject).format(number=cover.number, shop=cover.shop_name),
            text=text,
            html=_page(paper, text),
            attachments=(Attachment(f"{cover.file_name}.pdf", "application/pdf", pdf),),
            pictures=_logos(paper, pictures),
        )

    return write


def _page(paper: Document, words: str) -> str:
    """The receipt as a page. Codes stand in the PDF: mail programs show no drawings."""
    shown = replace(paper, blocks=tuple(one for one in paper.blocks if not isinstance(one, Barcode | Qr)))
    article = paper_html(shown, lambda digest: f"cid:{digest}")
    return (
        f'<!doctype html><html lang="{paper.language}" dir="{paper.direction.value}"><head><meta charset="utf-8">'
        f"<title>{words}</title><style>{_STYLES}</style></head><body>{article}</body></html>"
    )


def _logos(paper: Document, pictures: Callable[[str], bytes | None]) -> dict[str, bytes]:
    found = {}
    for block in paper.blocks:
        file = pictures(block.digest) if isinstance(block, Logo) else None
        drawn = None if file is None else logo_picture(file, WIDTH_DOTS)
        if isinstance(block, Logo) and drawn is not None:
            written = io.BytesIO()
            drawn.save(written, "PNG")
            found[block.digest] = written.getvalue()
    return found
