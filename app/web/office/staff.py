"""Staff: who works here, how they prove themselves, which roles they hold."""

from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.auth.accounts import (
    AccountData,
    AccountView,
    account,
    change_account,
    create_account,
    list_accounts,
    set_active,
    set_password,
    set_pin,
)
from app.auth.passwords import hash_password, hash_pin
from app.auth.roles import list_roles
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form, whole_numbers
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.language import language, translated
from app.web.shared.units import read, transact

NEW: Final = AccountView(0, "", None, None, "", True, False, False, frozenset(), ())


@blueprint.get("/staff")
@needs("staff.edit")
def staff() -> ResponseReturnValue:
    """Everybody, the active ones first."""
    with read() as tx:
        people = list_accounts(tx)
    return render_template("office/staff.html", people=people)


@blueprint.get("/staff/new")
@needs("staff.edit")
def new_person() -> ResponseReturnValue:
    """The empty form."""
    return _form(None)


@blueprint.post("/staff/new")
@needs("staff.edit")
def create_person() -> ResponseReturnValue:
    """Writes somebody down."""

    def act() -> ResponseReturnValue:
        pin, password = request.form.get("pin", ""), request.form.get("password", "")
        # Hashing is slow by design and may not hold the database.
        pin_hash = hash_pin(pin) if pin else None
        password_hash = hash_password(password) if password else None
        transact(lambda tx: create_account(tx, _data(), pin_hash=pin_hash, password_hash=password_hash))
        return go_on("office.staff", "saved")

    return try_form(act, lambda problem: _form(None, problem))


@blueprint.get("/staff/<int:account_id>")
@needs("staff.edit")
def person(account_id: int) -> ResponseReturnValue:
    """One person."""
    return _form(account_id)


@blueprint.post("/staff/<int:account_id>")
@needs("staff.edit")
def change_person(account_id: int) -> ResponseReturnValue:
    """Changes name, login, badge, language and roles."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: change_account(tx, account_id, _data()))
        return go_on("office.person", "saved", account_id=account_id)

    return try_form(act, lambda problem: _form(account_id, problem))


@blueprint.post("/staff/<int:account_id>/pin")
@needs("staff.edit")
def change_pin(account_id: int) -> ResponseReturnValue:
    """Sets a new PIN; the person's logins end."""

    def act() -> ResponseReturnValue:
        hashed = hash_pin(request.form.get("pin", ""))
        transact(lambda tx: set_pin(tx, account_id, hashed))
        return go_on("office.person", "ended", account_id=account_id)

    return try_form(act, lambda problem: _form(account_id, problem))


@blueprint.post("/staff/<int:account_id>/password")
@needs("staff.edit")
def change_password(account_id: int) -> ResponseReturnValue:
    """Sets a new password; the person's logins end."""

    def act() -> ResponseReturnValue:
        hashed = hash_password(request.form.get("password", ""))
        transact(lambda tx: set_password(tx, account_id, hashed))
        return go_on("office.person", "ended", account_id=account_id)

    return try_form(act, lambda problem: _form(account_id, problem))


@blueprint.post("/staff/<int:account_id>/active")
@needs("staff.edit")
def change_active(account_id: int) -> ResponseReturnValue:
    """Shuts somebody out at once, or lets him in again."""
    active = request.form.get("active") == "yes"

    def act() -> ResponseReturnValue:
        transact(lambda tx: set_active(tx, account_id, active=active))
        return go_on("office.person", "saved" if active else "ended", account_id=account_id)

    return try_form(act, lambda problem: _form(account_id, problem))


def _data() -> AccountData:
    form = request.form
    return AccountData(
        form.get("name", ""),
        form.get("login") or None,
        form.get("badge") or None,
        form.get("language", ""),
        whole_numbers("roles"),
    )


def _form(account_id: int | None, problem: Problem | None = None) -> str:
    with read() as tx:
        shown = account(tx, account_id) if account_id is not None else NEW
        roles = list_roles(tx)
    # What was typed and refused is shown again, not what is stored.
    typed = _data() if problem is not None and "name" in request.form else None
    fields = typed or shown
    return render_template(
        "office/person.html",
        person=shown,
        shown=fields,
        role_choices=[(role.id, translated(role.name), role.id in fields.role_ids) for role in roles],
        own_language=language(),
        problem=problem,
    )
