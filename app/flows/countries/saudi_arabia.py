"""Saudi Arabia. Rates: VAT Law M/113, 15 % by Royal Order A/638 since July 2020; implementing regulations 29 to 36."""

from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import LawGap, Preset, TaxPreset, always

SAUDI_ARABIA: Final = Preset(
    code="SA",
    currency="SAR",
    zones=("Asia/Riyadh",),
    screen_language="en",
    paper_language="ar",
    tax_number="VAT No.",
    taxes=(
        always("standard", "ضريبة القيمة المضافة، النسبة الأساسية", marked("VAT, standard rate"), 1500),
        always("zero", "ضريبة القيمة المضافة، نسبة الصفر", marked("VAT, zero rate"), 0),
        TaxPreset("exempt", "معفى من الضريبة", marked("Exempt from VAT")),
    ),
    # Implementing regulations, article 53(8): the title of an invoice to a consumer.
    header="فاتورة ضريبية مبسطة\nSimplified Tax Invoice",
    footer="شكراً لزيارتكم",
    unit_price=marked("Prices are shown with tax. Goods sold by weight name the price of a kilogram."),
    gaps=(
        LawGap(
            marked(
                "Every receipt is an electronic invoice (FATOORA): with a QR code of its tax data, signed, and reported"
                " to ZATCA within 24 hours. The program makes neither code nor signature yet."
            ),
            "ZATCA, E-Invoicing Regulation (2020)",
        ),
    ),
)
