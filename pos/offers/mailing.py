"""An offer by e-mail, in its own language, with the paper as a PDF."""

from typing import Final

from app.core.db.unit import ReadUnit, Unit
from app.core.texts import printed
from app.messaging.outgoing import queue_mail
from app.places.service import place_of
from pos.offers.reading import offer_by_uid, offer_document_name
from pos.papers.mailing import Cover

OFFER_LETTER: Final = "offer"
_SUBJECT: Final = printed("Offer no. {number} from {shop}")
_TEXT: Final = printed("Here is our offer as a PDF. Bring its number or barcode along.")


def mail_offer(tx: Unit, offer_uid: str, to: str, uid: str) -> None:
    """Sends an offer to an address somebody said (a right; journaled). The same ``uid`` again does nothing.

    Raises NotFound ``no_offer``, and what ``queue_mail`` raises.
    """
    tx.actor.require("till.offer")
    offer = offer_by_uid(tx, offer_uid)
    queue_mail(tx, uid, OFFER_LETTER, offer_document_name(offer.uid), to, customer_id=offer.customer_id)


def offer_cover(tx: ReadUnit, reference: str) -> Cover:
    """What the mail around an offer says."""
    offer = offer_by_uid(tx, reference.removeprefix("offer:"))
    number = offer.written_number
    return Cover(_SUBJECT, _TEXT, number, place_of(tx, offer.till_id).shop_name, f"offer-{number}", offer.made_at)
