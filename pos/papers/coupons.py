"""Coupons on paper, in the language of the shop's papers."""

from collections.abc import Callable, Sequence
from datetime import date

from app.core import settings
from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.texts import paper_texts
from app.core.written import Writing, writing
from app.places.settings import PAPER_LANGUAGE
from loyalty.gift_cards.ledger import CardView
from printing.coupon import Coupon, coupon_blocks
from printing.document import Direction, Document, Rule, RuleStyle


def paper_coupon(name: str, code: str, last_day: date | None, write: Writing, say: Callable[[str], str]) -> Coupon:
    """One coupon; ``last_day`` None is without an end."""
    until = say("Good once") if last_day is None else say("Good once, until {day}").format(day=write.day(last_day))
    return Coupon(say("Coupon"), name, until, code)


def gift_card_coupon(card: CardView, write: Writing, say: Callable[[str], str]) -> Coupon:
    """A gift card on paper: what it holds, until when it is good, and its code."""
    until = (
        say("Good until it is spent")
        if card.last_day is None
        else say("Good until {day}").format(day=write.day(card.last_day))
    )
    return Coupon(say("Gift card"), write.money(card.balance), until, card.code or "")


def gift_card_paper(tx: ReadUnit, card: CardView) -> Document:
    """A gift card by itself, to be handed over."""
    language = settings.get(tx, PAPER_LANGUAGE)
    write, say = writing(language, facts(tx).decimals), paper_texts(language).gettext
    blocks = coupon_blocks(gift_card_coupon(card, write, say))
    return Document(language, Direction.of(language), (*blocks, Rule(RuleStyle.DASHED)))


def coupon_sheet(tx: ReadUnit, name: str, codes: Sequence[str], last_day: date | None) -> Document:
    """Coupons one below the other, to be cut apart."""
    language = settings.get(tx, PAPER_LANGUAGE)
    write, say = writing(language, facts(tx).decimals), paper_texts(language).gettext
    blocks = [block for code in codes for block in coupon_blocks(paper_coupon(name, code, last_day, write, say))]
    return Document(language, Direction.of(language), (*blocks, Rule(RuleStyle.DASHED)))
