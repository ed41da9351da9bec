"""The way back in for an owner who has lost the password: the recovery code, and a new one for the next time."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.auth.login import prove_own
from app.auth.recovery import hashed, is_owner, new_code, recover, set_recovery
from app.core.errors import BadInput, Conflict
from app.web.auth.blueprint import blueprint
from app.web.shared.access import current, needs, public
from app.web.shared.answering import Problem, problem_of
from app.web.shared.context import context
from app.web.shared.journeys import address
from app.web.shared.units import read, transact


@blueprint.get("/recover")
@public
def recovering() -> ResponseReturnValue:
    """Asks for login, recovery code and a new password."""
    return _form()


@blueprint.post("/recover")
@public
def recover_by_code() -> ResponseReturnValue:
    """Sets the password, and shows the recovery code that holds from now on."""
    form = request.form
    try:
        password = _password_twice()
        code = recover(context().database, form.get("login", ""), form.get("code", ""), password, address=address())
    except (BadInput, Conflict) as error:
        problem = problem_of(error)
        return _form(problem), problem.status
    return render_template("auth/recovered.html", code=code, of_password=True)


@blueprint.get("/recovery-code")
@needs()
def recovery_code() -> ResponseReturnValue:
    """Asks an owner for the password, before a new recovery code is shown."""
    return _own_code()


@blueprint.post("/recovery-code")
@needs()
def renew_recovery_code() -> ResponseReturnValue:
    """Shows a new recovery code; the one before counts no more."""
    account_id, code = current().account_id, new_code()
    recovery_hash = hashed(code)
    try:
        password = request.form.get("password", "")
        prove_own(context().database, account_id, "password", password, address=address())
        transact(lambda tx: set_recovery(tx, account_id, recovery_hash))
    except (BadInput, Conflict) as error:
        problem = problem_of(error)
        return _own_code(problem), problem.status
    return render_template("auth/recovered.html", code=code, of_password=False)


def _password_twice() -> str:
    password = request.form.get("password", "")
    if request.form.get("again", "") != password:
        raise BadInput("not_the_same_twice", "again")
    return password


def _form(problem: Problem | None = None) -> str:
    return render_template("auth/recover.html", problem=problem, typed=request.form)


def _own_code(problem: Problem | None = None) -> str:
    with read() as tx:
        may = is_owner(tx, current().account_id)
    return render_template("auth/recovery_code.html", problem=problem, may=may)
