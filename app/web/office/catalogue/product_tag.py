"""The price tag of a product as a picture, for any printer of the PC that shows the page."""

import io
from typing import Final

from flask import request, send_file
from flask.typing import ResponseReturnValue

from app.places.devices import label_printers
from app.web.office.blueprint import blueprint
from app.web.office.catalogue.typed import shop_here
from app.web.shared.access import needs
from app.web.shared.units import read
from devices.labels.options import label_options
from printing.labels.layout import lay_out_tag
from printing.labels.paint import paint_tag
from printing.labels.tag import LabelStock
from warehouse.tags.content import tag_of
from warehouse.tags.fitting import refuse_unfit_codes

TAG_SIZES_MM: Final = ((58, 40), (58, 30), (43, 25), (30, 20))
"""Usual labels, the largest first."""
_DPI: Final = 300
_BY_NAME: Final = {f"{width}x{height}": LabelStock(width, height, _DPI) for width, height in TAG_SIZES_MM}
TAG_CHOICES: Final = tuple(_BY_NAME)


@blueprint.get("/products/<int:product_id>/tag.png")
@needs("catalogue.view")
def product_tag(product_id: int) -> ResponseReturnValue:
    """The tag with today's price for the labels of a printer, else of a size at 300 dots per inch.

    Where neither a printer (``device``) nor one of the usual sizes (``size``) is named, it is of the first of them.
    Of a size it is to be printed from here, and refused as by ``print_tags`` where its code does not go onto it.
    """
    stock = _BY_NAME.get(request.args.get("size", ""), _BY_NAME[TAG_CHOICES[0]])
    with read() as tx:
        tag = tag_of(tx, product_id)
        printers = {device.id: device.address for device in label_printers(tx, shop_here(tx))}
        address = printers.get(request.args.get("device", 0, type=int))
        if address is not None:
            stock = label_options(address).stock
        if "size" in request.args:
            refuse_unfit_codes(tx, [product_id], stock)
    file = io.BytesIO()
    paint_tag(lay_out_tag(tag, stock)).save(file, "PNG", dpi=(stock.dpi, stock.dpi))
    file.seek(0)
    return send_file(file, "image/png", max_age=0)
