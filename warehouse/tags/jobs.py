"""Tags asked for, and their way through the outbox: a batch at a time, one job of a printer after the other.

A batch is a message of its own, so that after a crash or a broken cable no more than its labels are in question. What
came out of them is said by a person; printing goes on from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select, update

from app.core import journal, outbox, outbox_view
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.feed import announce
from app.core.ids import parse_uid
from app.places.models import Device, Till
from app.places.service import LABEL_PRINTER
from devices.labels.options import label_options
from printing.labels.tag import LabelStock
from warehouse.catalogue.models import Product
from warehouse.tags.fitting import refuse_unfit_codes
from warehouse.tags.models import TagJob, TagJobLine
from warehouse.tags.shelves import note_shelves

TAGS_KIND: Final = "tags"
TAGS_RIGHT: Final = "tags.print"
TOPIC: Final = "tags"
BATCH_LABELS: Final = 10
"""As many as somebody counts at a glance, and little enough for small printers' memory."""
MOST_LABELS: Final = 5000
OPEN: Final = ("waiting", "printing", "asking")


@dataclass(frozen=True, slots=True)
class TagLine:
    """How many tags of a product; ``copies`` at least 1."""

    product_id: int
    copies: int = 1


@dataclass(frozen=True, slots=True)
class JobState:
    """Where a job stands; see ``TagJob``."""

    id: int
    uid: str
    shop_id: int
    device_id: int
    wanted: int
    sent: int
    confirmed: int
    state: str
    batches: int


_STATE: Final = select(
    TagJob.id,
    TagJob.uid,
    TagJob.shop_id,
    TagJob.device_id,
    TagJob.wanted,
    TagJob.sent,
    TagJob.confirmed,
    TagJob.state,
    TagJob.batches,
)


def tag_lane(device_id: int) -> str:
    """The lane of a label printer."""
    return f"labels:device-{device_id}"


def device_of_lane(lane: str) -> int:
    """The label printer whose lane it is."""
    return int(lane.removeprefix("labels:device-"))


def print_tags(tx: Unit, device_id: int, lines: Sequence[TagLine], uid: str) -> int:
    """Queues tags on a label printer (a right); answers the job's id. The same ``uid`` again queues nothing more.

    Raises NotFound ``no_label_printer``, BadInput ``no_tags`` and ``too_many_tags`` (``most``), NotFound
    ``no_product``, Conflict ``tag_code_unfit`` (``name``, ``code``).
    """
    tx.actor.require(TAGS_RIGHT)
    uid = parse_uid(uid)
    lock_printer(tx, device_id)
    known: int | None = tx.execute(select(TagJob.id).where(TagJob.uid == uid)).scalar()
    if known is not None:
        return known
    shop_id = label_printer(tx, device_id)
    wanted = _checked(tx, lines)
    refuse_unfit_codes(tx, [line.product_id for line in lines], _labels_in(tx, device_id))
    key = tx.execute(
        insert(TagJob),
        {
            "uid": uid,
            "shop_id": shop_id,
            "device_id": device_id,
            "asked_by": tx.actor.name,
            "created_at": tx.now,
            "wanted": wanted,
            "sent": 0,
            "confirmed": 0,
            "batches": 0,
            "state": "waiting",
        },
    ).inserted_primary_key
    assert key is not None
    job_id: int = key[0]
    tx.execute(
        insert(TagJobLine),
        [
            {"job_id": job_id, "position": position, "product_id": line.product_id, "copies": line.copies}
            for position, line in enumerate(lines)
        ],
    )
    journal.record(
        tx,
        "tags.asked_for",
        subject=f"tags:{uid}",
        body={"device": device_id, "tags": wanted, "products": len(lines)},
    )
    _start_next(tx, device_id)
    return job_id


def label_printer(tx: ReadUnit, device_id: int) -> int:
    """The shop that a label printer in use prints for; NotFound ``no_label_printer``."""
    shop_id: int | None = tx.execute(
        select(Till.shop_id)
        .join(Device, Device.till_id == Till.id)
        .where(Device.id == device_id, Device.role == LABEL_PRINTER, Device.active)
    ).scalar()
    if shop_id is None:
        raise NotFound("no_label_printer")
    return shop_id


def _labels_in(tx: ReadUnit, device_id: int) -> LabelStock:
    return label_options(tx.execute(select(Device.address).where(Device.id == device_id)).scalar_one()).stock


def _checked(tx: ReadUnit, lines: Sequence[TagLine]) -> int:
    """How many labels the lines are."""
    wanted = sum(line.copies for line in lines)
    if not lines or min(line.copies for line in lines) < 1:
        raise BadInput("no_tags")
    if wanted > MOST_LABELS:
        raise BadInput("too_many_tags", most=MOST_LABELS)
    ids = {line.product_id for line in lines}
    if len(tx.execute(select(Product.id).where(Product.id.in_(ids))).all()) < len(ids):
        raise NotFound("no_product")
    return wanted


def job_state(tx: ReadUnit, job_id: int) -> JobState:
    """Where a job stands; NotFound ``no_tag_job``."""
    row = tx.execute(_STATE.where(TagJob.id == job_id)).first()
    if row is None:
        raise NotFound("no_tag_job")
    return JobState(*row)


def locked_job(tx: Unit, job_id: int) -> JobState:
    """The same, and nobody else changes it until the unit ends."""
    lock_printer(tx, job_state(tx, job_id).device_id)
    return job_state(tx, job_id)


def asks_for_a_count(tx: ReadUnit, device_id: int) -> bool:
    """Whether a job of the printer is open to somebody's count: it may still hold labels."""
    asking = select(TagJob.id).where(TagJob.device_id == device_id, TagJob.state == "asking")
    return tx.execute(asking).first() is not None


def lock_printer(tx: Unit, device_id: int) -> None:
    """Holds the one row that all jobs of a printer agree by, before anything of them is written."""
    tx.lock(select(Device.id).where(Device.id == device_id))


def batch_lines(tx: ReadUnit, job_id: int, start: int, count: int) -> list[TagLine]:
    """The lines behind ``count`` labels of a job from its label ``start`` on, counted from 0."""
    found: list[TagLine] = []
    first = 0
    for product_id, copies in tx.execute(
        select(TagJobLine.product_id, TagJobLine.copies)
        .where(TagJobLine.job_id == job_id)
        .order_by(TagJobLine.position)
    ):
        inside = min(first + copies, start + count) - max(first, start)
        if inside > 0:
            found.append(TagLine(product_id, inside))
        first += copies
    return found


def answer_count(tx: Unit, job_id: int, came_out: int, *, go_on: bool) -> None:
    """A person counted: ``came_out`` labels of the job lie there. It goes on from there, or ends (a right; journaled).

    Raises NotFound ``no_tag_job``, Conflict ``tags_not_asking``, BadInput ``tags_came_out`` (``least``, ``most``).
    """
    tx.actor.require(TAGS_RIGHT)
    job = locked_job(tx, job_id)
    if job.state != "asking":
        raise Conflict("tags_not_asking")
    if not job.confirmed <= came_out <= job.sent:
        raise BadInput("tags_came_out", "came_out", least=job.confirmed, most=job.sent)
    _settle_open_message(tx, job, came_out)
    confirm(tx, job, came_out)
    journal.record(
        tx, "tags.counted", subject=f"tags:{job.uid}", body={"tags": job.wanted, "came_out": came_out, "go_on": go_on}
    )
    if came_out == job.wanted:
        end_job(tx, job, "done")
    elif go_on:
        tx.execute(update(TagJob).where(TagJob.id == job.id).values(sent=came_out, told=None))
        queue_batch(tx, job.id, clear=True)
    else:
        end_job(tx, job, "stopped")


def stop_job(tx: Unit, job_id: int) -> None:
    """Ends a job before its last label (a right; journaled); labels that are with the printer may still come out.

    Raises NotFound ``no_tag_job``, Conflict ``tags_ended``.
    """
    tx.actor.require(TAGS_RIGHT)
    job = locked_job(tx, job_id)
    if job.state not in OPEN:
        raise Conflict("tags_ended")
    _settle_open_message(tx, job, job.confirmed)
    journal.record(tx, "tags.stopped", subject=f"tags:{job.uid}", body={"tags": job.wanted, "came_out": job.confirmed})
    end_job(tx, job, "stopped")


def _settle_open_message(tx: Unit, job: JobState, came_out: int) -> None:
    """Takes the job's message out of the queue; one that is being sent this moment is settled by its lane."""
    for message in outbox_view.open_messages(tx, tag_lane(job.device_id)):
        if message.kind == TAGS_KIND and message.payload["job"] == job.id and message.state != "sending":
            verdict: Any = "happened" if came_out == job.sent > job.confirmed else "skip"
            outbox.decide(tx, message.id, verdict, reason=f"{came_out} / {job.wanted}")


def confirm(tx: Unit, job: JobState, came_out: int) -> None:
    """Notes that the job's labels up to ``came_out`` lie there, and which price their shelves say now."""
    tx.execute(update(TagJob).where(TagJob.id == job.id).values(confirmed=came_out, sent=max(job.sent, came_out)))
    drawn_at = tx.execute(select(TagJob.drawn_at).where(TagJob.id == job.id)).scalar()
    lines = batch_lines(tx, job.id, job.confirmed, came_out - job.confirmed)
    if drawn_at is not None and lines:
        note_shelves(tx, job.shop_id, {line.product_id for line in lines}, drawn_at)
    announce(tx, TOPIC, {"job": job.id})


def end_job(tx: Unit, job: JobState, state: str) -> None:
    """Ends a job, and begins the next one of its printer."""
    tx.execute(update(TagJob).where(TagJob.id == job.id).values(state=state, ended_at=tx.now))
    announce(tx, TOPIC, {"job": job.id})
    _start_next(tx, job.device_id)


def _start_next(tx: Unit, device_id: int) -> None:
    """Begins the oldest job that waits, where none of the printer is under way."""
    of_printer = TagJob.device_id == device_id
    if tx.execute(select(TagJob.id).where(of_printer, TagJob.state.in_(("printing", "asking")))).first() is not None:
        return
    first: int | None = tx.execute(
        select(TagJob.id).where(of_printer, TagJob.state == "waiting").order_by(TagJob.id).limit(1)
    ).scalar()
    if first is not None:
        queue_batch(tx, first, clear=_may_hold_labels(tx, device_id))


def _may_hold_labels(tx: ReadUnit, device_id: int) -> bool:
    """Whether the printer's last job ended with labels that may still be in its memory."""
    last = tx.execute(
        select(TagJob.sent, TagJob.confirmed)
        .where(TagJob.device_id == device_id, TagJob.ended_at.is_not(None))
        .order_by(TagJob.ended_at.desc(), TagJob.id.desc())
        .limit(1)
    ).first()
    return last is not None and last.sent > last.confirmed


def queue_batch(tx: Unit, job_id: int, *, clear: bool = False) -> None:
    """Sends the next labels of a job on their way; ``clear`` makes the printer forget what it may hold first."""
    job = job_state(tx, job_id)
    tx.execute(update(TagJob).where(TagJob.id == job_id).values(state="printing", batches=job.batches + 1))
    outbox.enqueue(
        tx,
        tag_lane(job.device_id),
        TAGS_KIND,
        {
            "job": job_id,
            "start": job.confirmed,
            "count": min(BATCH_LABELS, job.wanted - job.confirmed),
            "clear": clear,
        },
        dedup_key=f"tags:{job.uid}:{job.batches}",
    )
    announce(tx, TOPIC, {"job": job_id})
