"""The page where everybody changes his own PIN and password."""

from dataclasses import replace
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.own_secrets import SECRETS, NewSecret, Secret, change_own, held, is_easy_to_guess
from app.auth.recovery import is_owner
from app.core.errors import BadInput, Conflict
from app.core.texts import marked
from app.web.auth.blueprint import blueprint
from app.web.shared.access import current, logged_in
from app.web.shared.answering import Problem, problem_of
from app.web.shared.context import context
from app.web.shared.journeys import address
from app.web.shared.units import read

DONE: Final = {
    "pin": marked("Your PIN is changed. It holds from the next login."),
    "password": marked("Your password is changed. It holds from the next login."),
}
_FIELDS: Final = {"wrong_old_pin": "old", "wrong_old_password": "old"}
"""The field of this page behind a refusal that names another."""


@blueprint.get("/mine")
@logged_in
def mine() -> ResponseReturnValue:
    """The forms for what the person has."""
    return _page()


@blueprint.post("/mine/<secret>")
@logged_in
def change_mine(secret: str) -> ResponseReturnValue:
    """Changes the ``pin`` or the ``password``; other logins of the person end, this one stays."""
    chosen = _secret(secret)
    form = request.form
    typed = NewSecret(form.get("old", ""), form.get("new", ""), form.get("again", ""))
    try:
        change_own(context().database, current().session, chosen, typed, address=address())
    except (BadInput, Conflict) as error:
        problem = problem_of(error)
        # What the rules of PINs and passwords refuse is the new one.
        field = _FIELDS.get(problem.code, "new" if problem.path == chosen else problem.path)
        return _page(replace(problem, path=f"{chosen}-{field}")), problem.status
    easy = chosen == "pin" and is_easy_to_guess(typed.new)
    return redirect(url_for("auth.mine", done=chosen, easy="yes" if easy else None), 303)


def _secret(name: str) -> Secret:
    found = next((secret for secret in SECRETS if secret == name), None)
    if found is None:
        abort(404)
    return found


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        has = held(tx, current().account_id)
        owner = is_owner(tx, current().account_id)
    return render_template(
        "auth/mine.html",
        has=has,
        is_owner=owner,
        problem=problem,
        done=DONE.get(request.args.get("done", ""), ""),
        easy=request.args.get("easy") == "yes",
    )
