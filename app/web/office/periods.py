"""The days a page of figures is asked for."""

from datetime import date
from typing import Final

from flask import request

from app.core.db.unit import ReadUnit
from app.places.day import today

DAYS: Final = 30


def asked_days(tx: ReadUnit) -> tuple[date, date]:
    """First and last day of the address; the last thirty days where it names none."""
    last = _day("last") or today(tx)
    return _day("first") or date.fromordinal(max(1, last.toordinal() - DAYS)), last


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
