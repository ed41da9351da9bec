"""The shop itself: what its papers say."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.pictures import MOST_BYTES, prepare_picture
from app.places.service import ShopData, tills
from app.places.shops import change_shop, remove_logo, set_logo, shop_data
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.logos import logo_address
from app.web.shared.units import read, transact

_FORM_BYTES = 64 * 1024


@blueprint.get("/shop")
@needs("settings.edit")
def shop() -> ResponseReturnValue:
    """The shop's names and numbers, and its logo."""
    return _page()


@blueprint.post("/shop/<int:shop_id>")
@needs("settings.edit")
def save_shop(shop_id: int) -> ResponseReturnValue:
    """Papers say this from now on."""

    def act() -> ResponseReturnValue:
        data = ShopData(**{name: request.form.get(name, "").replace("\r\n", "\n") for name in ShopData.__slots__})
        transact(lambda tx: change_shop(tx, shop_id, data))
        return go_on("office.shop", "saved")

    return try_form(act, _page)


@blueprint.post("/shop/<int:shop_id>/logo")
@needs("settings.edit", most_bytes=MOST_BYTES + _FORM_BYTES)
def save_logo(shop_id: int) -> ResponseReturnValue:
    """A new logo, or none."""

    def act() -> ResponseReturnValue:
        if request.form.get("act") == "remove":
            transact(lambda tx: remove_logo(tx, shop_id))
            return go_on("office.shop", "removed")
        uploaded = request.files.get("picture")
        picture = prepare_picture(uploaded.read() if uploaded is not None else b"")
        transact(lambda tx: set_logo(tx, shop_id, picture))
        return go_on("office.shop", "saved")

    return try_form(act, _page)


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        logos = {place.shop_id: place.logo for place in tills(tx)}
        shops = {shop_id: shop_data(tx, shop_id) for shop_id in sorted(logos)}
    return render_template(
        "office/shop.html",
        shops=shops,
        logos={shop_id: logo_address(digest) for shop_id, digest in logos.items() if digest},
        problem=problem,
        typed=request.form if problem is not None else {},
    )
