"""Bulgaria. Rates: VAT Act (ЗДДС), article 66; exempt: chapter 4 and article 113(9). In the euro since 2026-01-01."""

from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import LawGap, Preset, TaxPreset, always

BULGARIA: Final = Preset(
    code="BG",
    currency="EUR",
    zones=("Europe/Sofia",),
    screen_language="en",
    paper_language="bg",
    tax_number="ЕИК / ДДС №",
    taxes=(
        always("standard", "ДДС, стандартна ставка", marked("VAT, standard rate"), 2000),
        always("reduced", "ДДС, намалена ставка", marked("VAT, reduced rate"), 900),
        always("zero", "ДДС, нулева ставка", marked("VAT, zero rate"), 0),
        TaxPreset("exempt", "Без ДДС", marked("No VAT")),
    ),
    footer="Благодарим Ви!",
    # Consumer Protection Act (ЗЗП), articles 15 and 20.
    unit_price=marked("A price tag names the price of a kilogram, litre or metre beside the price of the package."),
    gaps=(
        LawGap(
            marked(
                "Every cash or card sale needs a receipt from a registered fiscal device, with a unique sale number"
                " (UNP). The program drives those of Datecs and gives the numbers: add yours under Devices. They were"
                " tried on emulated devices only, not yet on real ones."
            ),
            "Наредба Н-18/2006, чл. 3, 52а",
        ),
        LawGap(
            marked("Software that manages sales must be declared by its maker and listed by the revenue agency (NRA)."),
            "Наредба Н-18/2006, чл. 52а-52р",
        ),
    ),
)
