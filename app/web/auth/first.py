"""The first day: the owner opens the shop, at the PC the server runs on."""

from dataclasses import replace
from typing import Final
from zoneinfo import available_timezones

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth import sessions
from app.auth.passwords import hash_password, hash_pin
from app.core.actor import program
from app.core.currencies import CURRENCY_DECIMALS
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict, ShopError
from app.core.numbers import parse_typed
from app.flows.opening import FirstShop, open_shop
from app.places.pairing import pair
from app.places.service import ShopData
from app.places.settings import ZONE
from app.web.auth.blueprint import blueprint
from app.web.shared.access import public
from app.web.shared.answering import Problem, problem_of
from app.web.shared.browser_names import browser_name
from app.web.shared.context import context
from app.web.shared.cookies import LONG, SESSION, TILL, set_cookie
from app.web.shared.hosts import is_loopback
from app.web.shared.language import facts_of_shop, gettext, language
from app.web.shared.shop_facts import outdate_shop_facts

RATE_DECIMALS: Final = 2
_FIELDS: Final = {"shop.zone": "zone", "rate": "tax_rate", "rate_bp": "tax_rate", "name": "owner_name"}
"""The field of this page behind what a service calls a value."""


@blueprint.get("/first")
@public
def first_shop() -> ResponseReturnValue:
    """Asks what a shop needs; answers ``not_opened`` to other machines, ``already_opened`` later."""
    _refuse_wrong_moment()
    return _page()


@blueprint.post("/first")
@public
def open_first_shop() -> ResponseReturnValue:
    """Opens the shop, makes this browser its till and logs the owner in."""
    _refuse_wrong_moment()
    form = request.form
    try:
        first = _first_shop()
        pin_hash, password_hash = hash_pin(form.get("pin", "")), hash_password(form.get("password", ""))

        def act(tx: Unit) -> tuple[str, str]:
            opened = open_shop(tx, first, pin_hash=pin_hash, password_hash=password_hash)
            outdate_shop_facts(tx)
            pairing_id, till_token = pair(tx, opened.till_id, browser_name(str(request.user_agent)))
            return till_token, sessions.open_session(tx, "office", opened.account_id, pairing_id)

        till_token, session_token = context().database.transact(program("first day"), act)
    except (BadInput, Conflict) as error:
        problem = problem_of(error)
        return _page(replace(problem, path=_FIELDS.get(problem.path, problem.path))), problem.status
    response = redirect(url_for("office.home"), 303)
    set_cookie(response, TILL, till_token, keep=LONG)
    set_cookie(response, SESSION, session_token)
    return response


def _refuse_wrong_moment() -> None:
    if facts_of_shop().opened:
        raise Conflict("already_opened")
    if not is_loopback(request.remote_addr):
        raise ShopError("not_opened")


def _first_shop() -> FirstShop:
    form = request.form
    rate = form.get("tax_rate", "").strip()
    return FirstShop(
        shop=ShopData(
            form.get("shop_name", ""),
            form.get("legal_name", ""),
            form.get("tax_number", ""),
            form.get("address", "").replace("\r\n", "\n"),
            form.get("phone", ""),
        ),
        till_name=gettext("Till 1"),
        currency=form.get("currency", ""),
        zone=form.get("zone", ""),
        tax_name=gettext("Standard rate") if rate else gettext("Without tax"),
        tax_rate_bp=parse_typed(rate, RATE_DECIMALS, "tax_rate") if rate else None,
        owner_name=form.get("owner_name", ""),
        owner_login=form.get("login", ""),
        language=form.get("language", language()),
    )


def _page(problem: Problem | None = None) -> str:
    return render_template(
        "auth/first.html",
        problem=problem,
        typed=request.form,
        currencies=[(code, code) for code in sorted(CURRENCY_DECIMALS)],
        zones=[(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name],
        zone=request.form.get("zone", ZONE.default),
        currency=request.form.get("currency", "EUR"),
        tongue=request.form.get("language", language()),
    )
