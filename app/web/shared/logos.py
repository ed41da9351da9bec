"""The shop's logos, as papers on the screen show them."""

from datetime import timedelta

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from app.places.shops import logo_data
from app.web.shared.access import logged_in
from app.web.shared.units import read

blueprint = Blueprint("logos", __name__)
KEPT_FOR = timedelta(days=365)


@blueprint.get("/logo/<digest>")
@logged_in
def logo(digest: str) -> ResponseReturnValue:
    """A logo; its digest names it for ever, so the browser may keep it."""
    with read() as tx:
        data = logo_data(tx, digest)
    if data is None:
        abort(404)
    response = Response(data, mimetype="image/webp")
    response.cache_control.private = True
    response.cache_control.max_age = int(KEPT_FOR.total_seconds())
    return response


def logo_address(digest: str) -> str:
    """Where a paper on the screen finds its logo."""
    return url_for("logos.logo", digest=digest)
