"""Keys of other programs: made, shown once, revoked."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.auth.api_tokens import SCOPES, create_token, list_tokens, revoke_token
from app.places.service import tills
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form, whole_number
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact


@blueprint.get("/api-tokens")
@needs("tokens.manage")
def api_tokens() -> ResponseReturnValue:
    """The tokens that hold, and the form for a new one."""
    return _page()


@blueprint.post("/api-tokens")
@needs("tokens.manage")
def make_api_token() -> ResponseReturnValue:
    """Makes a token and shows it, this one time."""

    def act() -> ResponseReturnValue:
        form = request.form
        token = transact(
            lambda tx: create_token(tx, form.get("name", ""), form.getlist("scopes"), whole_number("till_id"))
        )
        return _page(token=token)

    return try_form(act, _page)


@blueprint.post("/api-tokens/<int:token_id>/revoke")
@needs("tokens.manage")
def revoke_api_token(token_id: int) -> ResponseReturnValue:
    """Makes a token worthless."""
    transact(lambda tx: revoke_token(tx, token_id))
    return go_on("office.api_tokens", "removed")


def _page(problem: Problem | None = None, *, token: str = "") -> str:
    chosen = request.form.getlist("scopes") if problem is not None else []
    with read() as tx:
        tokens, places = list_tokens(tx), {place.till_id: place for place in tills(tx)}
    return render_template(
        "office/api_tokens.html",
        tokens=tokens,
        places=places,
        scopes=SCOPES,
        token=token,
        typed=request.form if problem is not None else {},
        scope_choices=[(scope, translated(label), scope in chosen) for scope, label in SCOPES.items()],
        till_choices=[("", gettext("None")), *((place.till_id, place.till_name) for place in places.values())],
        problem=problem,
    )
