"""Egypt. Rates: VAT Law 67/2016, article 3 (14 % since July 2017; 5 % machines and equipment), exempt: its list."""

from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import LawGap, Preset, TaxPreset, always

EGYPT: Final = Preset(
    code="EG",
    currency="EGP",
    zones=("Africa/Cairo",),
    screen_language="en",
    paper_language="ar",
    tax_number="رقم التسجيل الضريبي",
    taxes=(
        always("standard", "ضريبة القيمة المضافة، السعر العام", marked("VAT, standard rate"), 1400),
        always("machines", "ضريبة القيمة المضافة، آلات ومعدات", marked("VAT, machines and equipment"), 500),
        always("zero", "ضريبة القيمة المضافة، سعر الصفر", marked("VAT, zero rate"), 0),
        TaxPreset("exempt", "معفى من الضريبة", marked("Exempt from VAT")),
    ),
    # Custom, not law: no coin below 25 piastres is in daily use.
    cash_step_minor=25,
    footer="شكراً لزيارتكم",
    unit_price=marked("Prices are shown with tax. Goods sold by weight name the price of a kilogram."),
    gaps=(
        LawGap(
            marked(
                "Receipts must go to the Egyptian Tax Authority as electronic receipts from a registered till, with a"
                " QR code. The program sends none yet."
            ),
            "Law 206/2020, Minister of Finance Decree 188/2020, ETA e-receipt",
        ),
        LawGap(marked("The table tax on some goods is not worked out; put it into the price."), "67/2016"),
    ),
)
