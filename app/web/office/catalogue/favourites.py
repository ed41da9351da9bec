"""The tiles of the till's first page, in the order the shop wants them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.db.unit import Unit
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import shop_here, typed_text
from app.web.office.forms import go_on
from app.web.shared.access import needs
from app.web.shared.units import read, transact
from warehouse.shelf.favourites import favourites as chosen
from warehouse.shelf.favourites import move_favourite, remove_favourite


@blueprint.get("/products/favourites")
@needs("catalogue.view")
def favourites() -> ResponseReturnValue:
    """The shop's favourites."""
    with read() as tx:
        cards = chosen(tx, shop_here(tx))
    return render_template("office/catalogue/favourites.html", cards=cards)


@blueprint.post("/products/favourites/<int:product_id>")
@needs("catalogue.edit")
def order_favourite(product_id: int) -> ResponseReturnValue:
    """Moves a tile one place up or down, or takes it off the page."""
    act = typed_text("act")

    def use_case(tx: Unit) -> None:
        shop_id = shop_here(tx)
        if act == "remove":
            remove_favourite(tx, shop_id, product_id)
            return
        # Goods out of sale keep their place but are not shown: a step is one among those that are.
        shown = [card.product_id for card in chosen(tx, shop_id)]
        place = shown.index(product_id) if product_id in shown else 0
        move_favourite(tx, shop_id, product_id, place + (-1 if act == "up" else 1))

    transact(use_case)
    return go_on("office.favourites", "removed" if act == "remove" else "saved", _anchor=f"tile-{product_id}")
