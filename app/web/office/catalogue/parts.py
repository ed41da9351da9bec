"""What belongs to a product: codes and packs, prices, stock, the picture."""

from typing import Final

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.pictures import MOST_BYTES, prepare_picture
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.product import Asked, product_page
from app.web.office.catalogue.typed import (
    price_to_come,
    price_to_drop,
    shop_here,
    typed_price,
    typed_qty,
    typed_text,
    typed_whole,
)
from app.web.office.forms import go_on, try_form, whole_number
from app.web.shared.access import needs
from app.web.shared.units import read, transact
from warehouse.catalogue.barcodes import Code, add_code, change_code, remove_code
from warehouse.catalogue.kits import set_kit_part
from warehouse.catalogue.pictures import picture_of, remove_picture, save_picture
from warehouse.catalogue.pledges import set_pledge
from warehouse.catalogue.prices import drop_future_price, set_price
from warehouse.catalogue.sold_as import product_by_code
from warehouse.stock.receiving import Received, receive, set_level, write_off

PICTURE_KEPT_SECONDS: Final = 31_536_000
_FORM_BYTES: Final = 64 * 1024


@blueprint.post("/products/<int:product_id>/codes")
@needs("catalogue.edit")
def add_product_code(product_id: int) -> ResponseReturnValue:
    """Gives the product one more code."""

    def act() -> ResponseReturnValue:
        transact(lambda tx: add_code(tx, product_id, _code(tx)))
        return go_on("office.product", "saved", product_id=product_id, _anchor="codes")

    return try_form(act, lambda problem: product_page(product_id, Asked("code", problem)))


@blueprint.post("/products/<int:product_id>/codes/<int:barcode_id>")
@needs("catalogue.edit")
def change_product_code(product_id: int, barcode_id: int) -> ResponseReturnValue:
    """Changes a code, or takes it away."""

    def act() -> ResponseReturnValue:
        if typed_text("act") == "remove":
            transact(lambda tx: remove_code(tx, barcode_id))
            return go_on("office.product", "removed", product_id=product_id, _anchor="codes")
        transact(lambda tx: change_code(tx, barcode_id, _code(tx)))
        return go_on("office.product", "saved", product_id=product_id, _anchor="codes")

    return try_form(act, lambda problem: product_page(product_id, Asked("code", problem)))


@blueprint.post("/products/<int:product_id>/kit")
@needs("catalogue.edit")
def change_kit(product_id: int) -> ResponseReturnValue:
    """Puts goods into the kit by their code, changes how much of them, or takes them out."""

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            part_id = whole_number("part_id") or _found_by_code(tx)
            set_kit_part(tx, product_id, part_id, 0 if typed_text("act") == "remove" else typed_qty("qty"))

        transact(use_case)
        return go_on("office.product", "saved", product_id=product_id, _anchor="kit")

    return try_form(act, lambda problem: product_page(product_id, Asked("kit", problem)))


@blueprint.post("/products/<int:product_id>/pledges")
@needs("catalogue.edit")
def change_pledges(product_id: int) -> ResponseReturnValue:
    """Puts a pledge on the goods, changes how many pieces of it, or takes it off."""

    def act() -> ResponseReturnValue:
        pledge_id = whole_number("pledge_id") or 0
        pieces = 0 if typed_text("act") == "remove" else typed_whole("pieces") or 0
        transact(lambda tx: set_pledge(tx, product_id, pledge_id, pieces))
        return go_on("office.product", "saved", product_id=product_id, _anchor="pledges")

    return try_form(act, lambda problem: product_page(product_id, Asked("pledge", problem)))


def _found_by_code(tx: ReadUnit) -> int:
    found = product_by_code(tx, typed_text("part"))
    if found is None:
        raise BadInput("no_goods_with_code", "part", code=typed_text("part")[:40])
    return found.product_id


@blueprint.post("/products/<int:product_id>/prices")
@needs("catalogue.edit")
def set_product_price(product_id: int) -> ResponseReturnValue:
    """Sets the price, now or from a day to come."""

    def act() -> ResponseReturnValue:
        def use_case(tx: Unit) -> None:
            price, begins = price_to_come(tx)
            set_price(tx, product_id, price, valid_from=begins)

        transact(use_case)
        return go_on("office.product", "saved", product_id=product_id, _anchor="prices")

    return try_form(act, lambda problem: product_page(product_id, Asked("price", problem)))


@blueprint.post("/products/<int:product_id>/prices/drop")
@needs("catalogue.edit")
def drop_product_price(product_id: int) -> ResponseReturnValue:
    """Takes back a price to come."""
    begins = price_to_drop()
    transact(lambda tx: drop_future_price(tx, product_id, begins))
    return go_on("office.product", "removed", product_id=product_id, _anchor="prices")


@blueprint.post("/products/<int:product_id>/stock")
@needs("stock.edit")
def move_product_stock(product_id: int) -> ResponseReturnValue:
    """Takes goods in, writes them off, or sets the level to what was counted."""

    def act() -> ResponseReturnValue:
        qty_milli, reason = typed_qty("qty"), typed_text("reason")

        def use_case(tx: Unit) -> None:
            shop_id = shop_here(tx)
            match typed_text("kind"):
                case "receive":
                    receive(tx, shop_id, Received(product_id, qty_milli), reason)
                case "write_off":
                    write_off(tx, shop_id, product_id, qty_milli, reason)
                case _:
                    set_level(tx, shop_id, product_id, qty_milli, reason)

        transact(use_case)
        return go_on("office.product", "saved", product_id=product_id, _anchor="stock")

    return try_form(act, lambda problem: product_page(product_id, Asked("stock", problem)))


@blueprint.post("/products/<int:product_id>/picture")
@needs("catalogue.edit", most_bytes=MOST_BYTES + _FORM_BYTES)
def upload_picture(product_id: int) -> ResponseReturnValue:
    """Keeps an uploaded picture, made small, or takes the picture away."""

    def act() -> ResponseReturnValue:
        if typed_text("act") == "remove":
            transact(lambda tx: remove_picture(tx, product_id))
            return go_on("office.product", "removed", product_id=product_id, _anchor="picture")
        uploaded = request.files.get("picture")
        # Reading and shrinking takes its time and may not hold the database.
        picture = prepare_picture(uploaded.read() if uploaded is not None else b"")
        transact(lambda tx: save_picture(tx, product_id, picture))
        return go_on("office.product", "saved", product_id=product_id, _anchor="picture")

    return try_form(act, lambda problem: product_page(product_id, Asked("picture", problem)))


@blueprint.get("/pictures/<int:product_id>")
@needs("catalogue.view")
def product_picture(product_id: int) -> ResponseReturnValue:
    """A product's picture; its address carries a digest, so that the browser may keep it."""
    with read() as tx:
        found = picture_of(tx, product_id)
    if found is None:
        abort(404)
    kept = f"private, max-age={PICTURE_KEPT_SECONDS}, immutable"
    return Response(found.data, mimetype=found.content_type, headers={"Cache-Control": kept})


def _code(tx: ReadUnit) -> Code:
    return Code(
        typed_text("code"),
        pack_name=typed_text("pack_name") or None,
        pack_qty_milli=typed_qty("pack_qty"),
        pack_price=typed_price(tx, "pack_price"),
    )
