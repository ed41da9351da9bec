"""Promotions in the office: the list with what each brought, and the editor with its live example."""

import json
from dataclasses import replace
from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid
from app.core.installation import facts
from app.core.texts import marked
from app.places.day import calendar_date
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import typed_text
from app.web.office.forms import go_on, try_form, whole_number
from app.web.office.promotions.choices import editor_choices
from app.web.office.promotions.example import example_of
from app.web.office.promotions.form import PromotionForm, form_of, new_form, sent_form
from app.web.office.promotions.idle import idle_words
from app.web.office.promotions.meant import named_customer, typed_again
from app.web.office.promotions.rewards import KINDS
from app.web.office.promotions.typed import typed_rule
from app.web.office.promotions.words import tell, tell_all, weekday_names
from app.web.shared.access import needs
from app.web.shared.answering import Problem, problem_of
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from loyalty.promotions.coupons import series_of
from loyalty.promotions.editing import EDIT, change_promotion, make_promotion, switch
from loyalty.promotions.rules import checked_name, read_rule, rule_text
from loyalty.promotions.stored import ON, StoredPromotion, promotion_by_uid, promotions
from loyalty.promotions.uses import NO_RESULT, results

KIND_WORDS: Final = {
    "percent": (marked("A percentage off"), marked("10 % off garden tools"), "percent"),
    "amount": (marked("An amount off"), marked("5.00 off from 50.00 on"), "coins"),
    "fixed_price": (marked("A special price"), marked("Each of these for 9.90"), "tag"),
    "bundle_price": (marked("A price for several"), marked("Three for 10.00"), "package"),
    "buy_get": (marked("Buy some, get some"), marked("Three for the price of two"), "repeat"),
    "free_product": (marked("A present"), marked("A cap with every saw"), "star"),
    "coupon": (marked("A coupon for the next time"), marked("On the receipt, good for 30 days"), "receipt-text"),
    "points": (marked("More points"), marked("Twice the points on Tuesdays"), "plus"),
}
TRIGGER_WORDS: Final = {
    "auto": marked("Nothing: it applies by itself"),
    "code": marked("A code that everybody may use"),
    "series": marked("Coupons that are good once"),
    "points": marked("The customer claims it for points"),
}
_UNKNOWN: Final = "unsaved"


@blueprint.get("/promotions", endpoint="promotions")
@needs(EDIT)
def show_promotions() -> ResponseReturnValue:
    """Every promotion with its state and what it brought so far."""
    with read() as tx:
        found = promotions(tx)
        told, brought, today = tell_all(tx, found), results(tx), calendar_date(tx)
        idle = {one.uid: idle_words(tx, one.promotion) for one in found if one.state == ON and not one.is_over(today)}
    return render_template(
        "office/promotions/list.html",
        promotions=found,
        told=told,
        idle=idle,
        brought={one.uid: brought.get(one.uid, NO_RESULT) for one in found},
        today=today,
    )


@blueprint.get("/promotions/new")
@needs(EDIT)
def new_promotion() -> ResponseReturnValue:
    """What kind of promotion is it to be? Then the empty editor of that kind."""
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        kinds = [(code, *map(translated, words[:2]), words[2]) for code, words in KIND_WORDS.items()]
        return render_template("office/promotions/kinds.html", kinds=kinds)
    return editor_page(None, new_form(kind))


@blueprint.post("/promotions/new")
@needs(EDIT)
def add_promotion() -> ResponseReturnValue:
    """Makes a promotion; it is switched on by itself when the form says so."""
    uid, on = request.form.get("uid", ""), typed_text("then") == "on"

    def act() -> ResponseReturnValue:
        def use_case(tx: Any) -> StoredPromotion:
            made = make_promotion(tx, uid, typed_text("name"), typed_rule(tx, sent_form()))
            return switch(tx, made.uid, on=True) if on else made

        return go_on("office.promotion", "saved", uid=transact(use_case).uid)

    return try_form(act, lambda problem: editor_page(None, sent_form(), problem))


@blueprint.get("/promotions/<uid>", endpoint="promotion")
@needs(EDIT)
def show_promotion(uid: str) -> ResponseReturnValue:
    """One promotion: its editor, what it brought, its coupons."""
    return promotion_page(uid)


def promotion_page(uid: str, problem: Problem | None = None) -> str:
    """The page of a promotion as it is kept; ``problem`` is that of a form beside the editor."""
    with read() as tx:
        stored = promotion_by_uid(tx, uid)
        form = _form_of(tx, stored)
    return editor_page(stored, form, problem)


@blueprint.post("/promotions/<uid>")
@needs(EDIT)
def save_promotion(uid: str) -> ResponseReturnValue:
    """Keeps what the promotion says from now on."""
    version = whole_number("version") or 0
    with read() as tx:
        stored = promotion_by_uid(tx, uid)

    def act() -> ResponseReturnValue:
        transact(lambda tx: change_promotion(tx, uid, version, typed_text("name"), typed_over(tx, stored)))
        return go_on("office.promotion", "saved", uid=uid)

    return try_form(act, lambda problem: editor_page(stored, sent_form(), problem))


@blueprint.post("/promotions/<uid>/state")
@needs(EDIT)
def switch_promotion(uid: str) -> ResponseReturnValue:
    """Switches the promotion on or off."""
    on = typed_text("on") == "yes"
    transact(lambda tx: switch(tx, uid, on=on))
    return go_on("office.promotion", "saved", uid=uid)


@blueprint.post("/promotions/preview")
@needs(EDIT)
def preview_promotion() -> ResponseReturnValue:
    """What the form as it stands would do: in words, and in an example."""
    with read() as tx:
        return _preview(tx)


def _form_of(tx: ReadUnit, stored: StoredPromotion) -> PromotionForm:
    """A kept promotion to be typed over; its customer is written as somebody would type him."""
    form, customer_id = form_of(stored.name, json.loads(stored.rule)), stored.promotion.when.customer_id
    if customer_id is None:
        return form
    return replace(form, texts=form.texts | {"customer": typed_again(named_customer(tx, customer_id))})


def typed_over(tx: ReadUnit, stored: StoredPromotion) -> dict[str, Any]:
    """The rule that was sent instead of the kept one."""
    return typed_rule(tx, sent_form(), json.loads(stored.rule), _form_of(tx, stored))


def _preview(tx: ReadUnit) -> str:
    kept_uid = typed_text("of")
    try:
        name = checked_name(typed_text("name") or gettext("New promotion"))
        rule = typed_over(tx, promotion_by_uid(tx, kept_uid)) if kept_uid else typed_rule(tx, sent_form())
        promotion = read_rule(kept_uid or _UNKNOWN, name, rule_text(rule), facts(tx).decimals)
    except (BadInput, Conflict) as error:
        wrong = "" if error.code == "promotion_value_missing" else problem_of(error).sentence
        return render_template("office/promotions/preview.html", told=None, wrong=wrong)
    return render_template(
        "office/promotions/preview.html",
        told=tell(tx, promotion),
        idle=idle_words(tx, promotion),
        example=example_of(tx, promotion),
        wrong="",
    )


def editor_page(stored: StoredPromotion | None, form: PromotionForm, problem: Problem | None = None) -> str:
    """The form, filled; what the contract's reader refused stands beside the field it was typed into."""
    if problem is not None:
        problem = replace(problem, path=problem.path.rpartition(".")[2])
    with read() as tx:
        more: dict[str, Any] = {}
        if stored is not None:
            more = {
                "told": tell(tx, stored.promotion),
                "idle": idle_words(tx, stored.promotion),
                "example": example_of(tx, stored.promotion),
                "brought": results(tx).get(stored.uid, NO_RESULT),
                "series": series_of(tx, stored.uid),
                "is_over": stored.is_over(calendar_date(tx)),
            }
        if form.who == "one":
            more["customer"] = named_customer(tx, "" if stored is None else stored.promotion.when.customer_id or "")
        choices = editor_choices(tx, form, stored)
    return render_template(
        "office/promotions/editor.html",
        stored=stored,
        form=form,
        problem=problem,
        uid=request.form.get("uid") or new_uid(),
        act_uid=new_uid(),
        rehearsal_uid=new_uid(),
        kind_choices=[(code, translated(words[0])) for code, words in KIND_WORDS.items()],
        trigger_choices=[(code, translated(words)) for code, words in TRIGGER_WORDS.items()],
        weekdays=weekday_names(),
        choices=choices,
        **more,
    )
