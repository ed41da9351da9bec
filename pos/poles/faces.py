"""What a pole display shows: the newest line with the total, what was paid with the change, or a greeting."""

from app.core.db.unit import ReadUnit
from app.core.installation import facts
from app.core.money import Money
from app.core.numbers import format_scaled
from app.core.settings import get
from app.core.texts import paper_texts
from app.core.written import writing
from app.places.service import place_of
from app.places.settings import PAPER_LANGUAGE
from devices.poles.port import COLUMNS, Face, Lamp
from devices.poles.text import two_sided
from pos.customer_display import shown, words
from pos.sale.kinds import GIVEN


def face_of(tx: ReadUnit, till_id: int) -> Face:
    """What the customer at a till sees now, in the language of the papers."""
    language = get(tx, PAPER_LANGUAGE)
    decimals = facts(tx).decimals
    say, write = paper_texts(language).gettext, writing(language, decimals)
    now = shown(tx, till_id)
    if now.cart is not None:
        newest = next((line for line in reversed(now.cart.lines) if line.pledge != GIVEN), now.cart.lines[-1])
        upper = two_sided(newest.name, write.money(newest.gross))
        lower = two_sided(say("Total"), write.money(now.cart.to_pay))
        return Face(upper, lower, _figures(now.cart.to_pay, decimals), Lamp.TOTAL)
    if now.paid is not None:
        upper = two_sided(say("Total"), write.money(now.paid.to_pay))
        lower = two_sided(say("Change"), write.money(now.paid.change))
        return Face(upper, lower, _figures(now.paid.change, decimals), Lamp.CHANGE)
    return greeting(words(tx)[0] or place_of(tx, till_id).shop_name)


def _figures(amount: Money, decimals: int) -> str:
    return format_scaled(amount.minor, decimals)


def greeting(text: str) -> Face:
    """Words over two lines, broken between them and in the middle."""
    upper, lower = "", ""
    for word in text.split():
        longer = f"{upper} {word}".strip()
        if not lower and (not upper or len(longer) <= COLUMNS):
            upper = longer
        else:
            lower = f"{lower} {word}".strip()
    return Face(f"{upper:^{COLUMNS}}"[:COLUMNS], f"{lower[:COLUMNS]:^{COLUMNS}}")
