"""The paper as a picture for screens and messages."""

import io
from typing import Final

from printing.document import Document
from printing.layout import Pictures, lay_out, no_pictures
from printing.metrics import drawn_metrics
from printing.paint import paint_page

MARGIN_DOTS: Final = 32


def paper_png(document: Document, width_dots: int, *, copy_text: str = "", pictures: Pictures = no_pictures) -> bytes:
    """The document as a PNG with soft letters, ``width_dots`` printable plus 4 mm of paper on every side."""
    metrics = drawn_metrics(width_dots)
    page = lay_out(document, metrics, copy_text=copy_text, pictures=pictures)
    file = io.BytesIO()
    paint_page(page, metrics, mode="L", margin_dots=MARGIN_DOTS).save(file, "PNG")
    return file.getvalue()
