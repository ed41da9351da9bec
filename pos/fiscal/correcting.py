"""A sale that was never registered is registered afterwards, as the correction that some registers have."""

from sqlalchemy import select

from app.core import journal, outbox, outbox_view
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.ids import new_uid
from app.places.service import place_of
from pos.fiscal.deciding import RIGHT
from pos.fiscal.queue import FISCAL_KIND, PARTS, ReceiptPart, correction_key, fiscal_lane, receipt_key
from pos.sale.models import Sale
from pos.sale.reading import SaleHead, sale_by_uid
from pos.words import checked_words


def may_be_corrected(tx: ReadUnit, sale_uid: str, till_id: int) -> bool:
    """Whether a senior let a part of the sale go, and the register that now stands at its till has corrections."""
    return bool(_let_go(tx, sale_uid)) and _corrects(tx, till_id)


def never_registered(tx: ReadUnit, till_id: int) -> list[SaleHead]:
    """The sales of a till that a senior let go, and that nobody has registered afterwards; newest first."""
    skipped = outbox_view.skipped_messages(tx, fiscal_lane(till_id))
    uids = dict.fromkeys(one.payload["document"] for one in skipped if one.payload.get("act") == "receipt")
    return [sale_by_uid(tx, uid).head for uid in uids if _let_go(tx, uid)]


def register_afterwards(tx: Unit, sale_uid: str, order_number: str = "") -> None:
    """Queues the correction of a sale that was let go (a right; journaled).

    ``order_number`` is that of the tax office's order, where it asked for it. Raises NotFound ``no_sale``, Conflict
    ``nothing_to_correct`` where nothing was let go or it was corrected already, ``register_has_no_corrections``.
    """
    tx.actor.require(RIGHT)
    order_number = checked_words(order_number, "order_number")
    sale = sale_by_uid(tx, sale_uid)
    let_go, till_id = _let_go(tx, sale_uid), sale.head.till_id
    if not _corrects(tx, till_id):
        raise Conflict("register_has_no_corrections")
    if not let_go:
        raise Conflict("nothing_to_correct")
    day = tx.execute(select(Sale.business_date).where(Sale.id == sale.head.id)).scalar_one()
    for part in let_go:
        payload = {
            "act": "receipt",
            "uid": new_uid(),
            "document": sale_uid,
            "sale": sale.head.id,
            "part": part,
            "of_day": day.isoformat(),
            "order": order_number,
        }
        key = correction_key(sale_uid, part)
        outbox.enqueue(tx, fiscal_lane(till_id), FISCAL_KIND, payload, dedup_key=key)
    body = {"parts": list(let_go), "order": order_number}
    chain = journal.till_chain(till_id)
    journal.record(tx, "fiscal.corrected", chain=chain, subject=f"sale:{sale_uid}", body=body)


def _let_go(tx: ReadUnit, sale_uid: str) -> tuple[ReceiptPart, ...]:
    """The parts of a sale that were never registered, and that nobody has corrected yet."""
    keys = {part: receipt_key(sale_uid, part) for part in PARTS}
    corrections = {part: correction_key(sale_uid, part) for part in PARTS}
    states = outbox.states_of(tx, [*keys.values(), *corrections.values()])
    return tuple(
        part for part in PARTS if states.get(keys[part], ("", None))[0] == "skipped" and corrections[part] not in states
    )


def _corrects(tx: ReadUnit, till_id: int) -> bool:
    maker = place_of(tx, till_id).register_maker
    return maker is not None and maker.corrects
