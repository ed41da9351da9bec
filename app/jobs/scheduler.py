"""Runs jobs by time. Jobs are callables registered in ``app.wiring``; what is due is decided by their last success."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import insert, select, update

from app.core.actor import program
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.journal import TOLERANCE
from app.core.journal_clock import clock_is_behind
from app.jobs.models import JobRun

LOOK_SECONDS: Final = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A job by its stable name. ``every`` is the time that passes between one success and the next run.

    A job pauses while the clock may be wrong, unless it ``trusts_no_clock``: what it does is the same at any hour.
    """

    name: str
    every: timedelta
    run: Callable[[Database], None]
    trusts_no_clock: bool = False


class Scheduler:
    """Looks once a minute which jobs are due, and runs them one after the other."""

    def __init__(
        self,
        database: Database,
        jobs: tuple[Job, ...],
        is_time_doubtful: Callable[[ReadUnit], bool] = clock_is_behind,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._is_time_doubtful = is_time_doubtful
        self._timer = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Begins with a look at once: a PC that was off catches up."""
        self._timer.add_job(
            self.run_due,
            "interval",
            seconds=LOOK_SECONDS,
            next_run_time=self._database.clock.now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._timer.start()

    def stop(self) -> None:
        """Ends after the job in hand."""
        self._timer.shutdown(wait=True)

    def run_due(self) -> None:
        """Runs every job whose last success is too long ago. A failing one is tried again with the next look."""
        for job in self._jobs:
            if not self._is_due(job):
                continue
            try:
                job.run(self._database)
            except Exception as error:  # noqa: BLE001  # one job must not keep the others from running
                _log.exception("job %s failed", job.name)
                self._note(job, type(error).__name__)
            else:
                self._note(job, None)

    def _is_due(self, job: Job) -> bool:
        with self._database.read_unit() as tx:
            if not job.trusts_no_clock and self._is_time_doubtful(tx):
                return False
            last = tx.execute(select(JobRun.succeeded_at).where(JobRun.job == job.name)).scalar()
            # A success that is still to come was noted by a clock that was ahead: it tells nothing.
            return last is None or not -TOLERANCE <= tx.now - last < job.every

    def _note(self, job: Job, problem: str | None) -> None:
        def note(tx: Unit) -> None:
            values = {"failed_at": tx.now, "problem": problem}
            if problem is None:
                values = {"succeeded_at": tx.now, "failed_at": None, "problem": None}
            if tx.execute(select(JobRun.job).where(JobRun.job == job.name)).first() is None:
                tx.execute(insert(JobRun), {"job": job.name, **values})
            else:
                tx.execute(update(JobRun).where(JobRun.job == job.name).values(**values))

        self._database.transact(program(f"job:{job.name}"), note)
