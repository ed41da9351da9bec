"""A label that shows whether a printer is set up: its size, letters of several languages, a code."""

from app.core import outbox
from app.core.db.unit import ReadUnit, Unit
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.money import Money
from app.core.settings import get
from app.core.texts import RIGHT_TO_LEFT, paper_texts
from app.core.written import writing
from app.places.settings import PAPER_LANGUAGE
from printing.document import Direction
from printing.labels.tag import CodeKind, LabelStock, PriceTag
from warehouse.tags.jobs import label_printer, tag_lane
from warehouse.tags.settings import CODE_KIND

SAMPLE_KIND = "label_test"
LETTERS = "Ж Щ ő ű ß é €"
CODE = "2000000000008"


def print_sample(tx: Unit, device_id: int, uid: str) -> None:
    """Queues a test label (a right). The same ``uid`` again queues nothing more; NotFound ``no_label_printer``."""
    tx.actor.require("devices.manage")
    key = f"label-test:{parse_uid(uid)}"
    label_printer(tx, device_id)
    if not outbox.known(tx, key):
        outbox.enqueue(tx, tag_lane(device_id), SAMPLE_KIND, {"device": device_id}, dedup_key=key)


def sample_tag(tx: ReadUnit, stock: LabelStock) -> PriceTag:
    """The label, in the language of the papers."""
    shop, language = facts(tx), get(tx, PAPER_LANGUAGE)
    say = paper_texts(language).gettext
    return PriceTag(
        name=say("Printer test"),
        price=f"{writing(language, shop.decimals).money(Money(123456))} {shop.currency}",
        unit=LETTERS,
        article=f"{stock.width_mm} × {stock.height_mm} mm, {stock.dpi} dpi",
        code=CODE,
        direction=Direction.RIGHT_TO_LEFT if language in RIGHT_TO_LEFT else Direction.LEFT_TO_RIGHT,
        code_kind=CodeKind(get(tx, CODE_KIND)),
    )
