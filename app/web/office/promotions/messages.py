"""Coupons of a series by SMS: whom to, what it says and costs, and one confirmation."""

from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid
from app.core.settings import get
from app.crm.labels import SEGMENT, labels
from app.flows.coupon_audience import BIRTHDAY, BIRTHDAY_DAYS, BOUGHT, EVERYBODY
from app.flows.coupon_messages import occasion_of, plan, send_coupons
from app.messaging.sms.reading import sendings
from app.messaging.sms.settings import SMS_STOP_LINE, modem_address
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.listing import category_choices
from app.web.office.forms import go_on, try_form, whole_number
from app.web.shared.access import needs
from app.web.shared.answering import Problem, problem_of
from app.web.shared.habit_words import GROUP_WORDS
from app.web.shared.language import gettext, ngettext, translated
from app.web.shared.units import read, transact
from loyalty.promotions.coupons import series_by_uid
from loyalty.promotions.editing import EDIT
from loyalty.promotions.stored import promotion_by_uid
from pos.recognition.groups import Group
from warehouse.catalogue.categories import category_tree
from warehouse.catalogue.models import Product
from warehouse.catalogue.sold_as import product_by_code

_RIGHTS: Final = (EDIT, "customers.view")


@blueprint.get("/promotions/<uid>/coupons/<series_uid>/send")
@needs(*_RIGHTS)
def coupon_messages(uid: str, series_uid: str) -> ResponseReturnValue:
    """The form, and what it would do with what stands in it."""
    return _page(uid, series_uid)


@blueprint.post("/promotions/<uid>/coupons/<series_uid>/send")
@needs(*_RIGHTS)
def send_coupon_messages(uid: str, series_uid: str) -> ResponseReturnValue:
    """Sends what the page showed."""

    def act() -> ResponseReturnValue:
        act_uid, audience, text = (request.form.get(name, "") for name in ("uid", "audience", "text"))
        expected = whole_number("expected") or 0
        transact(lambda tx: send_coupons(tx, act_uid, series_uid, audience, text, expected))
        return go_on("office.coupon_messages", "handed_over", uid=uid, series_uid=series_uid)

    return try_form(act, lambda problem: _page(uid, series_uid, problem))


def _page(uid: str, series_uid: str, problem: Problem | None = None) -> str:
    typed = request.form if request.method == "POST" else request.args
    audience, text, goods = (typed.get(name, "") for name in ("audience", "text", "goods"))
    audience = audience or EVERYBODY
    with read() as tx:
        stored, series = promotion_by_uid(tx, uid), series_by_uid(tx, series_uid)
        groups = [(group.segment, translated(GROUP_WORDS[group])) for group in Group]
        marks = [(f"{SEGMENT}{label.uid}", label.name) for label in labels(tx)]
        planned = None
        if text:
            try:
                audience = _who_bought(tx, goods) if audience == BOUGHT else audience
                planned = plan(tx, series_uid, audience, text)
            except (BadInput, Conflict) as error:
                problem = problem or problem_of(error)
        bought = _bought_choices(tx, audience)
        sent = sendings(tx, occasion_of(series))
        is_set_up, stop_line = modem_address(tx) is not None, get(tx, SMS_STOP_LINE)
    return render_template(
        "office/promotions/send.html",
        stored=stored,
        series=series,
        audiences=[(EVERYBODY, gettext("All customers")), *groups, *_birthdays(), *marks, *bought],
        goods=goods,
        audience=audience,
        text=text or _draft(has_end=series.last_day is not None),
        planned=planned,
        sent=sent,
        is_set_up=is_set_up,
        stop_line=stop_line,
        act_uid=new_uid(),
        problem=problem,
    )


def _who_bought(tx: ReadUnit, typed: str) -> str:
    found = product_by_code(tx, typed) if typed.strip() else None
    if found is None:
        raise BadInput("sms_goods_unknown", "goods")
    return f"{BOUGHT}product:{found.product_id}"


def _bought_choices(tx: ReadUnit, audience: str) -> list[tuple[str, str]]:
    """Goods by their code, the goods that were asked for, and every branch."""
    choices = [(BOUGHT, gettext("Who bought the goods below"))]
    chosen = audience.removeprefix(f"{BOUGHT}product:")
    if chosen != audience and chosen.isdigit():
        name = tx.execute(select(Product.name).where(Product.id == int(chosen))).scalar()
        choices += [] if name is None else [(audience, gettext("Who bought: %(name)s", name=name))]
    for branch_id, name in category_choices(category_tree(tx)):
        choices.append((f"{BOUGHT}category:{branch_id}", gettext("Who bought: %(name)s", name=name.strip())))
    return choices


def _birthdays() -> list[tuple[str, str]]:
    return [
        (f"{BIRTHDAY}{days}", ngettext("Birthday within %(num)s day", "Birthday within %(num)s days", days))
        for days in BIRTHDAY_DAYS
    ]


def _draft(*, has_end: bool) -> str:
    if has_end:
        return gettext("{name}, a coupon for you: {code}, good until {until}.")
    return gettext("{name}, a coupon for you: {code}.")
