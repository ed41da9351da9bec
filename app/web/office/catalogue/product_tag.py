"""The price tag of a product as a picture, for any printer of the PC that shows the page."""

import io
from typing import Final

from flask import request, send_file
from flask.typing import ResponseReturnValue

from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.units import read
from printing.labels.layout import lay_out_tag
from printing.labels.paint import paint_tag
from printing.labels.tag import LabelStock
from warehouse.tags.content import tag_of

TAG_SIZES_MM: Final = ((58, 40), (58, 30), (43, 25), (30, 20))
"""Usual labels, the largest first."""
_DPI: Final = 300
_BY_NAME: Final = {f"{width}x{height}": LabelStock(width, height, _DPI) for width, height in TAG_SIZES_MM}
TAG_CHOICES: Final = tuple(_BY_NAME)


@blueprint.get("/products/<int:product_id>/tag.png")
@needs("catalogue.view")
def product_tag(product_id: int) -> ResponseReturnValue:
    """The tag with today's price, at 300 dots per inch; of the first usual size where none of them is named."""
    stock = _BY_NAME.get(request.args.get("size", ""), _BY_NAME[TAG_CHOICES[0]])
    with read() as tx:
        tag = tag_of(tx, product_id)
    file = io.BytesIO()
    paint_tag(lay_out_tag(tag, stock)).save(file, "PNG", dpi=(_DPI, _DPI))
    file.seek(0)
    return send_file(file, "image/png", max_age=0)
