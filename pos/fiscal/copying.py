"""A receipt printed by the register comes out of it once more, as its own copy."""

from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import select

from app.core import journal, outbox, outbox_view
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.ids import parse_uid
from app.places.service import place_of
from devices.fiscal.evidence import ActKind, PaperOutcome
from pos.fiscal.models import FiscalDocument
from pos.fiscal.queue import TEST_KIND, fiscal_lane
from pos.sale.reading import sale_by_uid

_RECEIPTS: Final = (ActKind.SALE.value, ActKind.SALE_RETURN.value)


def register_can_copy(tx: ReadUnit, till_id: int, sale_id: int) -> bool:
    """Whether the register of a till printed the sale's receipt, and no other one since: it copies its last alone."""
    if not place_of(tx, till_id).has_register:
        return False
    newest = tx.execute(
        select(FiscalDocument.sale_id, FiscalDocument.paper)
        .where(FiscalDocument.till_id == till_id, FiscalDocument.kind.in_(_RECEIPTS))
        .order_by(FiscalDocument.id.desc())
        .limit(1)
    ).first()
    return newest is not None and newest.sale_id == sale_id and newest.paper != PaperOutcome.NOT_WANTED


@dataclass(frozen=True, slots=True)
class CopyState:
    """Where a copy is: it ``waits``, is ``printed``, or is ``refused``. ``error_code`` is what is in the way."""

    state: Literal["waits", "printed", "refused"]
    error_code: str | None


def copy_state(tx: ReadUnit, uid: str) -> CopyState:
    """What became of the copy that was asked for as ``uid``; NotFound ``no_message`` where none was."""
    outcome = outbox_view.outcome_of(tx, _key(uid))
    if outcome is None:
        raise NotFound("no_message")
    state, error_code, result = outcome
    if state != "done":
        return CopyState("waits", error_code)
    refused = result.get("refused")
    return CopyState("printed" if refused is None else "refused", refused)


def _key(uid: str) -> str:
    return f"fiscal:copy:{parse_uid(uid)}"


def copy_at_register(tx: Unit, till_id: int, sale_uid: str, uid: str) -> None:
    """Queues the register's copy of a sale's receipt (a right; journaled). The same ``uid`` again does nothing.

    Raises NotFound ``no_sale``, Conflict ``register_copies_last`` where ``register_can_copy`` says no.
    """
    tx.actor.require("till.reprint")
    key = _key(uid)
    if outbox.known(tx, key):
        return
    if not register_can_copy(tx, till_id, sale_by_uid(tx, sale_uid).head.id):
        raise Conflict("register_copies_last")
    payload = {"uid": uid, "task": "copy", "operator": tx.actor.name}
    outbox.enqueue(tx, fiscal_lane(till_id), TEST_KIND, payload, dedup_key=key, urgent=True)
    body = {"by": "register"}
    journal.record(tx, "paper.copy", chain=journal.till_chain(till_id), subject=f"receipt:{sale_uid}", body=body)
