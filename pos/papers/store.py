"""Keeping papers, and sending them to the till's printer through the outbox."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, insert, select

from app.core import installation, journal, outbox, settings
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import NotFound
from app.core.ids import parse_uid
from app.core.texts import paper_texts, printed
from app.places.service import place_of
from pos.papers.models import Paper, PaperPrint
from pos.settings import DRAWER_AT
from pos.words import checked_words
from printing.document import DOCUMENT_VERSION, Banner, Document

PRACTICE_TEXT: Final = printed("PRACTICE")
PRINT_KIND: Final = "print"
DRAWER_KIND: Final = "drawer"
DRAWER_EXPIRES: Final = timedelta(seconds=10)
"""A drawer must not spring open long after it was asked for."""

_ADD = Prepared(insert(Paper))
_BODY = select(Paper.body).where(Paper.document == bindparam("of_document"))
_RECEIPT: Final = "receipt:"
_REPORTS: Final = ("x:", "z:")
_REGISTERED: Final = "registered:"
_PRINTINGS = Prepared(
    select(PaperPrint.copy, PaperPrint.outcome, PaperPrint.error_code)
    .where(PaperPrint.document == bindparam("of_document"))
    .order_by(PaperPrint.id)
)


def printer_lane(till_id: int) -> str:
    """The lane of a till's receipt printer, and of the drawer behind it."""
    return f"printer:till-{till_id}"


def till_of_lane(lane: str) -> int:
    """The till whose printer the lane is."""
    return int(lane.removeprefix("printer:till-"))


def store_paper(tx: Unit, document: str, paper: Document) -> None:
    """Keeps a paper as it was laid out today; ``document`` names it (``receipt:<uid>``).

    Where a shop is only to practise in, every paper says so.
    """
    if installation.facts(tx).practice:
        paper = _marked_as_practice(paper)
    _ADD.write(tx, {"document": document, "version": DOCUMENT_VERSION, "body": paper.to_json()})


def _marked_as_practice(paper: Document) -> Document:
    mark = Banner(paper_texts(paper.language).gettext(PRACTICE_TEXT))
    # A paper made of a kept one carries the mark already.
    return paper if mark in paper.blocks else replace(paper, blocks=(mark, *paper.blocks))


def receipt_document(sale_uid: str) -> str:
    """The name of a sale's paper."""
    return f"{_RECEIPT}{sale_uid}"


def registered_document(sale_uid: str) -> str:
    """The name under which a receipt is kept again, with its fiscal data, once it is registered."""
    return f"{_REGISTERED}{sale_uid}"


def stored_paper(tx: ReadUnit, document: str) -> Document:
    """The kept paper, a receipt with its fiscal data where it was registered; NotFound ``no_paper``."""
    body = None
    if document.startswith(_RECEIPT):
        registered = registered_document(document.removeprefix(_RECEIPT))
        body = tx.execute(_BODY, {"of_document": registered}).scalar()
    if body is None:
        body = tx.execute(_BODY, {"of_document": document}).scalar()
    if body is None:
        raise NotFound("no_paper")
    return Document.from_json(body)


def is_kept(tx: ReadUnit, document: str) -> bool:
    """Whether there is a paper of this name."""
    return tx.execute(_BODY, {"of_document": document}).first() is not None


def queue_print(tx: Unit, till_id: int, document: str, *, drawer: bool = False) -> None:
    """Queues the first printing of a paper, and with ``drawer`` the drawer before it; nothing without a printer.

    Where the till has a fiscal register, a receipt waits until it is registered. While a day kept on paper is entered,
    only reports are printed, and the drawer stays shut: customer and cash have gone their ways long ago.
    """
    place = place_of(tx, till_id)
    if place.paper_day is not None and not document.startswith(_REPORTS):
        return
    if drawer:
        queue_drawer(tx, till_id, document)
    if not place.has_printer:
        return
    if not (place.has_register and document.startswith(_RECEIPT)):
        _enqueue_first(tx, till_id, document)


def print_registered_receipt(tx: Unit, till_id: int, document: str) -> None:
    """Queues the first printing of a receipt that waited until it was registered."""
    if place_of(tx, till_id).has_printer:
        _enqueue_first(tx, till_id, document)


def _enqueue_first(tx: Unit, till_id: int, document: str) -> None:
    outbox.enqueue(
        tx,
        printer_lane(till_id),
        PRINT_KIND,
        {"document": document, "copy": False},
        dedup_key=_first_key(document),
    )


def is_asked_for(tx: ReadUnit, document: str) -> bool:
    """Whether the first printing of a paper was ever queued: another one would be a copy."""
    return outbox.known(tx, _first_key(document))


def print_first(tx: Unit, till_id: int, document: str) -> None:
    """Prints a kept paper that was not printed when it was made; asked for again it does nothing.

    Raises NotFound ``no_paper``, ``no_printer``.
    """
    tx.actor.require("till.sell")
    if not is_kept(tx, document):
        raise NotFound("no_paper")
    if not place_of(tx, till_id).has_printer:
        raise NotFound("no_printer")
    if not is_asked_for(tx, document):
        _enqueue_first(tx, till_id, document)


def has_drawer(tx: ReadUnit, till_id: int) -> bool:
    """Whether something stands at a till that a drawer can hang on."""
    place = place_of(tx, till_id)
    return place.has_printer or place.has_register


def drawer_is_at_register(tx: ReadUnit, till_id: int) -> bool:
    """Whether the drawer hangs on the fiscal register: as the owner said, and where there is no printer."""
    place = place_of(tx, till_id)
    return place.has_register and (not place.has_printer or settings.get(tx, DRAWER_AT) == "register")


def queue_drawer(tx: Unit, till_id: int, cause: str) -> None:
    """Queues one opening of the drawer for a cause; it overtakes papers and expires after ten seconds.

    Nothing where neither a printer nor a fiscal register stands there.
    """
    if not has_drawer(tx, till_id):
        return
    outbox.enqueue(
        tx,
        printer_lane(till_id),
        DRAWER_KIND,
        {"cause": cause},
        dedup_key=f"drawer:{cause}",
        urgent=True,
        expires_after=DRAWER_EXPIRES,
    )


def reprint(tx: Unit, till_id: int, document: str, uid: str) -> None:
    """Prints a paper again, marked COPY, as it was (a right; journaled). The same ``uid`` again does nothing."""
    tx.actor.require("till.reprint")
    uid = parse_uid(uid)
    if not is_kept(tx, document):
        raise NotFound("no_paper")
    if not place_of(tx, till_id).has_printer:
        raise NotFound("no_printer")
    key = f"copy:{uid}"
    if outbox.known(tx, key):
        return
    outbox.enqueue(tx, printer_lane(till_id), PRINT_KIND, {"document": document, "copy": True}, dedup_key=key)
    journal.record(tx, "paper.copy", chain=journal.till_chain(till_id), subject=document)


def open_drawer(tx: Unit, till_id: int, uid: str, reason: str) -> None:
    """Opens the drawer without a sale (a right; journaled). The same ``uid`` again does nothing.

    Raises NotFound ``no_printer`` where nothing stands that a drawer can hang on, and what ``checked_words`` raises of
    the reason.
    """
    tx.actor.require("till.open_drawer")
    uid = parse_uid(uid)
    reason = checked_words(reason, "reason")
    if not has_drawer(tx, till_id):
        raise NotFound("no_printer")
    if outbox.known(tx, f"drawer:{uid}"):
        return
    queue_drawer(tx, till_id, uid)
    journal.record(
        tx, "drawer.opened", chain=journal.till_chain(till_id), subject=f"drawer:{uid}", body={"reason": reason}
    )


def answer_doubt(tx: Unit, till_id: int, message_id: int, uid: str, *, printed: bool) -> None:
    """The cashier looked whether a paper of this till came out; where it did not, a copy is printed.

    Raises NotFound ``no_message``, and what ``outbox.decide`` and ``reprint`` raise.
    """
    message = outbox.message_of(tx, message_id)
    if (message.lane, message.kind) != (printer_lane(till_id), PRINT_KIND):
        raise NotFound("no_message")
    document = message.payload["document"]
    outbox.decide(tx, message_id, "happened" if printed else "skip", reason="looked at the paper")
    if not printed:
        reprint(tx, till_id, document, uid)


def _first_key(document: str) -> str:
    return f"print:{document}"


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing that came to an end: ``printed``, ``may_have_printed`` or ``not_printed``."""

    copy: bool
    outcome: str
    error_code: str | None


def printings(tx: ReadUnit, document: str) -> list[Printing]:
    """What became of each printing of a paper, oldest first."""
    return [Printing(*row) for row in _PRINTINGS.all(tx, {"of_document": document})]
