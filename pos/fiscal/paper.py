"""The receipt of a registered sale: the paper of that day with what the register says of it, and its code."""

from dataclasses import replace
from typing import Final

from app.core.db.unit import Unit
from app.core.installation import facts
from app.core.texts import paper_texts, printed
from app.core.written import writing
from app.places.day import shop_zone
from app.places.service import place_of
from pos.fiscal.acts import prints_on_register
from pos.fiscal.keeping import FiscalDocumentView, documents_of_sale
from pos.fiscal.reading import states_of_parts
from pos.papers.store import (
    PRACTICE_TEXT,
    is_asked_for,
    is_kept,
    print_registered_receipt,
    receipt_document,
    registered_document,
    store_paper,
    stored_paper,
)
from printing.document import Banner, Block, Document, Pair, Qr, Rule, Style

EMULATED_TEXT: Final = printed("TRAINING: EMULATED REGISTER")


def print_registered(tx: Unit, till_id: int, sale_uid: str, sale_id: int, *, is_correction: bool) -> None:
    """Keeps the paper with its fiscal data once all of a sale is registered, and prints it where the register did not.

    A sale that is registered by halves, an exchange, waits for the other one; what needs no registration is printed
    as it is. What a correction registered afterwards is not printed by itself: nobody waits for it.
    """
    if any(state != "done" for state, _error in states_of_parts(tx, sale_uid).values()):
        return
    document, found = receipt_document(sale_uid), documents_of_sale(tx, sale_id)
    if found and not is_kept(tx, registered_document(sale_uid)):
        paper = _with_fiscal_data(tx, till_id, stored_paper(tx, document), found)
        store_paper(tx, registered_document(sale_uid), paper)
    if not is_correction and not is_asked_for(tx, document) and not (found and prints_on_register(tx, till_id)):
        print_registered_receipt(tx, till_id, document)


def _with_fiscal_data(tx: Unit, till_id: int, paper: Document, documents: list[FiscalDocumentView]) -> Document:
    """The paper with a block for each document; that of a demo or an emulated register says that nothing counts."""
    say = paper_texts(paper.language).gettext
    write, zone = writing(paper.language, facts(tx).decimals), shop_zone(tx)
    blocks: list[Block] = []
    for one in documents:
        moment = one.registered_at or one.at
        rows = (
            (say("Fiscal document"), str(one.number)),
            (say("Invoice number"), "" if one.invoice_number is None else str(one.invoice_number)),
            (say("Fiscal sign"), one.sign),
            (say("Fiscal register"), one.serial_number),
            (say("Fiscal storage"), one.storage_number),
            (say("Registered"), write.moment(moment, zone)),
        )
        blocks.append(Rule())
        blocks += [Pair(label, value, Style.SMALL) for label, value in rows if value]
        if one.qr:
            blocks.append(Qr(one.qr))
    mark = (Banner(say(EMULATED_TEXT)),) if place_of(tx, till_id).has_emulated_register else ()
    if facts(tx).demo:
        mark = (Banner(say(PRACTICE_TEXT)), *mark)
    return replace(paper, blocks=(*mark, *paper.blocks, *blocks))
