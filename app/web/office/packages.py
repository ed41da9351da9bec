"""Visit packages in the office: all of them, what is owed by day, and one package with its entries."""

from collections.abc import Callable
from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import BadInput
from app.crm.customers import customer_by_id
from app.crm.links import who_now
from app.places.day import calendar_date
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import shop_here, typed_day, typed_text, typed_whole
from app.web.office.forms import go_on, try_form
from app.web.office.periods import asked_days
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from app.web.shared.whole import whole_number
from loyalty.packages.keeping import (
    MANAGE,
    VIEW,
    correct_package,
    freeze_package,
    set_last_day,
    unfreeze_package,
    write_off,
)
from loyalty.packages.ledger import package_by_uid
from loyalty.packages.reading import STATES, entries_of_package, listed_packages, owed_by_day, owed_now
from loyalty.packages.words import STATE_NAMES, entry_text
from pos.sale.links import uids_of_sales

PAGE_ROWS: Final = 50


@blueprint.get("/packages")
@needs(VIEW)
def packages() -> ResponseReturnValue:
    """Packages that were sold, newest first, and what the shop owes on them."""
    state, sought = request.args.get("state", ""), request.args.get("q", "").strip()
    state = state if state in STATES else ""
    with read() as tx:
        before_id = whole_number(request.args.get("before", ""))
        found = listed_packages(tx, state=state, text=sought, before_id=before_id, limit=PAGE_ROWS)
        owed, day = owed_now(tx), calendar_date(tx)
    return render_template(
        "office/packages/list.html",
        rows=found,
        states={one.package.id: one.package.trouble(day) or "good" for one in found},
        owed=owed,
        sought=sought,
        state=state,
        older=found[-1].package.id if len(found) == PAGE_ROWS else None,
        state_choices=[("", gettext("All")), *((one, translated(STATE_NAMES[one])) for one in STATES)],
        state_names={one: translated(name) for one, name in STATE_NAMES.items()},
    )


@blueprint.get("/packages/by-day")
@needs(VIEW)
def packages_by_day() -> ResponseReturnValue:
    """What each day added to what is owed on packages and took off it, and what was owed at its end."""
    with read() as tx:
        first, last = asked_days(tx)
        days, owed = owed_by_day(tx, first, last), owed_now(tx)
    return render_template("office/packages/by_day.html", first=first, last=last, days=days, owed=owed)


@blueprint.get("/packages/<uid>")
@needs(VIEW)
def package(uid: str) -> ResponseReturnValue:
    """One package with every entry."""
    return _page(uid)


def _page(uid: str, problem: Problem | None = None, at: str = "") -> str:
    """The page of a package, with what is wrong in the form that ``at`` names."""
    with read() as tx:
        shown = package_by_uid(tx, uid)
        entries = entries_of_package(tx, shown.id)
        facts: dict[str, Any] = {
            "state": shown.trouble(calendar_date(tx)) or "good",
            "customer": customer_by_id(tx, who_now(tx, shown.customer_id)),
            "sales": uids_of_sales(tx, [one.sale_id for one in entries if one.sale_id is not None]),
        }
    return render_template(
        "office/packages/package.html",
        package=shown,
        entries=[(one, entry_text(one, gettext)) for one in entries],
        state_name=translated(STATE_NAMES[facts["state"]]),
        typed=request.form if problem is not None else {},
        problem=problem,
        at=at,
        **facts,
    )


def _does(uid: str, at: str, act: Callable[[Unit, int], None]) -> ResponseReturnValue:
    """Carries an act out on a package, in the shop of this browser; what is wrong stands in the form ``at``."""

    def done() -> ResponseReturnValue:
        transact(lambda tx: act(tx, shop_here(tx)))
        return go_on("office.package", "saved", uid=uid)

    return try_form(done, lambda problem: _page(uid, problem, at))


@blueprint.post("/packages/<uid>/freeze")
@needs(MANAGE)
def freeze_visit_package(uid: str) -> ResponseReturnValue:
    """The package rests for some days."""
    reason = typed_text("reason")
    return _does(uid, "rest", lambda tx, shop_id: freeze_package(tx, uid, shop_id, _whole("days"), reason))


@blueprint.post("/packages/<uid>/unfreeze")
@needs(MANAGE)
def unfreeze_visit_package(uid: str) -> ResponseReturnValue:
    """The package is good again."""
    reason = typed_text("reason")
    return _does(uid, "rest", lambda tx, shop_id: unfreeze_package(tx, uid, shop_id, reason))


@blueprint.post("/packages/<uid>/last-day")
@needs(MANAGE)
def last_day_of_package(uid: str) -> ResponseReturnValue:
    """The package is good until another day; an empty one is without an end."""
    reason = typed_text("reason")
    return _does(uid, "day", lambda tx, shop_id: set_last_day(tx, uid, shop_id, typed_day("last_day"), reason))


@blueprint.post("/packages/<uid>/correct")
@needs(MANAGE)
def correct_visits(uid: str) -> ResponseReturnValue:
    """Gives visits, or takes them."""
    reason = typed_text("reason")
    return _does(uid, "correct", lambda tx, shop_id: correct_package(tx, uid, shop_id, _whole("visits"), reason))


@blueprint.post("/packages/<uid>/write-off")
@needs(MANAGE)
def write_package_off(uid: str) -> ResponseReturnValue:
    """The shop owes nothing on the package any more."""
    reason = typed_text("reason")
    return _does(uid, "off", lambda tx, shop_id: write_off(tx, uid, shop_id, reason))


def _whole(name: str) -> int:
    found = typed_whole(name)
    if found is None:
        raise BadInput("missing", name)
    return found
