"""Goods by weight: what the till's scale shows now, and the line it becomes.

The page asks again and again while its dialog is open. Nobody waits for a silent scale: the weight may be typed.
"""

import contextlib
from typing import Final

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict, NotFound, ShopError
from app.core.numbers import format_scaled
from app.web.shared.access import current_till_id, till_page
from app.web.shared.answering import sentence_of
from app.web.shared.context import context
from app.web.shared.language import gettext
from app.web.shared.whole import whole_number
from app.web.till import answers, inputs
from app.web.till.asking_price import ask_price
from app.web.till.blueprint import blueprint
from app.web.till.cart import act
from devices.errors import DeviceError
from pos.weighing.lines import add_weighed
from pos.weighing.watch import ScaleWatch, Seen, Settling, Taken, WeightGone

AT_ONCE_S: Final = 0.25
"""A weight that is there so soon is taken without a question."""
GONE: Final = "X-Weight-Gone"
"""Header: nothing was added, and the page is to go on looking."""
SAME_GOODS: Final = "weight_same_goods"


def weigh(error: ShopError) -> ResponseReturnValue:
    """Adds goods that must be weighed first (``weigh_first``): at once where they lie on the scale at rest.

    Otherwise the page is told to ask for their weight.
    """
    product_id, barcode_id, name = error.facts["product_id"], error.facts["barcode_id"], error.facts["name"]
    line_uid = inputs.text("line_uid")
    watch = _watch()
    seen = None if watch is None else watch.look(timeout_s=AT_ONCE_S)
    if watch is not None and seen is not None and seen.grams is not None:
        with contextlib.suppress(WeightGone):
            return _add(watch, watch.take(line_uid, seen.grams), line_uid, product_id, barcode_id)
    response = make_response(
        render_template(
            "till/weigh.html",
            product_id=product_id,
            barcode_id=barcode_id,
            name=name,
            line_uid=line_uid,
            **_facts(seen),
        ),
        409,
    )
    response.headers[answers.OPENS] = "weigh"
    response.headers[answers.SOUND] = "asks"
    return response


@blueprint.get("/scale/<after>")
@till_page(counts_as_use=False)
def scale(after: str) -> ResponseReturnValue:
    """What the scale shows, as soon as it was asked again since the reading ``after``; at the latest in a second."""
    watch = _watch()
    seen = None if watch is None else watch.look(whole_number(after) or 0)
    return render_template("till/scale_now.html", **_facts(seen))


@blueprint.post("/weighed")
@till_page
def weighed() -> ResponseReturnValue:
    """Goods with the weight that the page showed; where the scale shows another by now, that is the answer."""
    watch = _watch()
    if watch is None:
        raise NotFound("no_scale")
    line_uid, is_again = inputs.text("line_uid"), inputs.text("again") == "yes"
    product_id, barcode_id, grams = inputs.needed("product_id"), inputs.whole("barcode_id"), inputs.needed("grams")
    try:
        taken = watch.take(line_uid, grams, again=is_again)
    except WeightGone:
        response = make_response(render_template("till/scale_now.html", **_facts(watch.look())))
        response.headers[GONE] = "yes"
        return response
    return _add(watch, taken, line_uid, product_id, barcode_id)


@blueprint.post("/scale/<any(zero, tare):act>")
@till_page
def settle_scale(act: Settling) -> ResponseReturnValue:
    """Zeroes the scale, or takes what lies on it for packing; where it cannot, says what to do."""
    watch = _watch()
    if watch is None:
        raise NotFound("no_scale")
    try:
        watch.settle(act)
    except DeviceError as error:
        raise Conflict(error.code) from error
    return render_template("till/scale_now.html", **_facts(watch.look()))


def _add(
    watch: ScaleWatch, taken: Taken, line_uid: str, product_id: int, barcode_id: int | None
) -> ResponseReturnValue:
    try:
        return act(
            lambda tx, till_id, cart_uid: add_weighed(tx, till_id, cart_uid, line_uid, product_id, barcode_id, taken),
            sound="added",
        )
    except ShopError as error:
        watch.give_back(line_uid)
        if error.code != "no_price":
            raise
        return ask_price(error, quantity=format_scaled(taken.grams, inputs.MILLI_DECIMALS))


def _watch() -> ScaleWatch | None:
    """The scale of this till; None where it has none, or another server holds it."""
    scales = context().scales
    if scales is None:
        return None
    try:
        return scales.of_till(current_till_id())
    except NotFound:
        return None


def _facts(seen: Seen | None) -> dict[str, object]:
    if seen is None:
        sentence = gettext("The scale does not answer yet. The weight can be typed.")
        return {"seen": None, "sentence": sentence, "offers_again": False}
    sentence = "" if seen.refusal is None else sentence_of(ShopError(seen.refusal))
    if seen.weight is None:
        sentence = gettext("%(sentence)s The weight can be typed.", sentence=sentence)
    return {"seen": seen, "sentence": sentence, "offers_again": seen.refusal == SAME_GOODS}
