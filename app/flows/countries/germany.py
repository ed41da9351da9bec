"""Germany. Rates: VAT Act (UStG), section 12; small businesses: section 19."""

from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import LawGap, Preset, TaxPreset, always

GERMANY: Final = Preset(
    code="DE",
    currency="EUR",
    zones=("Europe/Berlin",),
    screen_language="en",
    paper_language="de",
    tax_number="USt-IdNr. / Steuernummer",
    taxes=(
        always("standard", "USt, Regelsteuersatz", marked("VAT, standard rate"), 1900),
        always("reduced", "USt, ermäßigter Steuersatz", marked("VAT, reduced rate"), 700),
        always("zero", "USt, Nullsteuersatz", marked("VAT, zero rate"), 0),
        TaxPreset("exempt", "Keine USt, § 19 UStG", marked("No VAT, small business")),
    ),
    footer="Vielen Dank für Ihren Einkauf!",
    # Price Indication Ordinance (PAngV), sections 4 and 5.
    unit_price=marked("A price tag names the price of a kilogram, litre or metre beside the price of the package."),
    gaps=(
        LawGap(
            marked(
                "An electronic till must sign every act with a certified technical security device (TSE) and print the"
                " signature. The program does not drive one yet and may not be the only till until it does."
            ),
            "§ 146a AO, KassenSichV",
        ),
        LawGap(
            marked("Tills and security devices must be reported to the tax office, and data given out as DSFinV-K."),
            "§ 146a Abs. 4 AO",
        ),
    ),
)
