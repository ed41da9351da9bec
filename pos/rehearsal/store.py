"""Runs as they are kept: beginning one, how far it is, how it ended. Each function works in the caller's unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update

from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict, NotFound
from app.core.ids import parse_uid
from app.core.installation import facts
from app.core.money import Money
from loyalty.promotions.editing import EDIT
from loyalty.promotions.models import Promotion, PromotionUse
from loyalty.promotions.rules import checked_name, read_rule, rule_text
from loyalty.promotions.stored import StoredPromotion
from loyalty.rules.promotion import Promotion as Rule
from loyalty.rules.promotion import Trigger
from pos.rehearsal.figures import Figures
from pos.rehearsal.models import Rehearsal, RehearsalCustomer

RUNNING: Final = "running"
DONE: Final = "done"
STOPPED: Final = "stopped"
INTERRUPTED: Final = "interrupted"
FAILED: Final = "failed"
TRIAL: Final = "trial"
RESULT: Final = "result"
RUNS_KEPT: Final = 100
MOST_DAYS: Final = 1_100
"""Three years: what is older says nothing about a promotion of today."""
CUSTOMERS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands; ``promotion_uid`` is None where nobody has kept the rule yet."""

    id: int
    uid: str
    kind: str
    promotion_uid: str | None
    name: str
    rule: str
    currency: str
    first_day: date
    last_day: date
    state: str
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    stop_asked: bool
    total: int
    done: int
    figures: Figures

    @property
    def is_running(self) -> bool:
        """Whether the program is at work on it."""
        return self.state == RUNNING

    @property
    def days(self) -> int:
        """How many days it looks at."""
        return (self.last_day - self.first_day).days + 1

    def promotion(self, tx: ReadUnit) -> Rule:
        """The rule it is run with, under the id of its promotion, or under its own."""
        return read_rule(self.promotion_uid or self.uid, self.name, self.rule, facts(tx).decimals)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be run: a rule as it stands in the editor or as it is kept, over days, both included."""

    uid: str
    name: str
    rule: dict[str, Any] | str
    first_day: date
    last_day: date
    stored: StoredPromotion | None = None
    kind: str = TRIAL


_COLUMNS: Final = tuple(
    Promotion.uid.label(name) if name == "promotion_uid" else getattr(Rehearsal, name) for name in Run.__slots__
)


def begin(tx: Unit, asked: Asked) -> Run:
    """Writes down that a run begins; ``pos.rehearsal.running`` does the work. The same uid again answers the first.

    Raises Forbidden ``right_needed``; BadInput as the contract's reader, ``promotion_name_missing``,
    ``rehearsal_days`` (``most``), ``rehearsal_of_claims`` for what is bought with points; Conflict ``rehearsal_busy``
    while another one runs.
    """
    tx.actor.require(EDIT)
    uid = parse_uid(asked.uid)
    if tx.execute(select(Rehearsal.id).where(Rehearsal.uid == uid)).first() is not None:
        return by_uid(tx, uid)
    name = checked_name(asked.name)
    text = asked.rule if isinstance(asked.rule, str) else rule_text(asked.rule)
    promotion_uid = uid if asked.stored is None else asked.stored.uid
    rule = read_rule(promotion_uid, name, text, facts(tx).decimals)
    if asked.kind == TRIAL and rule.trigger is Trigger.POINTS:
        raise BadInput("rehearsal_of_claims", "trigger")
    if not 0 <= (asked.last_day - asked.first_day).days < MOST_DAYS:
        raise BadInput("rehearsal_days", "days", most=MOST_DAYS)
    if tx.execute(select(Rehearsal.id).where(Rehearsal.state == RUNNING)).first() is not None:
        raise Conflict("rehearsal_busy")
    _forget_old(tx)
    tx.execute(
        insert(Rehearsal),
        {
            "uid": uid,
            "kind": asked.kind,
            "promotion_id": None if asked.stored is None else asked.stored.id,
            "name": name,
            "rule": text,
            "currency": facts(tx).currency,
            "first_day": asked.first_day,
            "last_day": asked.last_day,
            "state": RUNNING,
            "made_at": tx.now,
            "made_by": tx.actor.name,
            "stop_asked": False,
            "total": 0,
            "done": 0,
            "figures": Figures().to_json(),
        },
    )
    days = {"from": asked.first_day.isoformat(), "to": asked.last_day.isoformat()}
    journal.record(tx, "promotion.rehearsed", subject=f"promotion:{promotion_uid}", body={"name": name, **days})
    return by_uid(tx, uid)


def by_uid(tx: ReadUnit, uid: str) -> Run:
    """The run; NotFound ``no_rehearsal``."""
    row = tx.execute(_runs().where(Rehearsal.uid == uid)).first()
    if row is None:
        raise NotFound("no_rehearsal")
    return _read(row)


def runs(tx: ReadUnit, promotion_uid: str | None = None, limit: int = 20) -> list[Run]:
    """The newest runs, of one promotion or of all."""
    statement = _runs().order_by(Rehearsal.id.desc()).limit(limit)
    if promotion_uid is not None:
        statement = statement.where(Promotion.uid == promotion_uid)
    return [_read(row) for row in tx.execute(statement)]


def days_of_use(
    tx: ReadUnit, promotion_id: int, since: date = date.min, until: date = date.max
) -> tuple[date, date] | None:
    """The business dates of the first and the last sale with a promotion, both within the days given; None without."""
    first, last = tx.execute(
        select(func.min(PromotionUse.business_date), func.max(PromotionUse.business_date)).where(
            PromotionUse.promotion_id == promotion_id,
            PromotionUse.use_id.is_(None),
            PromotionUse.business_date.between(since, until),
        )
    ).one()
    return None if first is None else (first, last)


def ask_to_stop(tx: Unit, uid: str) -> None:
    """Asks a run to stop; what it has counted so far is kept. Raises NotFound ``no_rehearsal``."""
    tx.actor.require(EDIT)
    run = by_uid(tx, uid)
    tx.execute(update(Rehearsal).where(Rehearsal.id == run.id, Rehearsal.state == RUNNING).values(stop_asked=True))


def note_progress(tx: Unit, run: Run, total: int, done: int, figures: Figures) -> bool:
    """Keeps what is counted so far; answers whether the run may go on."""
    tx.execute(
        update(Rehearsal)
        .where(Rehearsal.id == run.id, Rehearsal.state == RUNNING)
        .values(total=total, done=done, figures=figures.to_json())
    )
    now = tx.execute(select(Rehearsal.state, Rehearsal.stop_asked).where(Rehearsal.id == run.id)).one()
    return now.state == RUNNING and not now.stop_asked


def end(tx: Unit, run_id: int, state: str) -> None:
    """Says how a run ended."""
    tx.execute(
        update(Rehearsal).where(Rehearsal.id == run_id, Rehearsal.state == RUNNING).values(state=state, ended_at=tx.now)
    )


def mark_interrupted(tx: Unit) -> None:
    """Says of what the last run of the program left at work that it was broken off: it can be started again."""
    tx.execute(update(Rehearsal).where(Rehearsal.state == RUNNING).values(state=INTERRUPTED, ended_at=tx.now))


@dataclass(frozen=True, slots=True)
class Gainer:
    """A customer who gains: on how many receipts, how much money, how many points in millionths."""

    customer_id: int
    receipts: int
    gained: Money
    points_micro: int


def gainers(tx: ReadUnit, run_id: int) -> tuple[list[Gainer], int]:
    """The customers who gain most, and how many gain anything."""
    of_run = RehearsalCustomer.rehearsal_id == run_id
    rows = tx.execute(
        select(*(getattr(RehearsalCustomer, name) for name in Gainer.__slots__))
        .where(of_run)
        .order_by(RehearsalCustomer.gained.desc(), RehearsalCustomer.points_micro.desc(), RehearsalCustomer.customer_id)
        .limit(CUSTOMERS_SHOWN)
    )
    found = [Gainer(*row) for row in rows]
    count: int = tx.execute(select(func.count()).select_from(RehearsalCustomer).where(of_run)).scalar_one()
    return found, count


def _forget_old(tx: Unit) -> None:
    old: Sequence[int] = (
        tx.execute(select(Rehearsal.id).order_by(Rehearsal.id.desc()).offset(RUNS_KEPT - 1).limit(RUNS_KEPT))
        .scalars()
        .all()
    )
    if old:
        tx.execute(delete(RehearsalCustomer).where(RehearsalCustomer.rehearsal_id.in_(old)))
        tx.execute(delete(Rehearsal).where(Rehearsal.id.in_(old)))


def _runs() -> Any:
    return select(*_COLUMNS).outerjoin(Promotion, Promotion.id == Rehearsal.promotion_id)


def _read(row: Row[*tuple[Any, ...]]) -> Run:
    values = dict(zip(Run.__slots__, row, strict=True))
    values["figures"] = Figures.parse(values["figures"])
    return Run(**values)
