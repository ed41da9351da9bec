"""United Arab Emirates. Rates: Federal Decree-Law 8/2017, articles 3, 45 and 46."""

from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import LawGap, Preset, TaxPreset, always

EMIRATES: Final = Preset(
    code="AE",
    currency="AED",
    zones=("Asia/Dubai",),
    screen_language="en",
    paper_language="ar",
    tax_number="TRN",
    taxes=(
        always("standard", "ضريبة القيمة المضافة، النسبة الأساسية", marked("VAT, standard rate"), 500),
        always("zero", "ضريبة القيمة المضافة، نسبة الصفر", marked("VAT, zero rate"), 0),
        TaxPreset("exempt", "معفى من الضريبة", marked("Exempt from VAT")),
    ),
    # Custom, not law: no coin below 25 fils is in daily use.
    cash_step_minor=25,
    # Executive regulation, article 59(2): a simplified tax invoice says that it is a tax invoice.
    header="فاتورة ضريبية\nTax Invoice",
    footer="شكراً لزيارتكم",
    unit_price=marked("Prices are shown with tax. Goods sold by weight name the price of a kilogram."),
    gaps=(
        LawGap(
            marked(
                "Electronic invoices between businesses through an accredited provider (Peppol) begin in 2026 and 2027"
                " by turnover; sales to consumers are left out for now. The program sends none yet."
            ),
            "Federal Decree-Law 16/2024, Ministerial Decisions 243 and 244/2025",
        ),
    ),
)
