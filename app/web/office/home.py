"""The first page of the office: how today goes, what needs somebody now, and where to go from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.journal_clock import act_ahead
from app.places.day import today
from app.places.service import Place, tills
from app.reports.today import DayFigures, today_and_last_week
from app.web.office.blueprint import blueprint
from app.web.office.first_steps import Step, first_steps
from app.web.shared.access import current, needs
from app.web.shared.habit_words import ago
from app.web.shared.units import read
from pos.recognition.reading import Recognised, came_back, slipping_away
from pos.status import TillStatus, till_status

PEOPLE_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Day:
    """Today beside the same weekday of last week, up to the same hour."""

    now: DayFigures
    week_ago: DayFigures


@dataclass(frozen=True, slots=True)
class TillNow:
    """A till and its state; ``late`` where its shift is of an earlier business date."""

    place: Place
    status: TillStatus
    late: bool


@dataclass(frozen=True, slots=True)
class People:
    """Who came back on a business date, and who slips away; the most valuable ones."""

    day: date
    came_back: Sequence[Recognised]
    slipping: Sequence[Recognised]


@blueprint.get("/")
@needs()
def home() -> ResponseReturnValue:
    """What the person may know of today, and the sections he may open."""
    day, states, people = None, [], None
    steps: tuple[Step, ...] = ()
    with read() as tx:
        newest_act = act_ahead(tx)
        if current().may("settings.edit"):
            steps = first_steps(tx)
        if current().may("sales.view"):
            date = today(tx)
            day = Day(*today_and_last_week(tx, date))
            for place in tills(tx):
                status = till_status(tx, place.till_id)
                late = status.shift is not None and status.shift.is_late(date)
                states.append(TillNow(place, status, late))
        if current().may("customers.view"):
            people = People(today(tx), came_back(tx, today(tx), PEOPLE_SHOWN), slipping_away(tx, PEOPLE_SHOWN))
    return render_template(
        "office/home.html", day=day, tills=states, people=people, steps=steps, newest_act=newest_act, ago=ago
    )
