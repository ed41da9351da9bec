"""A code nobody knows is given to goods that are there, and they are added as if it had been known."""

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import Conflict, NotFound
from app.places.service import place_of
from app.web.shared.access import current_till_id, till_page
from app.web.shared.language import gettext
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.asking_price import ask_price
from app.web.till.blueprint import blueprint
from app.web.till.cart import STALE_CODES, stale
from app.web.till.finding import HITS, found_cards, tile_of, variant_tiles
from app.web.till.units import unit_names
from pos.cart import service
from pos.cart.views import Changed
from warehouse.catalogue.scanned import attach_scanned, code_to_keep
from warehouse.catalogue.sold_as import sold_as


@blueprint.get("/attach")
@till_page
def attach() -> ResponseReturnValue:
    """Asks which goods a scanned code is to belong to."""
    scanned = request.args.get("scanned", "")
    with read() as tx:
        code = code_to_keep(tx, scanned)
    return render_template("till/attach.html", code=code, scanned=scanned, quantity=request.args.get("quantity", ""))


@blueprint.get("/attach/goods")
@till_page
def goods_to_attach() -> ResponseReturnValue:
    """The goods a query finds, best first; the variants of a family where one was chosen."""
    query, family_id = request.args.get("q", "").strip(), request.args.get("family_id", type=int)
    with read() as tx:
        shop_id, names = place_of(tx, current_till_id()).shop_id, unit_names(tx)
        if family_id is None:
            tiles = [tile_of(card, names) for card in found_cards(tx, query, HITS + 1, shop_id)] if query else []
        else:
            tiles = variant_tiles(tx, shop_id, family_id, names)
    shown = tiles if family_id is not None else tiles[:HITS]
    return render_template("till/attach_hits.html", q=query, hits=shown, more=len(tiles) > len(shown))


@blueprint.post("/attach")
@till_page
def attach_code() -> ResponseReturnValue:
    """Gives the code to the goods and adds them; goods without a price keep the code, and the price is asked for."""
    scanned, product_id = inputs.text("scanned"), inputs.needed("product_id")
    line_uid, qty_milli = inputs.text("line_uid"), inputs.quantity()
    till_id, cart_uid = current_till_id(), inputs.text("cart_uid")

    def attach_and_add(tx: Unit) -> tuple[str, Changed, answers.Beside]:
        said = _attach(tx, product_id, scanned)
        changed = service.add_code(tx, till_id, cart_uid, line_uid, scanned, qty_milli)
        return said, changed, answers.beside(tx, till_id, changed.cart)

    try:
        said, changed, beside = transact(attach_and_add)
    except (Conflict, NotFound) as error:
        if error.code == "no_price":
            said = transact(lambda tx: _attach(tx, product_id, scanned))
            return _said_before(said, ask_price(error, status=200))
        if error.code not in STALE_CODES:
            raise
        return stale(error)
    response = make_response(answers.whole_cart(changed.cart, beside, said=said))
    response.headers[answers.SOUND] = "added"
    return response


def _attach(tx: Unit, product_id: int, scanned: str) -> str:
    code = attach_scanned(tx, product_id, scanned)
    goods = sold_as(tx, product_id)
    if goods is None:
        raise NotFound("no_product")
    return gettext("The code %(code)s belongs to %(name)s from now on", code=code, name=goods.name)


def _said_before(said: str, response: Response) -> Response:
    response.set_data(render_template("till/said.html", said=said) + response.get_data(as_text=True))
    return response
