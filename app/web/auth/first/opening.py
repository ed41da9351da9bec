"""The last step: the till, a look at what was said, and the shop is open."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.auth import sessions
from app.core.db.unit import Unit
from app.core.errors import BadInput, Conflict
from app.flows.first_day import FirstDay
from app.flows.opening import open_begun
from app.places.pairing import pair
from app.web.auth.blueprint import blueprint
from app.web.auth.first.country import country_name
from app.web.auth.first.frame import ACTOR, refuse_wrong_moment, show
from app.web.shared.access import public
from app.web.shared.answering import Problem, problem_of
from app.web.shared.browser_names import browser_name
from app.web.shared.context import context
from app.web.shared.cookies import LONG, SESSION, TILL, drop_cookie, set_cookie
from app.web.shared.language import gettext
from app.web.shared.shop_facts import outdate_shop_facts


@blueprint.get("/first/till")
@public
def first_till() -> ResponseReturnValue:
    """The till's name, and everything that was said."""
    return show("till", _till)


@blueprint.post("/first/till")
@public
def open_first_shop() -> ResponseReturnValue:
    """Opens the shop, makes this browser its till where that is wished, and logs the owner in."""
    refuse_wrong_moment()
    form = request.form
    is_till = form.get("this_browser") == "yes"

    def act(tx: Unit) -> tuple[str | None, str]:
        opened = open_begun(tx, form.get("name", ""))
        outdate_shop_facts(tx)
        pairing = pair(tx, opened.till_id, browser_name(str(request.user_agent))) if is_till else None
        token = sessions.open_session(tx, "office", opened.account_id, pairing[0] if pairing is not None else None)
        return (pairing[1] if pairing is not None else None), token

    try:
        till_token, session_token = context().database.transact(ACTOR, act)
    except BadInput as error:
        return show("till", _till, problem_of(error))
    except Conflict as error:
        if error.code != "step_missing":
            raise
        return redirect(url_for(f"auth.first_{error.facts['step']}"), 303)
    response = redirect(url_for("office.first_printer"), 303)
    if till_token is not None:
        set_cookie(response, TILL, till_token, keep=LONG)
    else:
        drop_cookie(response, TILL)
    set_cookie(response, SESSION, session_token)
    return response


def _till(day: FirstDay, problem: Problem | None) -> Mapping[str, Any]:
    form = request.form
    return {
        "country": country_name(day.country or ""),
        "name": form.get("name", "") if problem is not None else gettext("Till 1"),
        "this_browser": problem is None or form.get("this_browser") == "yes",
    }
