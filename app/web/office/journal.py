"""The journal: who did what, and the proof that nothing was changed afterwards."""

from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.currency_change import older_currency
from app.core.journal import verify
from app.core.journal_pages import PAGE_ROWS, Wanted, chains, journal_page
from app.web.office.blueprint import blueprint
from app.web.office.journal_subjects import subjects, subjects_called
from app.web.office.journal_words import ACTS, act_name
from app.web.shared.access import needs
from app.web.shared.language import facts_of_shop, gettext
from app.web.shared.units import read
from app.web.shared.whole import whole_number

FILTERS = ("kind", "actor", "subject", "chain", "since", "until")


@blueprint.get("/journal")
@needs("journal.view")
def journal() -> ResponseReturnValue:
    """The newest acts, a hundred at a time, narrowed by what the address says."""
    chosen = {name: request.args.get(name, "").strip() for name in FILTERS}
    before = request.args.get("before", "")
    with read() as tx:
        about = subjects_called(tx, chosen["subject"]) if chosen["subject"] else ()
        rows = journal_page(tx, _wanted(chosen, about), before_id=whole_number(before))
        named = subjects(tx, {row.subject for row in rows if row.subject})
        names = chains(tx)
        currencies = {row.id: older_currency(tx, row.at) for row in rows}
    return render_template(
        "office/journal.html",
        rows=rows,
        named=named,
        currencies=currencies,
        chain_names=[("", gettext("All")), *((name, name) for name in names)],
        act_names=[("", gettext("All")), *sorted(((kind, act_name(kind)) for kind in ACTS), key=itemgetter(1))],
        chosen=chosen,
        older=rows[-1].id if len(rows) == PAGE_ROWS else None,
        narrowed=any(chosen.values()) or bool(before),
    )


@blueprint.post("/journal/verify")
@needs("journal.view")
def verify_journal() -> ResponseReturnValue:
    """Walks every chain and says what was found."""
    with read() as tx:
        count, faults = verify(tx)
    return render_template("office/journal_verified.html", count=count, faults=faults)


def _wanted(chosen: dict[str, str], about: tuple[str, ...]) -> Wanted:
    return Wanted(
        chosen["kind"],
        chosen["actor"],
        about,
        chosen["chain"],
        _midnight(chosen["since"], 0),
        _midnight(chosen["until"], 1),
    )


def _midnight(text: str, days_on: int) -> datetime | None:
    """The beginning of a day on the shop's clock, some days on; None for what is no date."""
    try:
        day = date.fromisoformat(text) + timedelta(days=days_on)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time(), facts_of_shop().zone).astimezone(UTC)
