"""France. Rates: General Tax Code (CGI), articles 278, 279, 278-0 bis, 281 quater to nonies; exempt: 293 B."""

from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import LawGap, Preset, TaxPreset, always

FRANCE: Final = Preset(
    code="FR",
    currency="EUR",
    zones=("Europe/Paris",),
    screen_language="en",
    paper_language="fr",
    tax_number="SIRET / n° TVA",
    taxes=(
        always("standard", "TVA, taux normal", marked("VAT, standard rate"), 2000),
        always("intermediate", "TVA, taux intermédiaire", marked("VAT, intermediate rate"), 1000),
        always("reduced", "TVA, taux réduit", marked("VAT, reduced rate"), 550),
        always("special", "TVA, taux particulier", marked("VAT, special rate"), 210),
        TaxPreset("exempt", "TVA non applicable, art. 293 B du CGI", marked("No VAT, small business")),
    ),
    # Environment Code, article L541-15-10: printed when the customer asks, since August 2023.
    print_receipt="ask",
    footer="Merci de votre visite !",
    # Order of 16 November 1999 on the price per unit of measure.
    unit_price=marked("A price tag names the price of a kilogram, litre or metre beside the price of the package."),
    gaps=(
        LawGap(
            marked(
                "Cash-register software must be certified as unalterable, secure, kept and archived (NF 525 or LNE)."
                " This program is not certified."
            ),
            "CGI, art. 286, I, 3° bis",
        ),
    ),
)
