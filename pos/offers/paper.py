"""The paper of an offer: as its receipt would be, made out to somebody, with its last day and no payment."""

from app.core import settings
from app.core.db.unit import Unit
from app.core.installation import facts
from app.core.texts import paper_texts
from app.core.written import writing
from app.places.day import shop_zone
from app.places.service import Place
from app.places.settings import PAPER_LANGUAGE
from pos.cart.store import CartState
from pos.offers.reading import OfferHead
from pos.papers.layout import receipt_style
from pos.papers.rows import in_second_currency, line_row, sum_rows, tax_heading, tax_rows
from pos.pricing.priced import PricedCart
from printing.derived import AddressedHeading, addressed_document
from printing.document import Direction, Document
from printing.receipt import Receipt, Row, receipt_document
from printing.receipt_layout import Part, ReceiptLayout


def offer_paper(tx: Unit, place: Place, offer: OfferHead, cart: CartState, priced: PricedCart) -> Document:
    """The paper of an offer that is being made in this unit."""
    language = settings.get(tx, PAPER_LANGUAGE)
    write = writing(language, facts(tx).decimals)
    say = paper_texts(language).gettext
    style = receipt_style(tx, language)
    words = [say("This is an offer, no receipt: nothing has been paid yet.")]
    if offer.note:
        words.insert(0, offer.note)
    drawn = receipt_document(
        Receipt(
            language=language,
            direction=Direction.of(language),
            shop_name=place.shop_name,
            header=place.header,
            tax_number=say("Tax no. {number}").format(number=place.tax_number) if place.tax_number else "",
            words=style.header,
            title="",
            number="",
            date="",
            cashier="",
            till="",
            lines=tuple(
                [
                    line_row(line, part, line.note or "", write, say)
                    for line, part in zip(cart.lines, priced.lines, strict=True)
                ]
            ),
            totals=tuple(sum_rows(tx, priced, write, say)),
            total=Row(say("Total {currency}").format(currency=facts(tx).currency), write.money(priced.gross)),
            second_total=in_second_currency(tx, language, priced.gross, say),
            tax_heading=tax_heading(say),
            taxes=tax_rows(priced, write, say),
            footer=tuple(words),
            logo=place.logo,
            barcode=offer.written_number,
        ),
        # The till finds the offer by its barcode: that one stands on it whatever receipts leave away.
        ReceiptLayout(style.layout.shown | {Part.BARCODE}, style.layout.foot),
    )
    return addressed_document(
        drawn,
        AddressedHeading(
            title=say("Offer"),
            number=say("No. {number}").format(number=offer.written_number),
            date=write.moment(offer.made_at, shop_zone(tx)),
            facts=(
                Row(say("Good until"), write.day(offer.valid_until)),
                Row(say("Made by: {name}").format(name=offer.made_by), ""),
            ),
            buyer_label=say("For"),
            buyer=(offer.addressee,) if offer.addressee else (),
        ),
    )
