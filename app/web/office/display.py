"""The customer display: how it is opened, and the pictures it shows while nobody is served."""

from typing import Final

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.pictures import MOST_BYTES, prepare_picture
from app.places.display_pictures import (
    LONGEST_SIDE,
    MOST_PICTURES,
    add_display_picture,
    display_picture,
    display_pictures,
    remove_display_picture,
)
from app.places.service import tills
from app.web.office.blueprint import blueprint
from app.web.office.forms import go_on, try_form
from app.web.shared.access import needs
from app.web.shared.answering import Problem
from app.web.shared.units import read, transact

AT_ONCE: Final = 4
"""How many pictures of the largest size one request may bring."""


@blueprint.get("/display")
@needs("settings.edit")
def customer_display() -> ResponseReturnValue:
    """The address of the display, and the pictures of each shop."""
    return _page()


@blueprint.post("/display/<int:shop_id>/pictures")
@needs("settings.edit", most_bytes=AT_ONCE * MOST_BYTES)
def add_pictures(shop_id: int) -> ResponseReturnValue:
    """Adds every chosen picture, or where one cannot be taken none."""

    def act() -> ResponseReturnValue:
        uploaded = request.files.getlist("picture")
        # Making pictures small takes its time and may not hold the database.
        pictures = [prepare_picture(one.read(), LONGEST_SIDE) for one in uploaded]

        def add(tx: Unit) -> None:
            for picture in pictures:
                add_display_picture(tx, shop_id, picture)

        transact(add)
        return go_on("office.customer_display", "saved")

    return try_form(act, _page)


@blueprint.post("/display/pictures/<int:picture_id>/remove")
@needs("settings.edit")
def remove_picture(picture_id: int) -> ResponseReturnValue:
    """Shows a picture no more."""
    transact(lambda tx: remove_display_picture(tx, picture_id))
    return go_on("office.customer_display", "removed")


@blueprint.get("/display/pictures/<digest>")
@needs("settings.edit")
def shown_picture(digest: str) -> ResponseReturnValue:
    """One of the pictures."""
    with read() as tx:
        found = display_picture(tx, digest)
    return Response(found.data, mimetype=found.content_type)


def _page(problem: Problem | None = None) -> str:
    with read() as tx:
        shops = {place.shop_id: place.shop_name for place in tills(tx)}
        pictures = {shop_id: display_pictures(tx, shop_id) for shop_id in shops}
    return render_template(
        "office/display.html",
        shops=shops,
        pictures=pictures,
        most=MOST_PICTURES,
        address=url_for("display.page", _external=True),
        problem=problem,
    )
