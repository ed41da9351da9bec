"""The steps about the shop's names, the owner, and the recovery code."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from flask import request
from flask.typing import ResponseReturnValue

from app.auth.passwords import hash_password, hash_pin
from app.auth.recovery import hashed, new_code
from app.core.errors import BadInput
from app.flows.first_day import FirstDay, Owner, owner_answer, shop_answer
from app.places.service import ShopData
from app.web.auth.blueprint import blueprint
from app.web.auth.first.frame import keep, said_so_far, show, take
from app.web.shared.access import public
from app.web.shared.answering import Problem
from app.web.shared.language import language

_SHOP_FIELDS: Final = tuple(ShopData.__slots__)


@blueprint.get("/first/shop")
@public
def first_shop() -> ResponseReturnValue:
    """What the papers say of the shop."""
    return show("shop", _shop)


@blueprint.post("/first/shop")
@public
def take_first_shop() -> ResponseReturnValue:
    """Keeps the names."""

    def act() -> None:
        values = {field: request.form.get(field, "").replace("\r\n", "\n") for field in _SHOP_FIELDS}
        keep("shop", shop_answer(ShopData(**values)))

    return take("shop", act, lambda problem: show("shop", _shop, problem), {})


@blueprint.get("/first/owner")
@public
def first_owner() -> ResponseReturnValue:
    """Who owns the shop, and how he logs in."""
    return show("owner", _owner)


@blueprint.post("/first/owner")
@public
def take_first_owner() -> ResponseReturnValue:
    """Keeps the owner's account; PIN and password as hashes, and as they were where they are left empty."""

    def act() -> None:
        form, before = request.form, said_so_far().owner
        pin, password = form.get("pin", ""), form.get("password", "")
        owner = Owner(form.get("name", ""), form.get("login", ""), form.get("language", ""), "", "")
        checked = Owner(**owner_answer(owner))
        keeps = before is not None
        pin_hash = before.pin_hash if before is not None and not pin else hash_pin(pin)
        password_hash = before.password_hash if before is not None and not password else hash_password(password)
        if (password or not keeps) and form.get("again", "") != password:
            raise BadInput("not_the_same_twice", "again")
        keep("owner", owner_answer(replace(checked, pin_hash=pin_hash, password_hash=password_hash)))

    return take("owner", act, lambda problem: show("owner", _owner, problem), {})


@blueprint.get("/first/recovery")
@public
def first_recovery() -> ResponseReturnValue:
    """A recovery code, which counts once the owner says that it is written down."""
    return show("recovery", _recovery)


@blueprint.post("/first/recovery")
@public
def take_first_recovery() -> ResponseReturnValue:
    """Keeps the hash of the code that was shown."""

    def act() -> None:
        recovery_hash = hashed(request.form.get("code", ""))
        if request.form.get("confirmed") != "yes":
            raise BadInput("recovery_not_confirmed", "confirmed")
        keep("recovery", {"hash": recovery_hash})

    return take("recovery", act, lambda problem: show("recovery", _recovery, problem), {})


def _shop(day: FirstDay, problem: Problem | None) -> Mapping[str, Any]:
    kept = day.shop or ShopData("")
    return {"shown": request.form if problem is not None else kept, "tax_number_name": day.preset.tax_number}


def _owner(day: FirstDay, problem: Problem | None) -> Mapping[str, Any]:
    kept = day.owner or Owner("", "", language(), "", "")
    return {"shown": request.form if problem is not None else kept, "has_secrets": day.owner is not None}


def _recovery(day: FirstDay, problem: Problem | None) -> Mapping[str, Any]:
    shown = request.form.get("code", "") if problem is not None and problem.path == "confirmed" else ""
    return {"code": shown or new_code(), "has_code": day.recovery_hash is not None}
