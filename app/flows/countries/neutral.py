"""Any other country: nothing is presumed of its law. The owner names currency, time zone and the usual rate."""

from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import LawGap, Preset

NEUTRAL: Final = Preset(
    code="",
    currency="EUR",
    zones=("UTC",),
    screen_language="en",
    paper_language="en",
    tax_number="Tax no.",
    taxes=(),
    unit_price=marked("Ask what a price tag must name beside the price: often the price of a kilogram or litre."),
    gaps=(
        LawGap(
            marked(
                "The program knows nothing of this country's law. Ask your accountant about fiscal registers, receipts"
                " and electronic invoices before you sell."
            ),
            "",
        ),
    ),
)
