"""A paper that shows whether a printer is set up: letters of many languages, the width, a code."""

from app.core import settings
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.ids import parse_uid
from app.core.texts import paper_texts
from app.core.written import writing
from app.places.day import shop_zone
from app.places.service import place_of
from app.places.settings import PAPER_LANGUAGE
from pos.papers.store import is_kept, queue_print, store_paper
from printing.document import Barcode, Direction, Document, Gap, Pair, Qr, Rule, Style, Text

SAMPLES = (
    "English 0123456789 €",
    "Русский: съешь ещё булок",
    "Български: жълтите цветя",
    "Magyar: árvíztűrő",
    "العربية",
)


def print_test(tx: Unit, till_id: int, uid: str) -> None:
    """Queues a test paper for the till's printer (a right). The same ``uid`` again queues nothing more.

    Raises NotFound ``no_printer``.
    """
    tx.actor.require("devices.manage")
    document = f"test:{parse_uid(uid)}"
    if is_kept(tx, document):
        return
    if not place_of(tx, till_id).has_printer:
        raise NotFound("no_printer")
    store_paper(tx, document, sample_paper(tx, till_id))
    queue_print(tx, till_id, document)


def sample_paper(tx: ReadUnit, till_id: int) -> Document:
    """The paper for a till's printer, in the language of the papers."""
    language = settings.get(tx, PAPER_LANGUAGE)
    say = paper_texts(language).gettext
    place = place_of(tx, till_id)
    moment = writing(language, 0).moment(tx.now, shop_zone(tx))
    return Document(
        language,
        Direction.of(language),
        (
            Text(say("Printer test"), Style.TITLE),
            Text(place.shop_name, Style.STRONG),
            Pair(place.till_name, moment, Style.SMALL),
            Rule(),
            *(Text(sample) for sample in SAMPLES),
            Rule(),
            Pair(say("Total"), "1234.56", Style.TOTAL),
            Gap(),
            Barcode("R01-0000000"),
            Qr("https://example.org/", say("If you can read all of this, the printer is ready.")),
        ),
    )
