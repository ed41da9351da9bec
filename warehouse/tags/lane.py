"""The label printer's lane: batches of tags, and the test label, brought about by the outbox."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update

from app.core import outbox
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.errors import Conflict, NotFound
from app.core.outbox import Message, Outcome
from app.places.models import Device
from app.places.service import LABEL_PRINTER
from devices.errors import DeviceError, Trouble
from devices.labels.port import LabelOutcome, LabelPrinter, LabelResult, Labels
from printing.labels.layout import lay_out_tag
from printing.labels.tag import LabelStock, PriceTag
from warehouse.tags.content import tag_of
from warehouse.tags.jobs import (
    JobState,
    asks_for_a_count,
    batch_lines,
    confirm,
    device_of_lane,
    end_job,
    job_state,
    locked_job,
    queue_batch,
)
from warehouse.tags.models import TagJob
from warehouse.tags.sample import sample_tag

_HOPELESS: Final = frozenset({Trouble.NO_TRANSPORT})


class TagPrinters:
    """The label printers, opened by address and kept while the address stays the same."""

    def __init__(self, database: Database, open_printer: Callable[[str], LabelPrinter]) -> None:
        self._database = database
        self._open_printer = open_printer
        self._opening = threading.Lock()
        self._opened: dict[str, tuple[LabelPrinter, threading.Lock]] = {}

    @contextmanager
    def held(self, device_id: int, wait_s: float = -1) -> Iterator[LabelPrinter]:
        """The printer, while no other lane speaks to it.

        NotFound ``no_label_printer``; Conflict ``device_busy`` where one still does after ``wait_s``.
        """
        with self._database.read_unit() as tx:
            address: str | None = tx.execute(
                select(Device.address).where(Device.id == device_id, Device.role == LABEL_PRINTER, Device.active)
            ).scalar()
        if address is None:
            raise NotFound("no_label_printer")
        with self._opening:
            if address not in self._opened:
                self._opened[address] = (self._open_printer(address), threading.Lock())
            printer, turn = self._opened[address]
        if not turn.acquire(timeout=wait_s):
            raise Conflict("device_busy")
        try:
            yield printer
        finally:
            turn.release()


class TagHandler:
    """Prints a batch of a job. What the printer holds and will finish by itself is watched and never sent again."""

    def __init__(self, database: Database, printers: TagPrinters) -> None:
        self._database = database
        self._printers = printers

    def act(self, message: Message) -> Outcome:
        """Draws the tags with the prices of this moment and prints them, or watches those that are held."""
        with self._database.read_unit() as tx:
            job = job_state(tx, message.payload["job"])
            if job.state != "printing":
                return Outcome("done", None, {"outcome": "stopped"})
            drawn_at = tx.now
        is_held = job.sent > job.confirmed
        try:
            with self._printers.held(job.device_id) as printer:
                if is_held:
                    return _outcome(printer.go_on(), None)
                batch = self._drawn(message, printer.info.stock)
                if not batch:
                    return _outcome(LabelResult(LabelOutcome.PRINTED), drawn_at)
                return _outcome(printer.print_labels(batch, clear=message.payload["clear"]), drawn_at)
        except DeviceError as error:
            return Outcome("failed" if error.trouble in _HOPELESS else "retry", error.code)

    def _drawn(self, message: Message, stock: LabelStock) -> list[Labels]:
        """The labels of a batch; goods that are gone, or have no price any more, are left out."""
        start, count = message.payload["start"], message.payload["count"]
        with self._database.read_unit() as tx:
            lines = batch_lines(tx, message.payload["job"], start, count)
            tags = [(_tag(tx, line.product_id), line.copies) for line in lines]
        return [Labels(lay_out_tag(tag, stock), copies) for tag, copies in tags if tag is not None]

    def resolve(self, message: Message) -> Outcome:
        """The power went while labels were on their way: somebody has to count."""
        return Outcome("in_doubt", "may_have_printed")

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """Writes how far the job is, and sends its next batch on its way."""
        job = locked_job(tx, message.payload["job"])
        result: dict[str, Any] = dict(outcome.result or {})
        if result.get("drawn_at"):
            drawn_at = datetime.fromisoformat(result["drawn_at"])
            tx.execute(update(TagJob).where(TagJob.id == job.id).values(drawn_at=drawn_at))
        end = message.payload["start"] + message.payload["count"]
        match outcome.state:
            case "done" if result.get("outcome") != "stopped":
                self._settle_printed(tx, job, end)
            case "retry" if result.get("outcome") == LabelOutcome.HELD.value:
                _note_sent(tx, job, end, result.get("told"))
            case "in_doubt" | "failed":
                self._settle_open(tx, job, message, end if outcome.state == "in_doubt" else job.sent, result)
            case _:
                pass

    def _settle_printed(self, tx: Unit, job: JobState, end: int) -> None:
        confirm(tx, job, end)
        if job.state != "printing":
            return
        if end == job.wanted:
            end_job(tx, job, "done")
        else:
            queue_batch(tx, job.id)

    def _settle_open(self, tx: Unit, job: JobState, message: Message, sent: int, result: dict[str, Any]) -> None:
        _note_sent(tx, job, sent, result.get("told"))
        if job.state == "printing":
            tx.execute(update(TagJob).where(TagJob.id == job.id).values(state="asking"))
        else:
            # Somebody ended the job while its last batch was on its way: nobody is asked any more.
            outbox.decide(tx, message.id, "skip", reason="stopped")


class SampleHandler:
    """Prints a test label; where it did not come out, somebody asks for another one."""

    def __init__(self, database: Database, printers: TagPrinters) -> None:
        self._database = database
        self._printers = printers

    def act(self, message: Message) -> Outcome:
        """Draws it for the labels that are said to lie in the printer, and prints it."""
        try:
            with self._printers.held(device_of_lane(message.lane)) as printer:
                with self._database.read_unit() as tx:
                    tag = sample_tag(tx, printer.info.stock)
                    is_unsure = asks_for_a_count(tx, device_of_lane(message.lane))
                result = printer.print_labels([Labels(lay_out_tag(tag, printer.info.stock))], clear=is_unsure)
        except NotFound as error:
            # The printer was put out of use meanwhile: nobody waits for its label.
            return Outcome("done", error.code, {"outcome": "gone"})
        except DeviceError as error:
            return Outcome("done" if error.trouble in _HOPELESS else "retry", error.code)
        code = result.trouble.value if result.trouble is not None else None
        return Outcome("done", None, {"outcome": result.outcome.value, "trouble": code})

    def resolve(self, message: Message) -> Outcome:
        """One label more or less: nobody is asked."""
        return Outcome("done", None, {"outcome": "unknown"})

    def settle(self, tx: Unit, message: Message, outcome: Outcome) -> None:
        """The message itself is the only record."""


def _note_sent(tx: Unit, job: JobState, sent: int, told_of_batch: int | None) -> None:
    told = None if told_of_batch is None else min(sent, job.confirmed + told_of_batch)
    tx.execute(update(TagJob).where(TagJob.id == job.id).values(sent=max(job.sent, sent), told=told))


def _outcome(result: LabelResult, drawn_at: datetime | None) -> Outcome:
    said = {
        "outcome": result.outcome.value,
        "told": result.told,
        "maker_code": result.maker_code,
        "drawn_at": None if drawn_at is None else drawn_at.isoformat(),
    }
    code = None if result.trouble is None else result.trouble.value
    match result.outcome:
        case LabelOutcome.PRINTED | LabelOutcome.HANDED_OVER:
            return Outcome("done", None, said)
        case LabelOutcome.HELD:
            return Outcome("retry", code, said)
        case LabelOutcome.UNCONFIRMED:
            return Outcome("in_doubt", code or "may_have_printed", said)


def _tag(tx: ReadUnit, product_id: int) -> PriceTag | None:
    try:
        return tag_of(tx, product_id)
    except (NotFound, Conflict):
        return None
