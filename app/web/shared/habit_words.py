"""What is known of a regular, in the words of the reader: the till and the office say the same."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from app.core.rounding import round_half_up
from app.core.texts import marked
from app.web.shared.formats import price
from app.web.shared.language import gettext, ngettext
from pos.recognition.groups import Group
from pos.recognition.habit import Attendance, Habit

DAYS_TOLD: Final = 13
"""Up to here days are counted, then weeks, then months."""
WEEKS_TOLD_DAYS: Final = 62
WEEK_DAYS: Final = 7
YEAR_DAYS: Final = 365
MONTHS: Final = 12
ATTENDANCE_WORDS: Final[Mapping[Attendance, str]] = {
    Attendance.REGULAR: marked("Comes regularly"),
    Attendance.SLIPPING: marked("Slipping away"),
    Attendance.LOST: marked("Lost"),
    Attendance.OCCASIONAL: marked("Occasional"),
}

GROUP_WORDS: Final[Mapping[Group, str]] = {
    **{Group(attendance.value): words for attendance, words in ATTENDANCE_WORDS.items()},
    Group.BEST: marked("One of the best"),
    Group.NEW: marked("New"),
}


def every(interval_days: int) -> str:
    """``every 5 weeks``."""
    if interval_days <= DAYS_TOLD:
        return ngettext("every day", "every %(num)d days", interval_days)
    if interval_days <= WEEKS_TOLD_DAYS:
        return ngettext("every week", "every %(num)d weeks", round_half_up(interval_days, WEEK_DAYS))
    return ngettext("every month", "every %(num)d months", round_half_up(interval_days * MONTHS, YEAR_DAYS))


def ago(days: int) -> str:
    """``3 weeks ago``."""
    if days == 0:
        return gettext("today")
    if days <= DAYS_TOLD:
        return ngettext("yesterday", "%(num)d days ago", days)
    if days <= WEEKS_TOLD_DAYS:
        return ngettext("a week ago", "%(num)d weeks ago", round_half_up(days, WEEK_DAYS))
    if days < 2 * YEAR_DAYS:
        return ngettext("a month ago", "%(num)d months ago", round_half_up(days * MONTHS, YEAR_DAYS))
    return ngettext("a year ago", "%(num)d years ago", days // YEAR_DAYS)


def habit_line(habit: Habit, today: date) -> str:
    """Why somebody is who he is, in one line: how often he comes, when he was last here, what he spent lately."""
    last = ago(habit.days_away(today))
    lately = price(habit.spent_lately)
    if habit.usual_interval_days is None:
        visits = ngettext("Was here once", "Was here %(num)d times", habit.visits)
        return gettext("%(visits)s, last %(last)s. %(amount)s in two years.", visits=visits, last=last, amount=lately)
    interval = every(habit.usual_interval_days)
    if habit.attendance is Attendance.REGULAR:
        return gettext(
            "Comes about %(interval)s, last %(last)s. %(amount)s in two years.",
            interval=interval,
            last=last,
            amount=lately,
        )
    return gettext(
        "Used to come about %(interval)s, last %(last)s. %(amount)s in two years.",
        interval=interval,
        last=last,
        amount=lately,
    )
