"""Roles: sets of rights with a name."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.auth.rights import in_groups
from app.auth.roles import change_role, create_role, list_roles, remove_role
from app.core.errors import NotFound
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact


@blueprint.get("/roles")
@needs("staff.edit")
def roles() -> ResponseReturnValue:
    """Every role and how many rights it gives."""
    with read() as tx:
        found = list_roles(tx)
    return render_template("office/roles.html", roles=found)


@blueprint.get("/roles/new")
@needs("staff.edit")
def new_role() -> ResponseReturnValue:
    """The empty form."""
    return _form(None)


@blueprint.post("/roles/new")
@needs("staff.edit")
def make_role() -> ResponseReturnValue:
    """Makes a role."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: create_role(tx, request.form.get("name", ""), request.form.getlist("rights")))
        return go_on("office.roles", "saved")

    return try_form(act, lambda problem: _form(None, problem))


@blueprint.get("/roles/<int:role_id>")
@needs("staff.edit")
def role(role_id: int) -> ResponseReturnValue:
    """One role."""
    return _form(role_id)


@blueprint.post("/roles/<int:role_id>")
@needs("staff.edit")
def save_role(role_id: int) -> ResponseReturnValue:
    """Changes name and rights."""

    def act() -> ResponseReturnValue:
        name, rights = request.form.get("name", ""), request.form.getlist("rights")
        transact(lambda tx: change_role(tx, role_id, name, rights))
        return go_on("office.roles", "saved")

    return try_form(act, lambda problem: _form(role_id, problem))


@blueprint.post("/roles/<int:role_id>/remove")
@needs("staff.edit")
def drop_role(role_id: int) -> ResponseReturnValue:
    """Removes a role nobody holds."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: remove_role(tx, role_id))
        return go_on("office.roles", "removed")

    return try_form(act, lambda problem: _form(role_id, problem))


def _form(role_id: int | None, problem: Problem | None = None) -> str:
    with read() as tx:
        found = {view.id: view for view in list_roles(tx)}
    if role_id is not None and role_id not in found:
        raise NotFound("no_role")
    shown = found.get(role_id) if role_id is not None else None
    typed = problem is not None and "name" in request.form
    return render_template(
        "office/role.html",
        role=shown,
        name=request.form["name"] if typed else (shown.name if shown else ""),
        chosen=set(request.form.getlist("rights")) if typed else (shown.rights if shown else set()),
        groups=in_groups(),
        problem=problem,
    )
