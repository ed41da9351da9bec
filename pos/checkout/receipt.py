"""The receipt of a sale: its figures written for people, in the language of the shop's papers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.core import settings
from app.core.currency_change import Exchange
from app.core.db.unit import Unit
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.core.texts import paper_texts, printed
from app.core.written import Writing, writing
from app.crm.customers import customer_by_id
from app.places.day import shop_zone
from app.places.service import Place
from app.places.settings import PAPER_LANGUAGE
from devices.fiscal.receipt import Buyer
from pos.cart.store import CartState, LineState
from pos.checkout.gift_cards import ToldCard
from pos.checkout.packages import ToldPackage
from pos.checkout.points import ToldPoints
from pos.checkout.promotions import GivenCoupon
from pos.fiscal.queue import HandedOver
from pos.papers.coupons import gift_card_coupon, paper_coupon
from pos.papers.layout import last_signs, receipt_style
from pos.papers.packages import left_words, sold_words, visit_words
from pos.papers.rows import in_second_currency, line_row, sum_rows, tax_heading, tax_rows
from pos.pricing.priced import PricedCart, PricedLine
from pos.sale.kinds import TAKEN
from pos.sale.reading import SaleView
from pos.sale.receipt_code import receipt_barcode
from pos.sale.returned import SoldPart, sold_parts
from pos.tender_kinds import TENDER_NAMES
from pos.tips.ledger import Tip
from printing.coupon import Coupon
from printing.document import Direction, Document
from printing.receipt import Receipt, ReceiptLine, Row, receipt_document
from printing.receipt_layout import Part, ReceiptLayout

_TITLES: Final = {"sale": printed("Receipt"), "return": printed("Return"), "exchange": printed("Exchange")}


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt tells beside the sale: coupons it gives out, points, what cards and packages hold then, slips.

    ``slips`` are the words of the card terminal about each payment.
    """

    coupons: tuple[GivenCoupon, ...] = ()
    points: ToldPoints | None = None
    cards: tuple[ToldCard, ...] = ()
    packages: tuple[ToldPackage, ...] = ()
    slips: tuple[tuple[str, ...], ...] = ()


NOTHING_TOLD: Final = Told()


def sale_receipt(
    tx: Unit, place: Place, number: int, cart: CartState, priced: PricedCart, told: Told = NOTHING_TOLD
) -> Document:
    """The paper of a sale that is being completed in this unit, with the coupons it gives out and the points."""
    language = settings.get(tx, PAPER_LANGUAGE)
    write = writing(language, facts(tx).decimals)
    say = paper_texts(language).gettext
    payment = priced.payment
    zone = shop_zone(tx)
    style = receipt_style(tx, language)
    code = receipt_barcode(place.till_number, number)
    sold = sold_parts(tx, [line.returned_line_id for line in cart.lines if line.returned_line_id is not None])
    customer, card = _customer(tx, cart.customer_id, style.layout, say)
    totals = sum_rows(tx, priced, write, say)
    packages = {cart.lines[one.line_position - 1].uid: one for one in told.packages}
    if payment.rounding:
        totals.append(Row(say("Rounding"), write.money(payment.rounding)))
    return receipt_document(
        Receipt(
            language=language,
            direction=Direction.of(language),
            shop_name=place.shop_name,
            header=place.header,
            tax_number=say("Tax no. {number}").format(number=place.tax_number) if place.tax_number else "",
            words=style.header if place.paper_day is None else (*style.header, say("Entered later, from paper")),
            title=say(_TITLES[cart.kind]),
            number=say("No. {number}").format(number=number),
            date=write.moment(tx.now, zone) if place.paper_day is None else write.day(place.paper_day),
            cashier=say("Cashier: {name}").format(name=tx.actor.name),
            till=place.till_name,
            buyer=_buyer(cart.buyer, say),
            customer=customer,
            customer_card=card,
            lines=tuple(
                [
                    _line(line, part, write, say, sold, packages.get(line.uid))
                    for line, part in zip(cart.lines, priced.lines, strict=True)
                ],
            ),
            totals=tuple(totals),
            total=Row(say("Total {currency}").format(currency=facts(tx).currency), write.money(payment.to_pay)),
            second_total=in_second_currency(tx, language, payment.to_pay, say),
            tip=None if cart.tip is None else _tip(cart.tip, write, say),
            tenders=tuple(_tender(tender.kind, tender.amount, write, say) for tender in payment.tenders)
            + _left(told.cards, write, say),
            change=Row(say("Change"), write.money(payment.change)) if payment.change else None,
            tax_heading=tax_heading(say),
            taxes=tax_rows(priced, write, say),
            footer=style.footer,
            logo=place.logo,
            barcode=code,
            qr=style.qr.replace("{number}", code),
            coupons=_coupons(told, write, say),
            points=_points(told.points, write, say),
            slips=told.slips,
        ),
        style.layout,
    )


def handed_over(tx: Unit, told: Told) -> HandedOver:
    """What a receipt hands over beside the goods, line by line, for a paper that is not ours: codes, and slips."""
    if not (told.coupons or told.slips or told.points or told.cards):
        return HandedOver(())
    language = settings.get(tx, PAPER_LANGUAGE)
    write, say = writing(language, facts(tx).decimals), paper_texts(language).gettext
    coupons = _coupons(told, write, say)
    lines = [line for one in coupons for line in dict.fromkeys((one.heading, one.name, one.code, one.until))]
    slips = [line for slip in told.slips for line in slip]
    return HandedOver((*lines, *slips), tuple(one.code for one in coupons))


def _coupons(told: Told, write: Writing, say: Callable[[str], str]) -> tuple[Coupon, ...]:
    """What has a code to be shown another time: coupons, the customer's new card, new gift cards."""
    given = tuple([paper_coupon(one.name, one.code, one.last_day, write, say) for one in told.coupons])
    cards = tuple([gift_card_coupon(one.card, write, say) for one in told.cards if one.is_new])
    return given + _card(told.points, say) + cards


def _left(told: Sequence[ToldCard], write: Writing, say: Callable[[str], str]) -> tuple[Row, ...]:
    """What gift cards and the balance hold after the sale."""
    return tuple(
        Row(
            say("Prepaid balance now")
            if one.card.code is None
            else say("Left on gift card {card}").format(card=one.card.short_code),
            write.money(one.card.balance),
        )
        for one in told
    )


def _points(told: ToldPoints | None, write: Writing, say: Callable[[str], str]) -> tuple[Row, ...]:
    if told is None:
        return ()
    rows = (
        (say("Points earned"), told.earned_micro),
        (say("Points spent"), -told.spent_micro),
        (say("Points given back"), told.given_back_micro),
        (say("Points taken back"), -told.taken_back_micro),
    )
    balance = Row(say("Your points now"), write.points(told.balance_micro))
    tier = () if told.reached_tier is None else (Row(say("You have reached"), told.reached_tier),)
    return (*[Row(label, write.points(points)) for label, points in rows if points], balance, *tier)


def _card(told: ToldPoints | None, say: Callable[[str], str]) -> tuple[Coupon, ...]:
    """The card that was given with the sale, to be shown at the next one."""
    if told is None or told.card_code is None:
        return ()
    return (Coupon(say("Your card"), told.card_code, say("Show it with every purchase"), told.card_code),)


def _customer(
    tx: Unit, customer_id: int | None, layout: ReceiptLayout, say: Callable[[str], str]
) -> tuple[tuple[str, ...], str]:
    """The lines of the customer and of the card, where the layout wants them."""
    if customer_id is None or layout.shown.isdisjoint({Part.CUSTOMER, Part.CUSTOMER_CARD}):
        return (), ""
    customer = customer_by_id(tx, customer_id)
    code = customer.card_code
    return (
        (say("Customer: {name}").format(name=customer.name),) if customer.name else (),
        say("Card {code}").format(code=last_signs(code)) if code else "",
    )


def _buyer(buyer: Buyer | None, say: Callable[[str], str]) -> tuple[str, ...]:
    """The lines of the buyer whom the fiscal register is told."""
    if buyer is None:
        return ()
    number = (say("Tax no. {number}").format(number=buyer.tax_number),) if buyer.tax_number else ()
    return (say("Buyer: {name}").format(name=buyer.name), *number)


def _tip(tip: Tip, write: Writing, say: Callable[[str], str]) -> Row:
    """The line of a tip: for whom it is, and how much."""
    return Row(say("Tip for {name}").format(name=tip.account_name), write.money(tip.amount))


def _tender(kind: str, amount: Money, write: Writing, say: Callable[[str], str]) -> Row:
    name = say(TENDER_NAMES[kind])
    if amount < ZERO:
        name = say("Paid back: {tender}").format(tender=name)
    return Row(name, write.money(amount))


def _line(
    line: LineState,
    part: PricedLine,
    write: Writing,
    say: Callable[[str], str],
    sold: Mapping[int, SoldPart],
    told: ToldPackage | None,
) -> ReceiptLine:
    note = line.note or ""
    if line.returned_line_id is not None:
        source = sold[line.returned_line_id]
        receipt = receipt_barcode(source.till_number, source.sale_number)
        note = say("Returned from {receipt}").format(receipt=receipt)
        if source.exchange is not None:
            note = f"{note}; {_sold_for(source, -line.qty_milli, write.language, source.exchange, say)}"
        if told is not None:
            note = f"{note}; {left_words(told.package, say)}"
    elif line.pledge == TAKEN:
        note = say("Empties taken back")
    elif line.is_return:
        note = say("Returned without a receipt")
    elif told is not None:
        words = (sold_words if told.is_new else visit_words)(told.package, write, say)
        note = f"{words}. {note}" if note else words
    return line_row(line, part, note, write, say)


def _sold_for(source: SoldPart, qty_milli: int, language: str, exchange: Exchange, say: Callable[[str], str]) -> str:
    amount = writing(language, exchange.old_decimals).money(source.sold_share(qty_milli))
    return say("sold for {amount} {currency}, {rate}").format(amount=amount, currency=exchange.old, rate=exchange.rate)


def void_receipt(
    tx: Unit,
    place: Place,
    number: int,
    sale: SaleView,
    tenders: Sequence[tuple[str, Money]],
    points: ToldPoints | None = None,
    cards: Sequence[ToldCard] = (),
    slips: tuple[tuple[str, ...], ...] = (),
) -> Document:
    """The paper of a void that is being written in this unit: the mirror of its sale."""
    language = settings.get(tx, PAPER_LANGUAGE)
    write = writing(language, facts(tx).decimals)
    say = paper_texts(language).gettext
    style = receipt_style(tx, language)
    head = sale.head
    voided = say("Voids no. {number} of {moment}").format(
        number=head.number, moment=write.moment(head.completed_at, shop_zone(tx))
    )
    return receipt_document(
        Receipt(
            language=language,
            direction=Direction.of(language),
            shop_name=place.shop_name,
            header=place.header,
            tax_number=say("Tax no. {number}").format(number=place.tax_number) if place.tax_number else "",
            words=(*style.header, voided),
            title=say("Void"),
            number=say("No. {number}").format(number=number),
            date=write.moment(tx.now, shop_zone(tx)),
            cashier=say("Cashier: {name}").format(name=tx.actor.name),
            till=place.till_name,
            lines=tuple(ReceiptLine(line.name, write.money(-line.gross)) for line in sale.lines),
            totals=(),
            total=Row(say("Total {currency}").format(currency=facts(tx).currency), write.money(-head.to_pay)),
            tip=None if sale.tip is None else _tip(replace(sale.tip, amount=-sale.tip.amount), write, say),
            tenders=tuple(_tender(kind, amount, write, say) for kind, amount in tenders) + _left(cards, write, say),
            points=_points(points, write, say),
            slips=slips,
            logo=place.logo,
            barcode=receipt_barcode(place.till_number, number),
        ),
        style.layout,
    )
