"""Hungary. Rates: VAT Act, 2007 CXXVII, section 82 and annexes 3 and 3/A; small taxpayers (AAM): section 187."""

from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import LawGap, Preset, TaxPreset, always

HUNGARY: Final = Preset(
    code="HU",
    currency="HUF",
    zones=("Europe/Budapest",),
    screen_language="en",
    paper_language="hu",
    tax_number="Adószám",
    taxes=(
        always("standard", "ÁFA, általános kulcs", marked("VAT, standard rate"), 2700),
        always("reduced", "ÁFA, kedvezményes kulcs", marked("VAT, reduced rate"), 1800),
        always("low", "ÁFA, alacsony kulcs", marked("VAT, second reduced rate"), 500),
        TaxPreset("aam", "AAM, alanyi adómentes", marked("No VAT, small taxpayer")),
    ),
    # Act III of 2008, section 2: cash to the nearest 5 Ft, 2.50 and 7.50 upwards; cards are not rounded.
    cash_step_minor=500,
    footer="Köszönjük a vásárlást!",
    # Decree 4/2009 (I. 30.) NFGM-SZMM.
    unit_price=marked("A price tag names the price of a kilogram, litre or metre beside the price of the package."),
    gaps=(
        LawGap(
            marked(
                "Retail sales need receipts from an online cash register (OPG) or an e-cash register (e-pénztárgép)"
                " that reports to the tax office. The program drives neither yet: use your register beside it."
            ),
            "48/2013. (XI. 15.) NGM, 8/2025. (V. 31.) NGM",
        ),
        LawGap(
            marked("Invoices, also those made of a receipt, must be reported to NTCA Online Számla within moments."),
            "2007. évi CXXVII. tv. 10. melléklet",
        ),
    ),
)
