"""Papers as shops print them, one for each way of writing."""

from printing.document import Direction, Document
from printing.receipt import Receipt, ReceiptLine, Row, TaxRow, receipt_document
from printing.slip import Section, Slip, slip_document

NUMBER = "1-000123"
LINK = "https://shop.example/r/0198c2a4"


def english() -> Document:
    return receipt_document(
        Receipt(
            language="en",
            direction=Direction.LEFT_TO_RIGHT,
            shop_name="Orchid & Sons",
            header=("Tools, garden and salon", "14 Market Street, Springfield", "Tax No. GB 123 4567 89"),
            title="",
            number=f"Receipt {NUMBER}",
            date="21 Mar 2026, 14:05",
            cashier="Cashier Anna P.",
            till="Till 1",
            lines=(
                ReceiptLine(
                    "Hand-care cream with shea butter 75 ml",
                    "25.00",
                    "2 × 12.50",
                    (Row("Discount 10 %", "\u22122.50"),),
                ),
                ReceiptLine("Haircut, men", "18.00", note="Master: Boris"),
                ReceiptLine("Chainsaw MS 180, 35 cm bar, easy start, anti-vibration handle and case", "1,229.00"),
                ReceiptLine("Chain oil, sold loose", "7.41", "0.742 l × 9.99"),
            ),
            totals=(Row("Subtotal", "1,279.41"), Row("Discounts", "\u22122.50")),
            total=Row("TOTAL", "1,276.91"),
            tenders=(Row("Card", "1,000.00"), Row("Cash", "280.00")),
            change=Row("Change", "3.09"),
            tax_heading=TaxRow("VAT", "Net", "Tax", "Gross"),
            taxes=(
                TaxRow("A 20 %", "1,050.00", "210.00", "1,260.00"),
                TaxRow("B 5 %", "16.10", "0.81", "16.91"),
            ),
            footer=("Thank you, come again!", "Returns within 14 days with this receipt"),
            barcode=NUMBER,
            qr=LINK,
            qr_caption="Your receipt online",
        )
    )


def russian() -> Document:
    return receipt_document(
        Receipt(
            language="ru",
            direction=Direction.LEFT_TO_RIGHT,
            shop_name="Орхидея и сыновья",
            header=("Инструмент, сад и салон красоты", "г. Тверь, ул. Рыночная, 14", "ИНН 690209123456"),
            title="Кассовый чек",
            number=f"Чек № {NUMBER}",
            date="21.03.2026 14:05",
            cashier="Кассир: Анна П.",
            till="Касса 1",
            lines=(
                ReceiptLine(
                    "Крем для рук с маслом ши «Лаванда», 75 мл",
                    "2\u00a0500,00",
                    "2 × 1\u00a0250,00",
                    (Row("Скидка 10 %", "\u2212250,00"),),
                ),
                ReceiptLine("Стрижка мужская", "1\u00a0800,00", note="Мастер: Борис"),
                ReceiptLine("Бензопила МС 180, шина 35 см, лёгкий запуск", "22\u00a0990,00"),
            ),
            totals=(Row("Сумма", "27\u00a0290,00"), Row("Скидки", "\u2212250,00")),
            total=Row("ИТОГО", "27\u00a0040,00\u00a0₽"),
            tenders=(Row("Карта", "20\u00a0000,00"), Row("Наличные", "7\u00a0100,00")),
            change=Row("Сдача", "60,00"),
            tax_heading=TaxRow("НДС", "Без налога", "Налог", "С налогом"),
            taxes=(TaxRow("20 %", "22\u00a0533,33", "4\u00a0506,67", "27\u00a0040,00"),),
            footer=("Спасибо за покупку!",),
            barcode=NUMBER,
            qr=LINK,
            qr_caption="Ваш чек в интернете",
        )
    )


def hungarian() -> Document:
    return receipt_document(
        Receipt(
            language="hu",
            direction=Direction.LEFT_TO_RIGHT,
            shop_name="Orchidea Szépségszalon",
            header=("9021 Győr, Árpád út 14.", "Adószám: 12345678-2-08"),
            title="Nyugta",
            number=f"Nyugta {NUMBER}",
            date="2026. 03. 21. 14:05",
            cashier="Pénztáros: Ágnes",
            till="1. pénztár",
            lines=(
                ReceiptLine("Árvíztűrő tükörfúrógép, ütve fúró, 850 W", "25\u00a0990"),
                ReceiptLine(
                    "Női hajvágás, hosszú haj",
                    "7\u00a0500",
                    discounts=(Row("Törzsvásárlói kedvezmény 5 %", "\u2212375"),),
                    note="Fodrász: Böbe",
                ),
                ReceiptLine("Őszibarack kézkrém 75 ml", "2\u00a0980", "2 × 1\u00a0490"),
            ),
            totals=(Row("Részösszeg", "36\u00a0470"), Row("Kedvezmény", "\u2212375")),
            total=Row("ÖSSZESEN", "36\u00a0095\u00a0Ft"),
            tenders=(Row("Készpénz", "40\u00a0000"),),
            change=Row("Visszajáró", "3\u00a0905"),
            tax_heading=TaxRow("ÁFA", "Nettó", "Adó", "Bruttó"),
            taxes=(TaxRow("27 %", "28\u00a0421", "7\u00a0674", "36\u00a0095"),),
            footer=("Köszönjük a vásárlást!",),
            barcode=NUMBER,
        )
    )


def arabic() -> Document:
    return receipt_document(
        Receipt(
            language="ar",
            direction=Direction.RIGHT_TO_LEFT,
            shop_name="صالون الأوركيد",
            header=("١٤ شارع السوق، دبي", "الرقم الضريبي 100123456700003"),
            title="فاتورة ضريبية مبسطة",
            number=f"إيصال {NUMBER}",
            date="21/03/2026 14:05",
            cashier="الكاشير: أمينة",
            till="صندوق 1",
            lines=(
                ReceiptLine(
                    "كريم اليدين بزبدة الشيا واللافندر ٧٥ مل",
                    "250.00",
                    "2 × 125.00",
                    (Row("خصم 10%", "-25.00"),),
                ),
                ReceiptLine("قص شعر رجالي", "80.00", note="الحلاق: بدر"),
                ReceiptLine("منشار كهربائي Bosch AKE 35 مع حقيبة حمل ومقبض مضاد للاهتزاز", "1,229.00"),
            ),
            totals=(Row("المجموع الفرعي", "1,559.00"), Row("الخصومات", "-25.00")),
            total=Row("الإجمالي", "1,534.00 د.إ"),
            tenders=(Row("نقدًا", "1,600.00"),),
            change=Row("الباقي", "66.00"),
            tax_heading=TaxRow("الضريبة", "الصافي", "الضريبة", "الإجمالي"),
            taxes=(TaxRow("5%", "1,460.95", "73.05", "1,534.00"),),
            footer=("شكرًا لزيارتكم",),
            barcode=NUMBER,
            qr=LINK,
            qr_caption="إيصالك على الإنترنت",
        )
    )


def z_report() -> Document:
    return slip_document(
        Slip(
            language="en",
            direction=Direction.LEFT_TO_RIGHT,
            shop_name="Orchid & Sons",
            title="Z report 42",
            facts=(Row("Till", "1"), Row("Opened", "21 Mar 2026 08:58, Anna P.")),
            sections=(
                Section("Sales", (Row("Sales, 57", "4,120.30"), Row("Returns, 1", "\u221212.50"))),
                Section("Drawer", (Row("Expected", "520.00"), Row("Counted", "519.50"))),
            ),
            total=Row("TURNOVER", "4,107.80"),
            notes=("Journal 5f3a\u2026c901",),
            signatures=("Cashier", "Senior"),
        )
    )


PAPERS = {
    "english": english(),
    "russian": russian(),
    "hungarian": hungarian(),
    "arabic": arabic(),
    "z-report": z_report(),
}
