"""From the first page to the demo, and from the demo to the owner's own shop: two shops that never meet."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict, ShopError
from app.web.auth.blueprint import blueprint
from app.web.shared.access import public
from app.web.shared.context import Play, context
from app.web.shared.hosts import is_loopback
from app.web.shared.language import facts_of_shop


@blueprint.get("/own-shop")
@public
def own_shop() -> ResponseReturnValue:
    """Says what becomes of the demo; anywhere else leads to the start."""
    if not facts_of_shop().demo:
        return redirect(url_for("front.front"), 303)
    return render_template("auth/own_shop.html", folder=context().config.data_folder, can_go=context().change_play)


@blueprint.post("/own-shop")
@public
def open_own_shop() -> ResponseReturnValue:
    """Leaves the demo; the first page of the owner's own shop comes next. Conflict ``no_other_shop``."""
    if facts_of_shop().demo:
        _change("shop")
    return redirect(url_for("front.front"), 303)


@blueprint.post("/look-around")
@public
def look_around() -> ResponseReturnValue:
    """Goes to the demo, which is filled when it is not there yet. Conflict ``already_opened``, ``no_other_shop``."""
    facts = facts_of_shop()
    if facts.opened and not facts.demo:
        raise Conflict("already_opened")
    if not facts.demo:
        _change("demo")
    return redirect(url_for("front.front"), 303)


def _change(play: Play) -> None:
    if not is_loopback(request.remote_addr):
        raise ShopError("not_opened")
    change = context().change_play
    if change is None:
        raise Conflict("no_other_shop")
    change(play)
