"""How a till's register stands and what waits for it, as lights and pages show it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from app.core import outbox, outbox_view
from app.core.db.unit import ReadUnit
from app.core.outbox_view import LaneStatus, OpenMessage
from app.places.service import Place, tills
from devices.errors import Trouble
from devices.fiscal.evidence import ActKind, Attempt, KeptDocument
from pos.fiscal.keeping import FiscalDocumentView, documents_of_sale, last_attempt, seen_from_json
from pos.fiscal.models import FiscalDocument
from pos.fiscal.queue import FISCAL_KIND, PARTS, TEST_KIND, correction_key, fiscal_lane, receipt_key
from pos.sale.models import Sale

_SILENT: Final = frozenset(
    {Trouble.UNREACHABLE, Trouble.NO_ANSWER, Trouble.LOST, Trouble.BLOCKED, Trouble.NO_TRANSPORT}
)
"""Where these came, what stands beside them was said by the computer."""
_UNTOLD: Final = (Trouble.TAX_UNKNOWN, Trouble.TENDER_UNKNOWN)
SHIFT_WARNS_AFTER: Final = timedelta(hours=23)
SHIFT_ENDS_AFTER: Final = timedelta(hours=24)
"""A register takes nothing but the Z report in a shift that is older."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A message at which a lane stands: nobody knows what became of it, or it cannot be registered as it is.

    ``attempt`` is what was noted before it was sent, None where nothing was. ``seen`` are the documents that the
    register has issued since; ``trouble`` is why it could not tell, ``maker_code`` what it said itself.
    """

    message: OpenMessage
    attempt: Attempt | None
    trouble: str
    maker_code: str
    seen: tuple[KeptDocument, ...]

    @property
    def is_swap(self) -> bool:
        """Whether it only waits for a word about a register that is another one."""
        return self.message.error_code == Trouble.SWAPPED

    @property
    def said(self) -> str:
        """What the register itself said; empty where it was out of reach."""
        return "" if self.trouble in _SILENT else self.maker_code

    @property
    def was_sent(self) -> bool:
        """Whether it may be registered."""
        return self.attempt is not None and self.is_in_doubt

    @property
    def is_in_doubt(self) -> bool:
        """Whether it was sent and nobody knows what became of it."""
        return self.message.state == "in_doubt" or self.message.error_code == Trouble.IN_DOUBT


@dataclass(frozen=True, slots=True)
class RegisterStanding:
    """The lane of a till's register. ``shift_opened_at`` is None where its shift is closed or unknown.

    ``lacks`` is the shop's tax or way of paying for which it waits to be told what the register calls it.
    """

    place: Place
    lane: LaneStatus
    shift_opened_at: datetime | None
    lacks: str = ""

    @property
    def is_stopped(self) -> bool:
        """Whether it waits for somebody to decide."""
        return bool(self.lane.in_doubt) or self.lane.error_code == Trouble.IN_DOUBT

    def warns_at(self) -> datetime | None:
        """When the register's shift will soon be over."""
        return None if self.shift_opened_at is None else self.shift_opened_at + SHIFT_WARNS_AFTER


def register_standing(tx: ReadUnit, place: Place) -> RegisterStanding | None:
    """How the register of a till stands; None where it has none."""
    if not place.has_register:
        return None
    lane = outbox_view.lane_status(tx, fiscal_lane(place.till_id))
    return RegisterStanding(place, lane, shift_opened_at(tx, place.till_id), _lacks(tx, lane))


def _lacks(tx: ReadUnit, lane: LaneStatus) -> str:
    if lane.error_code not in _UNTOLD:
        return ""
    for message in outbox_view.open_messages(tx, lane.lane):
        if message.error_code == lane.error_code:
            return str(outbox_view.result_of(tx, message.id).get("maker_code") or "")
    return ""


def stopped_elsewhere(tx: ReadUnit, till_id: int) -> list[Place]:
    """The other tills whose registration stands: every till shows it."""
    others = [place for place in tills(tx) if place.has_register and place.till_id != till_id]
    lanes = [(place, outbox_view.lane_status(tx, fiscal_lane(place.till_id))) for place in others]
    return [place for place, lane in lanes if lane.in_doubt or lane.error_code == Trouble.IN_DOUBT]


def shift_opened_at(tx: ReadUnit, till_id: int) -> datetime | None:
    """Since when the register's shift is open, by what it registered; None where it is closed."""
    newest = tx.execute(
        select(FiscalDocument.kind, FiscalDocument.serial_number, FiscalDocument.shift_number)
        .where(FiscalDocument.till_id == till_id, FiscalDocument.number > 0)
        .order_by(FiscalDocument.id.desc())
        .limit(1)
    ).first()
    if newest is None or newest.kind == ActKind.SHIFT_CLOSING:
        return None
    first: datetime | None = tx.execute(
        select(func.min(FiscalDocument.at)).where(
            FiscalDocument.till_id == till_id,
            FiscalDocument.serial_number == newest.serial_number,
            FiscalDocument.shift_number == newest.shift_number,
        )
    ).scalar()
    return first


def standing_messages(tx: ReadUnit, till_id: int) -> list[Standing]:
    """What somebody has to decide at a till's lane, with all the evidence."""
    found = []
    for message in outbox_view.open_messages(tx, fiscal_lane(till_id)):
        result = outbox_view.result_of(tx, message.id)
        if message.kind == FISCAL_KIND and _stands(message):
            found.append(standing_of(tx, message, result))
    return found


def standing_of(tx: ReadUnit, message: OpenMessage, result: dict[str, Any]) -> Standing:
    """A message with the evidence its last try left behind."""
    return Standing(
        message,
        last_attempt(tx, message.id),
        result.get("trouble") or "",
        result.get("maker_code") or "",
        tuple(seen_from_json(one) for one in result.get("seen", ())),
    )


def _stands(message: OpenMessage) -> bool:
    return message.state in ("in_doubt", "failed") or message.error_code == Trouble.IN_DOUBT


@dataclass(frozen=True, slots=True)
class FiscalState:
    """What became of a sale at the register: its documents, and what is still under way.

    ``state`` is ``none`` where it was never to be registered, ``registered``, ``nothing`` where nothing was to be
    paid, ``waiting``, ``in_doubt``, ``failed`` or ``skipped``; ``error_code`` says why it waits,
    or that it was kept on paper.
    """

    state: str
    error_code: str | None
    documents: tuple[FiscalDocumentView, ...]


def fiscal_state(tx: ReadUnit, sale_id: int, sale_uid: str) -> FiscalState:
    """How far the registration of a sale is."""
    states = states_of_parts(tx, sale_uid)
    documents = tuple(documents_of_sale(tx, sale_id)) if states else ()
    if not states:
        return FiscalState("none", None, ())
    for wanted in ("in_doubt", "failed", "sending", "ready", "skipped"):
        for state, error in states.values():
            if state == wanted:
                told = "waiting" if state in ("sending", "ready") else state
                told = "in_doubt" if error == Trouble.IN_DOUBT else told
                return FiscalState(told, error, documents)
    return FiscalState("registered" if documents else "nothing", None, documents)


def states_of_parts(tx: ReadUnit, sale_uid: str) -> dict[str, tuple[str, str | None]]:
    """State and error code of each part of a sale, of its correction where there is one."""
    states = outbox.states_of(
        tx, [key for part in PARTS for key in (receipt_key(sale_uid, part), correction_key(sale_uid, part))]
    )
    for part in PARTS:
        corrected = states.pop(correction_key(sale_uid, part), None)
        if corrected is not None:
            states[receipt_key(sale_uid, part)] = corrected
    return states


def receipt_paper(tx: ReadUnit, document: str) -> str | None:
    """Where the paper of a receipt is: ``waits`` to be registered, or what the register says of it.

    None where the register has nothing to do with it.
    """
    kind, _, uid = document.partition(":")
    if kind != "receipt" or not uid:
        return None
    found = tx.execute(
        select(FiscalDocument.paper)
        .join(Sale, Sale.id == FiscalDocument.sale_id)
        .where(Sale.uid == uid)
        .order_by(FiscalDocument.id.desc())
    ).scalar()
    if found is not None:
        return None if found == "not_wanted" else str(found)
    states = outbox.states_of(tx, [receipt_key(uid, part) for part in PARTS])
    return "waits" if any(state not in ("done", "skipped") for state, _error in states.values()) else None


def last_answer(tx: ReadUnit, till_id: int, address: str) -> dict[str, Any]:
    """What the register at an address said when it was last asked how it is; empty before, and of another one."""
    answer = outbox_view.last_result(tx, fiscal_lane(till_id), TEST_KIND)
    return answer if answer.get("address") == address else {}
