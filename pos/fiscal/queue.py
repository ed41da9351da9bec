"""Queueing what a till's fiscal register has to register, in the unit of the document it belongs to.

Nothing is queued where a till has no register. What exactly is told to it is worked out when its turn comes
(``pos.fiscal.acts``): documents do not change, and settings may be put right meanwhile.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import func, select

from app.core import outbox, outbox_view, settings
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO, Money
from app.places.service import place_of
from devices.errors import Trouble
from pos.fiscal.settings import SELLS_IN_DOUBT
from pos.numbering.numbers import see_to_number
from pos.sale.models import Sale, SaleLine, Tender

FISCAL_KIND: Final = "fiscal"
REST_KIND: Final = "fiscal_rest"
"""The rest of a paper that stopped in the middle."""
TEST_KIND: Final = "fiscal_test"
ReceiptPart = Literal["sale", "return"]
Task = Literal["status", "x_report", "copy", "clock"]
_WAITING_MOST: Final = 500
TASKS: Final[tuple[Task, ...]] = ("status", "x_report", "copy", "clock")
PARTS: Final[tuple[ReceiptPart, ...]] = ("sale", "return")


def fiscal_lane(till_id: int) -> str:
    """The lane of a till's fiscal register."""
    return f"{outbox.STRICT}till-{till_id}"


def till_of_lane(lane: str) -> int:
    """The till whose register the lane is."""
    return int(lane.removeprefix(f"{outbox.STRICT}till-"))


def receipt_key(sale_uid: str, part: ReceiptPart) -> str:
    """The queue's own name of a sale's receipt."""
    return f"fiscal:{sale_uid}:{part}"


def is_correction(payload: Mapping[str, Any]) -> bool:
    """Whether a message registers afterwards what a senior had let go."""
    return "of_day" in payload


def correction_key(sale_uid: str, part: ReceiptPart) -> str:
    """The queue's own name of the correction that registers a receipt afterwards."""
    return f"{receipt_key(sale_uid, part)}:correction"


KEPT_ON_PAPER: Final = "kept_on_paper"
"""Why nobody sent the receipts of a day that was entered later."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What the customer gets on paper beside the goods, as lines; ``codes`` are those that are scanned one day."""

    texts: tuple[str, ...]
    codes: tuple[str, ...] = ()


def queue_receipts(tx: Unit, till_id: int, sale_id: int, sale_uid: str, handed: HandedOver) -> None:
    """Queues the receipts of a sale that was just written: what went out, and what came back, are one each.

    Those of a day kept on paper are let go at once: the register's receipt would bear today's date. A senior may have
    them registered as corrections.

    What is sold goes first, so that the register never holds less cash than an exchange pays out. The first
    receipt bears what is ``handed`` over where the register prints it. Raises as ``see_to_number``.
    """
    place = place_of(tx, till_id)
    if not place.has_register or place.paper_day_registered:
        return
    see_to_number(tx, till_id, sale_uid)
    least, most = tx.execute(
        select(func.min(SaleLine.qty_milli), func.max(SaleLine.qty_milli)).where(SaleLine.sale_id == sale_id)
    ).one()
    there = {"sale": most is not None and most > 0, "return": least is not None and least < 0}
    act_uid = sale_uid
    for part in PARTS:
        if there[part]:
            payload = {"act": "receipt", "uid": act_uid, "document": sale_uid, "sale": sale_id, "part": part}
            if handed.texts and act_uid == sale_uid:
                payload |= {"texts": list(handed.texts), "codes": list(handed.codes)}
            lane, key = fiscal_lane(till_id), receipt_key(sale_uid, part)
            if place.paper_day is None:
                outbox.enqueue(tx, lane, FISCAL_KIND, payload, dedup_key=key)
            else:
                outbox.note_skipped(tx, lane, FISCAL_KIND, payload, dedup_key=key, why=KEPT_ON_PAPER)
            act_uid = str(uuid.uuid5(uuid.UUID(sale_uid), "return"))


def queue_shift_opening(tx: Unit, till_id: int, shift_uid: str, opening_float: Money) -> None:
    """Queues the opening of the register's shift, and cash so that it believes in the counted float."""
    _queue(tx, till_id, shift_uid, "open")
    _queue(tx, till_id, shift_uid, "float", cash=opening_float.minor)


def queue_float(tx: Unit, till_id: int, uid: str, cash: Money) -> None:
    """Queues, before all that waits, that the register believes in this cash."""
    _queue(tx, till_id, uid, "float", urgent=True, cash=cash.minor)


def queue_evening(tx: Unit, till_id: int, uid: str, cash: Money) -> None:
    """Queues, after all that waits, that the register believes in this cash: it is told nothing of single tips.

    A register that never says how much it believes in is left as it is.
    """
    _queue(tx, till_id, uid, "float", cash=cash.minor, only_known=True)


def cash_that_waits(tx: ReadUnit, till_id: int) -> Money:
    """The cash that all acts which wait for the register will bring it, below zero where they pay out more.

    Of an exchange that is half registered the whole counts.
    """
    moves, sales = ZERO, set[int]()
    for message in outbox_view.open_messages(tx, fiscal_lane(till_id), limit=_WAITING_MOST):
        payload = message.payload
        match payload.get("act"):
            case "receipt" if not is_correction(payload):
                sales.add(payload["sale"])
            case "cash":
                moves += Money(payload["cash"])
            case "account" if payload["tender"] == "cash":
                moves += Money(payload["amount"])
    of_sales = Tender.kind == "cash", Tender.sale_id.in_(sales)
    taken: Money = tx.execute(select(money_sum(Tender.amount)).where(*of_sales)).scalar_one()
    change: Money = tx.execute(select(money_sum(Sale.change)).where(Sale.id.in_(sales))).scalar_one()
    return moves + taken - change


def queue_shift_closing(tx: Unit, till_id: int, closing_uid: str) -> None:
    """Queues the register's own Z report."""
    _queue(tx, till_id, closing_uid, "close")


def queue_cash(tx: Unit, till_id: int, entry_uid: str, amount: Money) -> None:
    """Queues cash put into the drawer, or taken out where the amount is below zero.

    Where a payout waits because the register counts too little cash, cash put in overtakes it.
    """
    lane = fiscal_lane(till_id)
    is_missed = amount > ZERO and outbox.lane_state(tx, lane) == ("waiting", Trouble.CASH_SHORT.value)
    _queue(tx, till_id, entry_uid, "cash", urgent=is_missed, cash=amount.minor)


def queue_account_payment(tx: Unit, till_id: int, payment_uid: str, tender_kind: str, amount: Money) -> None:
    """Queues the receipt of a payment for what was bought on account; raises as ``see_to_number``."""
    see_to_number(tx, till_id, payment_uid)
    _queue(tx, till_id, payment_uid, "account", tender=tender_kind, amount=amount.minor)


def queue_shift_act(tx: Unit, act: str, for_message: outbox.Message, operator: str) -> None:
    """Queues what the register's shift needs, ``open`` or ``close``, before a message that waits for it."""
    payload = {"act": act, "uid": new_uid(), "document": "", "operator": operator}
    key = f"fiscal:{for_message.id}:{for_message.attempts}:{act}"
    outbox.enqueue(tx, for_message.lane, FISCAL_KIND, payload, dedup_key=key, urgent=True)


def queue_rest(tx: Unit, lane: str, act_uid: str) -> None:
    """Queues that the register goes on with a paper that stopped, before anything else is sent."""
    outbox.enqueue(tx, lane, REST_KIND, {"uid": act_uid}, dedup_key=f"fiscal:rest:{act_uid}", urgent=True)


def queue_meeting(tx: Unit, till_id: int) -> None:
    """Queues the first question to a register that has just been added: which one it is."""
    payload = {"act": "meet", "uid": new_uid(), "document": "", "operator": tx.actor.name}
    outbox.enqueue(
        tx, fiscal_lane(till_id), FISCAL_KIND, payload, dedup_key=f"fiscal:meet:{payload['uid']}", urgent=True
    )


def queue_test(tx: Unit, till_id: int, uid: str, task: Task = "status") -> None:
    """Queues the question how the register is, with something before it that registers nothing (a right).

    ``x_report`` and ``copy`` (of its last receipt) are printed, ``clock`` gets the PC's time. The same ``uid`` again
    does nothing.
    """
    tx.actor.require("devices.manage")
    key = f"fiscal:test:{uid}"
    if not outbox.known(tx, key):
        payload = {"uid": uid, "task": task, "operator": tx.actor.name}
        outbox.enqueue(tx, fiscal_lane(till_id), TEST_KIND, payload, dedup_key=key, urgent=True)


def refuse_in_doubt(tx: ReadUnit, till_id: int) -> None:
    """Where the owner wants it so, nothing is sold while a registration is in doubt: Conflict ``fiscal_in_doubt``."""
    if not place_of(tx, till_id).has_register or settings.get(tx, SELLS_IN_DOUBT):
        return
    lane = outbox_view.lane_status(tx, fiscal_lane(till_id))
    if lane.in_doubt or lane.error_code == Trouble.IN_DOUBT:
        raise Conflict("fiscal_in_doubt")


def _queue(tx: Unit, till_id: int, document_uid: str, act: str, *, urgent: bool = False, **more: Any) -> None:
    place = place_of(tx, till_id)
    if not place.has_register or place.paper_day is not None:
        return
    payload = {"act": act, "uid": new_uid(), "document": document_uid, "operator": tx.actor.name, **more}
    key = f"fiscal:{document_uid}:{act}"
    outbox.enqueue(tx, fiscal_lane(till_id), FISCAL_KIND, payload, dedup_key=key, urgent=urgent)
