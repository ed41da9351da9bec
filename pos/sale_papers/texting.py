"""A receipt by SMS: what a phone can show of it, to a number the customer says."""

from typing import Final

from app.core import journal, outbox, settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.texts import paper_texts, printed
from app.core.written import writing
from app.crm.phones import normal_phone
from app.crm.settings import COUNTRY
from app.messaging.sms.outgoing import Outgoing, key_of, queue_sms, subject_of
from app.places.service import place_of
from app.places.settings import PAPER_LANGUAGE
from pos.fiscal.keeping import documents_of_sale
from pos.sale.reading import SaleView, sale_by_uid

_FIRST: Final = printed("Receipt no. {number} from {shop}")


def text_receipt(tx: Unit, sale_uid: str, to: str, uid: str) -> None:
    """Sends a sale's receipt to a number typed in any way (journaled). The same ``uid`` again does nothing.

    It is the customer's own wish: no consent is asked, and it does not wait for the morning. Raises NotFound
    ``no_sale``, BadInput ``sms_number``, and what ``queue_sms`` raises.
    """
    tx.actor.require("till.reprint")
    uid, sale = parse_uid(uid), sale_by_uid(tx, sale_uid)
    if outbox.known(tx, key_of(uid)):
        return
    number = normal_phone(to, settings.get(tx, COUNTRY))
    if number is None:
        raise BadInput("sms_number", "to")
    paper = f"receipt:{sale.head.uid}"
    message = Outgoing(number, receipt_text(tx, sale), sale.head.customer_id, paper)
    queue_sms(tx, f"receipt:{uid}", [message], offer=False, uid=uid)
    journal.record(tx, "sms.queued", subject=subject_of(uid), body={"paper": paper}, detail={"number": number})


def receipt_text(tx: ReadUnit, sale: SaleView) -> str:
    """What the message says: whose receipt, its day and total, and what a register that counts has of it."""
    head, language = sale.head, settings.get(tx, PAPER_LANGUAGE)
    place = place_of(tx, head.till_id)
    write, say = writing(language, facts(tx).decimals), paper_texts(language).gettext
    lines = [
        say(_FIRST).format(number=head.number, shop=place.shop_name),
        write.day(head.business_date),
        f"{say('Total {currency}').format(currency=head.currency)}: {write.money(head.to_pay)}",
    ]
    for one in () if place.has_emulated_register else documents_of_sale(tx, head.id):
        lines.append(f"{say('Fiscal document')}: {one.number}")
        lines += [f"{say('Fiscal sign')}: {one.sign}"] if one.sign else []
    return "\n".join(lines)
