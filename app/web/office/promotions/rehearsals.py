"""Promotions tried on past receipts, and what running ones brought: started, watched, stopped, read."""

from datetime import date, timedelta
from typing import Any, Final

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.ids import new_uid
from app.core.money import ZERO
from app.core.rounding import round_half_up
from app.core.texts import marked
from app.crm.customers import customers_by_ids
from app.places.day import today
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import typed_text
from app.web.office.forms import try_form, whole_number
from app.web.office.promotions.form import sent_form
from app.web.office.promotions.pages import editor_page, typed_over
from app.web.office.promotions.rehearsal_figures import bar_of
from app.web.office.promotions.typed import typed_rule
from app.web.office.promotions.words import tell
from app.web.shared.access import current, needs
from app.web.shared.answering import Problem
from app.web.shared.context import context
from app.web.shared.formats import rate
from app.web.shared.language import gettext, ngettext
from app.web.shared.units import read, transact
from loyalty.promotions.editing import EDIT
from loyalty.promotions.stored import StoredPromotion, promotion_by_uid
from loyalty.rules.promotion import Trigger
from loyalty.rules.rewards import CouponReward, PointsReward
from pos.rehearsal import store
from pos.rehearsal.background import work_on
from pos.rehearsal.reached import compared_days
from pos.rehearsal.store import RESULT, TRIAL, Asked

DAYS: Final = (30, 90, 180, 365)
STATES: Final = {
    "running": marked("At work"),
    "done": marked("Done"),
    "stopped": marked("Stopped"),
    "interrupted": marked("Broken off"),
    "failed": marked("Failed"),
}


@blueprint.app_template_global("day_choices")
def day_choices() -> list[tuple[str, str]]:
    """How far a trial looks back."""
    return [(str(days), ngettext("%(num)d day", "%(num)d days", days)) for days in DAYS]


@blueprint.app_template_filter("share")
def written_share(basis_points: int) -> str:
    """A share as people speak of it, in tenths of a percent: ``12.3 %``."""
    return rate(round_half_up(basis_points, 10) * 10)


@blueprint.post("/promotions/rehearse")
@needs(EDIT)
def rehearse_form() -> ResponseReturnValue:
    """Tries what the editor says at this moment, kept or not."""
    uid = request.args.get("promotion", "")
    stored = _stored(uid) if uid else None

    def act() -> ResponseReturnValue:
        name = typed_text("name") or gettext("New promotion")

        def asked(tx: Unit) -> Asked:
            rule = typed_rule(tx, sent_form()) if stored is None else typed_over(tx, stored)
            return _asked(tx, name, rule, stored)

        return _begun(asked)

    return try_form(act, lambda problem: editor_page(stored, sent_form(), problem))


@blueprint.get("/promotions/<uid>/rehearsals")
@needs(EDIT)
def rehearsals(uid: str) -> ResponseReturnValue:
    """What was tried of a promotion, and what may be."""
    return _rehearsals_page(uid)


@blueprint.post("/promotions/<uid>/rehearsals")
@needs(EDIT)
def rehearse_promotion(uid: str) -> ResponseReturnValue:
    """Tries a promotion as it is kept, or counts what it brought."""
    stored = _stored(uid)

    def asked(tx: Unit) -> Asked:
        if typed_text("what") == RESULT:
            return _result_asked(tx, stored)
        return _asked(tx, stored.name, stored.rule, stored)

    return try_form(lambda: _begun(asked), lambda problem: _rehearsals_page(uid, problem))


@blueprint.get("/promotions/rehearsals/<uid>")
@needs(EDIT)
def rehearsal(uid: str) -> ResponseReturnValue:
    """How far a run is, or what it found."""
    return _run_page(uid)


@blueprint.get("/promotions/rehearsals/<uid>/progress")
@needs(EDIT, counts_as_use=False)
def rehearsal_progress(uid: str) -> ResponseReturnValue:
    """How far a run is, asked again and again; once it is over the whole page is shown anew."""
    with read() as tx:
        run = store.by_uid(tx, uid)
    answer = Response(render_template("office/promotions/rehearsal_progress.html", run=run))
    if not run.is_running:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/promotions/rehearsals/<uid>/stop")
@needs(EDIT)
def stop_rehearsal(uid: str) -> ResponseReturnValue:
    """Stops a run; what it has counted stays."""
    transact(lambda tx: store.ask_to_stop(tx, uid))
    return redirect(url_for("office.rehearsal", uid=uid), 303)


@blueprint.post("/promotions/rehearsals/<uid>/again")
@needs(EDIT)
def rehearse_again(uid: str) -> ResponseReturnValue:
    """Begins the same again, up to today."""
    with read() as tx:
        run = store.by_uid(tx, uid)
    stored = None if run.promotion_uid is None else _stored(run.promotion_uid)

    def asked(tx: Unit) -> Asked:
        if run.kind == RESULT and stored is not None:
            return _result_asked(tx, stored)
        return _over(tx, run.days, run.name, run.rule, stored)

    return try_form(lambda: _begun(asked), lambda problem: _run_page(uid, problem))


def _begun(asked: Any) -> ResponseReturnValue:
    run = transact(lambda tx: store.begin(tx, asked(tx)))
    if run.is_running:
        work_on(context().database, run.uid, context().stopping)
    return redirect(url_for("office.rehearsal", uid=run.uid), 303)


def _stored(uid: str) -> StoredPromotion:
    with read() as tx:
        return promotion_by_uid(tx, uid)


def _asked(tx: ReadUnit, name: str, rule: dict[str, Any] | str, stored: StoredPromotion | None) -> Asked:
    return _over(tx, whole_number("rehearsal_days") or 0, name, rule, stored)


def _over(tx: ReadUnit, days: int, name: str, rule: dict[str, Any] | str, stored: StoredPromotion | None) -> Asked:
    """The days that end with today; a number of days nobody can mean is refused by ``begin``."""
    last_day = today(tx)
    first_day = last_day - timedelta(days=max(-1, min(days, store.MOST_DAYS + 1)) - 1)
    return Asked(request.form.get("rehearsal_uid") or new_uid(), name, rule, first_day, last_day, stored, TRIAL)


def _result_asked(tx: ReadUnit, stored: StoredPromotion) -> Asked:
    used = store.days_of_use(tx, stored.id)
    if used is None:
        raise Conflict("rehearsal_no_use", name=stored.name)
    first_day = max(used[0], used[1] - timedelta(days=store.MOST_DAYS - 1))
    uid = request.form.get("rehearsal_uid") or new_uid()
    return Asked(uid, stored.name, stored.rule, first_day, used[1], stored, RESULT)


def _days_it_ran(tx: ReadUnit, run: store.Run) -> tuple[date, date] | None:
    """The first and last use of the tried promotion within the days of the run; None where it was not used in them."""
    if run.promotion_uid is None:
        return None
    return store.days_of_use(tx, promotion_by_uid(tx, run.promotion_uid).id, run.first_day, run.last_day)


def _rehearsals_page(uid: str, problem: Problem | None = None) -> str:
    with read() as tx:
        stored = promotion_by_uid(tx, uid)
        found, used = store.runs(tx, uid), store.days_of_use(tx, stored.id)
    return render_template(
        "office/promotions/rehearsals.html",
        stored=stored,
        runs=found,
        used=used,
        states=STATES,
        problem=problem,
        act_uids=(new_uid(), new_uid()),
        can_be_tried=stored.promotion.trigger is not Trigger.POINTS,
    )


def _run_page(uid: str, problem: Problem | None = None) -> str:
    with read() as tx:
        run = store.by_uid(tx, uid)
        rule = run.promotion(tx)
        told = tell(tx, rule)
        found, count = store.gainers(tx, run.id)
        ran_then = _days_it_ran(tx, run)
        # Whoever may not look into the client book learns how many gain, not who.
        people = customers_by_ids(tx, [one.customer_id for one in found]) if current().may("customers.view") else {}
    figures = run.figures
    return render_template(
        "office/promotions/rehearsal.html",
        run=run,
        figures=figures,
        told=told,
        states=STATES,
        problem=problem,
        gainers=[(people[one.customer_id], one) for one in found if one.customer_id in people],
        gainer_count=count,
        by_coupon=rule.trigger is Trigger.CODE,
        gives_points=isinstance(rule.reward, PointsReward),
        gives_coupons=isinstance(rule.reward, CouponReward),
        bar=bar_of(figures),
        compared=figures.groups.compared(),
        compared_days=compared_days(run),
        ran_then=ran_then,
        nothing=ZERO,
    )
