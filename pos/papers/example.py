"""An example sale, to see how receipts will look: goods by the piece and by weight, a service, a discount."""

from collections.abc import Callable

from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.money import Money, UnitPrice
from app.core.rounding import round_half_up
from app.core.texts import paper_texts
from app.core.written import Writing, writing
from app.places.day import shop_zone
from app.places.service import Place
from pos.papers.layout import ReceiptStyle, last_signs
from printing.document import Direction, Document
from printing.receipt import Receipt, ReceiptLine, Row, TaxRow, receipt_document

_NUMBER = 1234
_PAIR, _PAIR_PRICE, _PAIR_DISCOUNT = Money(25_00), Money(12_50), Money(2_50)
_SERVICE = Money(18_00)
_WEIGHED_MILLI, _WEIGHED_PRICE, _WEIGHED = 742, Money(9_99), Money(7_41)
_PAID = Money(50_00)
_RATE_PERCENT = 20


def example_receipt(tx: ReadUnit, place: Place, language: str, style: ReceiptStyle, cashier: str) -> Document:
    """The paper of an example sale at this place, now, in a language of the papers and a style not yet saved."""
    write, say = writing(language, facts(tx).decimals), paper_texts(language).gettext
    subtotal = _PAIR + _SERVICE + _WEIGHED
    total = subtotal - _PAIR_DISCOUNT
    tax = Money(round_half_up(total.minor * _RATE_PERCENT, 100 + _RATE_PERCENT))
    code = f"R{place.till_number:02d}-{_NUMBER:07d}"
    return receipt_document(
        Receipt(
            language=language,
            direction=Direction.of(language),
            shop_name=place.shop_name,
            header=place.header,
            tax_number=say("Tax no. {number}").format(number=place.tax_number) if place.tax_number else "",
            words=style.header,
            title=say("Receipt"),
            number=say("No. {number}").format(number=_NUMBER),
            date=write.moment(tx.now, shop_zone(tx)),
            cashier=say("Cashier: {name}").format(name=cashier),
            till=place.till_name,
            customer=(say("Customer: {name}").format(name=say("Maria Bell")),),
            customer_card=say("Card {code}").format(code=last_signs("2900000000018")),
            lines=_lines(write, say),
            totals=(
                Row(say("Subtotal"), write.money(subtotal)),
                Row(say("Discounts"), write.money(-_PAIR_DISCOUNT)),
            ),
            total=Row(say("Total {currency}").format(currency=facts(tx).currency), write.money(total)),
            tenders=(Row(say("Cash"), write.money(_PAID)),),
            change=Row(say("Change"), write.money(_PAID - total)),
            tax_heading=TaxRow(say("Tax"), say("Net"), say("Tax amount"), say("Gross")),
            taxes=(
                TaxRow(write.rate(_RATE_PERCENT * 100), write.money(total - tax), write.money(tax), write.money(total)),
            ),
            footer=style.footer,
            logo=place.logo,
            barcode=code,
            qr=style.qr.replace("{number}", code),
        ),
        style.layout,
    )


def _lines(write: Writing, say: Callable[[str], str]) -> tuple[ReceiptLine, ...]:
    def each(price: Money) -> str:
        return write.unit_price(UnitPrice.of(price))

    return (
        ReceiptLine(
            say("Hand cream, 75 ml"),
            write.money(_PAIR),
            write.qty(2000, 0),
            (Row(say("{value} off this line").format(value=write.rate(1000)), write.money(-_PAIR_DISCOUNT)),),
            unit_price=each(_PAIR_PRICE),
        ),
        ReceiptLine(say("Haircut"), write.money(_SERVICE), note=say("A note of the cashier")),
        ReceiptLine(
            say("Chain oil, sold loose"),
            write.money(_WEIGHED),
            write.qty(_WEIGHED_MILLI),
            unit_price=each(_WEIGHED_PRICE),
        ),
    )
