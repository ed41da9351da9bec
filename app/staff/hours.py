"""Working hours as the office reads them: by person and month, with what needs a look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.auth.models import Account
from app.core.db.unit import ReadUnit
from app.places.day import shop_zone
from app.staff.clock import marks_between
from app.staff.models import ClockEntry, ClockWithdrawal
from app.staff.stretches import LONGEST, Stretch, stretches


@dataclass(frozen=True, slots=True)
class Month:
    """A month on the shop's clock: from its first midnight to before the next month's."""

    first: date
    begin: datetime
    end: datetime

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def following(self) -> date:
        """The first day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Worked:
    """One person's month: each stretch with the local date it began on, and the sums in whole minutes."""

    account_id: int
    name: str
    stretches: tuple[tuple[date, Stretch], ...]
    worked_minutes: int
    break_minutes: int
    forgotten: int

    @property
    def days(self) -> int:
        """On how many days the person worked."""
        return len({day for day, stretch in self.stretches if stretch.came is not None})


@dataclass(frozen=True, slots=True)
class Written:
    """An entry in full, as it is put right: who wrote it and why, and who took it back and why."""

    id: int
    kind: str
    at: datetime
    reason: str | None
    written_by: str
    withdrawn_by: str | None
    withdrawn_why: str | None


def month_of(tx: ReadUnit, day: date) -> Month:
    """The month that holds a day, on the shop's clock."""
    first = day.replace(day=1)
    zone = shop_zone(tx)
    following = (first + timedelta(days=31)).replace(day=1)
    return Month(first, _midnight(first, zone), _midnight(following, zone))


def hours(tx: ReadUnit, month: Month, account_id: int | None = None) -> list[Worked]:
    """Everybody's month, or one person's, by name. A stretch belongs to the month in which it began.

    People who work here now are listed without entries too.
    """
    marks = marks_between(tx, month.begin - LONGEST, month.end + LONGEST)
    zone = shop_zone(tx)
    people = tx.execute(select(Account.id, Account.name, Account.active).order_by(Account.name, Account.id))
    found = []
    for person_id, name, active in people:
        if account_id not in (None, person_id):
            continue
        all_of_one = stretches(marks.get(person_id, ()), tx.now)
        of_month = tuple(
            [
                (one.marks[0].at.astimezone(zone).date(), one)
                for one in all_of_one
                if month.begin <= one.marks[0].at < month.end
            ]
        )
        if of_month or active or account_id is not None:
            found.append(_summed(tx.now, person_id, name, of_month))
    return found


def entries(tx: ReadUnit, month: Month, account_id: int) -> list[Written]:
    """Every entry of a person in a month, those taken back as well, oldest first."""
    rows = tx.execute(
        select(
            ClockEntry.id,
            ClockEntry.kind,
            ClockEntry.at,
            ClockEntry.reason,
            ClockEntry.written_by,
            ClockWithdrawal.written_by,
            ClockWithdrawal.reason,
        )
        .join(ClockWithdrawal, ClockWithdrawal.entry_id == ClockEntry.id, isouter=True)
        .where(ClockEntry.account_id == account_id, ClockEntry.at >= month.begin, ClockEntry.at < month.end)
        .order_by(ClockEntry.at, ClockEntry.id)
    )
    return [Written(*row) for row in rows]


def rows(tx: ReadUnit, month: Month) -> Iterator[tuple[str, ...]]:
    """The month as a table for a spreadsheet, a row a stretch: name, date, came, went, minutes, what to look at."""
    zone = shop_zone(tx)
    yield "Name", "Date", "Came", "Went", "Break, minutes", "Worked, minutes", "Forgotten"
    for worked in hours(tx, month):
        for day, one in worked.stretches:
            yield (
                worked.name,
                day.isoformat(),
                _clock(one.came, zone),
                _clock(one.went, zone),
                str(one.break_minutes(tx.now)),
                str(one.worked_minutes(tx.now)),
                "yes" if one.forgotten else "",
            )


def _summed(now: datetime, account_id: int, name: str, of_month: tuple[tuple[date, Stretch], ...]) -> Worked:
    return Worked(
        account_id,
        name,
        of_month,
        sum(one.worked_minutes(now) for _, one in of_month),
        sum(one.break_minutes(now) for _, one in of_month if not one.forgotten),
        sum(one.forgotten for _, one in of_month),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _clock(instant: datetime | None, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%H:%M") if instant is not None else ""
