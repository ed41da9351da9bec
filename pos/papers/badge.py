"""The paper of a badge: the name and the code as a barcode, to be cut out and put into a holder."""

from app.core import settings
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import parse_uid
from app.places.service import place_of
from app.places.settings import PAPER_LANGUAGE
from pos.papers.store import is_kept, queue_print, store_paper
from printing.document import Barcode, Direction, Document, Gap, Rule, Style, Text


def badge_paper(tx: ReadUnit, shop_name: str, name: str, code: str) -> Document:
    """The badge as a paper."""
    language = settings.get(tx, PAPER_LANGUAGE)
    return Document(
        language,
        Direction.of(language),
        (Rule(), Text(shop_name), Gap(), Text(name, Style.TITLE), Gap(), Barcode(code), Rule()),
    )


def print_badge(tx: Unit, till_id: int, uid: str, name: str, code: str) -> None:
    """Prints a badge at a till. The same ``uid`` again prints nothing more. Needs ``staff.edit``."""
    tx.actor.require("staff.edit")
    document = f"badge:{parse_uid(uid)}"
    if is_kept(tx, document):
        return
    store_paper(tx, document, badge_paper(tx, place_of(tx, till_id).shop_name, name, code))
    queue_print(tx, till_id, document)
