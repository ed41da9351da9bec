"""A code nobody knows becomes new goods without leaving the till; they are added as if it had been known."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.web.shared.access import current_till_id, till_page
from app.web.shared.language import gettext, translated
from app.web.shared.units import read, transact
from app.web.till import answers, inputs
from app.web.till.blueprint import blueprint
from app.web.till.cart import STALE_CODES, stale
from pos.cart import service
from pos.cart.views import Changed
from warehouse.catalogue.products import ProductData
from warehouse.catalogue.scanned import code_to_keep, create_scanned
from warehouse.catalogue.taxes import tax_categories
from warehouse.catalogue.units import units


@blueprint.get("/new-goods")
@till_page
def new_goods() -> ResponseReturnValue:
    """Asks the little that goods need to be sold."""
    scanned = request.args.get("scanned", "")
    with read() as tx:
        return render_template(
            "till/new_goods.html",
            code=code_to_keep(tx, scanned),
            scanned=scanned,
            quantity=request.args.get("quantity", ""),
            taxes=tax_categories(tx),
            units=[(unit.code, translated(unit.name)) for unit in units(tx)],
        )


@blueprint.post("/new-goods")
@till_page
def create_goods() -> ResponseReturnValue:
    """Makes the goods and adds them; where the code has come to be known meanwhile, what it names is added."""
    scanned, line_uid, qty_milli = inputs.text("scanned"), inputs.text("line_uid"), inputs.quantity()
    data = ProductData(inputs.text("name"), inputs.needed("tax_category"), unit_code=inputs.text("unit"))
    price, till_id, cart_uid = inputs.price(), current_till_id(), inputs.text("cart_uid")

    def create_and_add(tx: Unit) -> tuple[str, Changed, answers.Beside]:
        goods = create_scanned(tx, data, price, scanned)
        changed = service.add_code(tx, till_id, cart_uid, line_uid, scanned, qty_milli)
        return goods.name, changed, answers.beside(tx, till_id, changed.cart)

    try:
        name, changed, beside = transact(create_and_add)
    except Conflict as error:
        if error.code not in STALE_CODES:
            raise
        return stale(error)
    said = gettext("%(name)s is in the catalogue now; the office knows it under Goods", name=name)
    response = make_response(answers.whole_cart(changed.cart, beside, said=said))
    response.headers[answers.SOUND] = "added"
    return response
