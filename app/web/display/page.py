"""What the customer sees, as a page and as the part of it that changes."""

from datetime import timedelta
from typing import Any, Final

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit
from app.core.money import ZERO
from app.core.settings import get
from app.places.display_pictures import display_picture, display_pictures
from app.places.service import place_of
from app.web.display.blueprint import blueprint
from app.web.shared.access import current_pairing, paired
from app.web.shared.language import translated
from app.web.shared.units import read
from pos.customer_display import PICTURE_SECONDS, shown, words
from printing.codes import QR_QUIET_MODULES, qr_modules
from warehouse.catalogue.units import names_of_units

KEPT_FOR: Final = timedelta(days=365)
PIECE: Final = "piece"
"""The unit that needs no name."""


@blueprint.get("/")
@paired
def page() -> ResponseReturnValue:
    """The whole page; a second screen opens this address and stays on it."""
    with read() as tx:
        return render_template("display/page.html", **_facts(tx))


@blueprint.get("/now")
@paired
def now() -> ResponseReturnValue:
    """The part that changes, as it is now."""
    with read() as tx:
        return render_template("display/now.html", **_facts(tx))


@blueprint.get("/pictures/<digest>")
@paired
def picture(digest: str) -> ResponseReturnValue:
    """A picture of the shop; its digest names it for ever, so the browser may keep it."""
    with read() as tx:
        found = display_picture(tx, digest)
    response = Response(found.data, mimetype=found.content_type)
    response.cache_control.private = True
    response.cache_control.max_age = int(KEPT_FOR.total_seconds())
    return response


def _facts(tx: ReadUnit) -> dict[str, Any]:
    place = place_of(tx, current_pairing().till_id)
    seen = shown(tx, place.till_id)
    welcome, thanks = words(tx)
    facts: dict[str, Any] = {
        "place": place,
        "cart": seen.cart,
        "paid": seen.paid,
        "welcome": welcome,
        "thanks": thanks,
        "zero": ZERO,
        "pictures": [],
    }
    if seen.cart is not None:
        names = {**names_of_units(tx), PIECE: ""}
        facts["units"] = {line.unit_code: translated(names.get(line.unit_code, "")) for line in seen.cart.lines}
    elif seen.paid is not None:
        facts |= _qr(seen.paid.qr)
    else:
        held = display_pictures(tx, place.shop_id)
        facts["pictures"] = [url_for("display.picture", digest=one.digest) for one in held]
        facts["picture_seconds"] = get(tx, PICTURE_SECONDS)
    return facts


def _qr(value: str) -> dict[str, Any]:
    """The QR code as one path of squares, and the side of its picture with the quiet zone, in modules."""
    rows = qr_modules(value)
    if rows is None:
        return {}
    squares = [
        f"M{x + QR_QUIET_MODULES} {y + QR_QUIET_MODULES}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    ]
    return {"qr_path": "".join(squares), "qr_side": len(rows) + 2 * QR_QUIET_MODULES}
