"""Russia. Rates: Tax Code, article 164 (22 % by Law 425-FZ of 28 November 2025); exempt: articles 145, 149, 346.11."""

from datetime import date
from typing import Final

from app.core.texts import marked
from app.flows.countries.preset import ALWAYS, LawGap, Preset, TaxPreset, always
from warehouse.catalogue.taxes import DatedRate

RUSSIA: Final = Preset(
    code="RU",
    currency="RUB",
    zones=(
        "Europe/Moscow",
        "Europe/Kaliningrad",
        "Europe/Samara",
        "Asia/Yekaterinburg",
        "Asia/Omsk",
        "Asia/Novosibirsk",
        "Asia/Krasnoyarsk",
        "Asia/Irkutsk",
        "Asia/Yakutsk",
        "Asia/Vladivostok",
        "Asia/Magadan",
        "Asia/Kamchatka",
    ),
    screen_language="ru",
    paper_language="ru",
    tax_number="ИНН",
    taxes=(
        TaxPreset(
            "standard",
            "НДС, основная ставка",
            marked("VAT, standard rate"),
            (DatedRate(ALWAYS, 2000), DatedRate(date(2026, 1, 1), 2200)),
        ),
        always("reduced", "НДС, льготная ставка", marked("VAT, reduced rate"), 1000),
        always("zero", "НДС, нулевая ставка", marked("VAT, zero rate"), 0),
        TaxPreset("exempt", "Без НДС", marked("No VAT")),
    ),
    # The fiscal register counts the tax of each item (54-FZ, article 4.7).
    tax_rounding="per_line",
    footer="Спасибо за покупку!",
    unit_price=marked("A price tag names the price of a kilogram, litre or metre of goods sold by weight or measure."),
    gaps=(
        LawGap(
            marked(
                "Every sale needs a fiscal receipt from a registered online cash register (KKT) with a fiscal drive."
                " The program drives those of Shtrih-M and ATOL: add yours under Devices. They were not tried on"
                " hardware yet."
            ),
            "54-ФЗ",
        ),
        LawGap(
            marked("Marked goods (shoes, clothes, water, tobacco and more) must be checked in Chestny ZNAK when sold."),
            "381-ФЗ, ГИС МТ",
        ),
        LawGap(
            marked("Beer and other alcohol need EGAIS and permitted hours; the program does neither yet."), "171-ФЗ"
        ),
    ),
)
