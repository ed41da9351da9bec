"""Jobs of tags as a page shows them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, or_, select

from app.core import outbox
from app.core.db.unit import ReadUnit
from app.core.errors import NotFound
from app.places.models import Device
from warehouse.tags.jobs import OPEN, tag_lane
from warehouse.tags.models import TagJob

ENDED_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class JobView:
    """A job; ``came_out`` is how many of its labels probably lie there.

    ``error_code`` is what keeps its printer, ``paused`` says that somebody holds its queue.
    """

    id: int
    printer: str
    asked_by: str
    created_at: datetime
    wanted: int
    sent: int
    confirmed: int
    told: int | None
    state: str
    error_code: str | None = None
    paused: bool = False

    @property
    def is_running(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in {"waiting", "printing"}

    @property
    def came_out(self) -> int:
        """What the printer said last, else what is known."""
        return self.confirmed if self.told is None else max(self.told, self.confirmed)


_VIEW: Final = select(
    TagJob.id,
    Device.name,
    TagJob.asked_by,
    TagJob.created_at,
    TagJob.wanted,
    TagJob.sent,
    TagJob.confirmed,
    TagJob.told,
    TagJob.state,
    TagJob.device_id,
).join(Device, Device.id == TagJob.device_id)


def tag_jobs(tx: ReadUnit, shop_id: int) -> list[JobView]:
    """The shop's jobs that have not ended, and the last ones that have; newest first."""
    ended = (
        select(TagJob.id)
        .where(TagJob.shop_id == shop_id, TagJob.ended_at.is_not(None))
        .order_by(TagJob.id.desc())
        .limit(ENDED_SHOWN)
    )
    wanted = or_(TagJob.state.in_(OPEN), TagJob.id.in_(ended))
    return _views(tx, _VIEW.where(TagJob.shop_id == shop_id, wanted).order_by(TagJob.id.desc()))


def tag_job(tx: ReadUnit, job_id: int) -> JobView:
    """One job; NotFound ``no_tag_job``."""
    found = _views(tx, _VIEW.where(TagJob.id == job_id))
    if not found:
        raise NotFound("no_tag_job")
    return found[0]


def _views(tx: ReadUnit, statement: Select[*tuple[Any, ...]]) -> list[JobView]:
    found = []
    for *values, device_id in tx.execute(statement).all():
        view = JobView(*values)
        if view.is_running:
            state, error_code = outbox.lane_state(tx, tag_lane(device_id))
            view = replace(view, error_code=error_code, paused=state == "paused")
        found.append(view)
    return found
