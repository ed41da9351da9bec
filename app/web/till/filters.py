"""Template filters of the till: what things are called, in the reader's language."""

from collections.abc import Sequence
from typing import Final

from app.core.money import UNIT_PRICE_EXTRA_DECIMALS, Money, UnitPrice
from app.core.numbers import format_scaled
from app.core.texts import marked
from app.web.shared.formats import money, qty
from app.web.shared.language import facts_of_shop, figures, gettext, translated
from app.web.till.blueprint import blueprint
from loyalty.gift_cards.codes import last_signs
from loyalty.promotions.coupon_codes import read_code, shown_code
from pos.cart.views import LineDiscount, RefusedView, UndoView, discount_text
from pos.returns.payout import Part
from pos.sale.kinds import SALE_KINDS
from pos.shift.papers import CASH_NAMES
from pos.tender_kinds import TENDER_NAMES


@blueprint.app_template_filter()
def tender_name(kind: str) -> str:
    """The name of a way of paying."""
    return translated(TENDER_NAMES[kind])


@blueprint.app_template_filter()
def cash_kind_name(kind: str) -> str:
    """The name of a kind of cash entry."""
    return translated(CASH_NAMES[kind])


@blueprint.app_template_filter()
def money_short(amount: Money) -> str:
    """An amount without its decimals where they are zero: how people say notes."""
    decimals = facts_of_shop().decimals
    written = money(amount)
    is_whole = decimals > 0 and amount.minor % 10**decimals == 0
    return written[: -1 - decimals] if is_whole else written


@blueprint.app_template_filter()
def typed_price(value: UnitPrice) -> str:
    """A unit price as a person would type it: nothing between thousands, no zeros that say nothing."""
    decimals = facts_of_shop().decimals + UNIT_PRICE_EXTRA_DECIMALS
    return format_scaled(value.scaled, decimals, trim=True).replace(".", figures().point)


@blueprint.app_template_filter()
def discount_why(discount: LineDiscount) -> str:
    """Why a line became cheaper."""
    return discount_text(discount, translated)


_TROUBLES: Final = {
    "blocked": marked("This card is blocked: it pays no more."),
    "replaced": marked("This card was replaced by another one."),
    "expired": marked("The last day of this card has passed."),
    "empty": marked("Nothing is left on it."),
    "held": marked("What is on it is held for a card payment at a till."),
    "unknown": marked("Nobody knows this card."),
}


@blueprint.app_template_filter()
def gift_card_trouble(trouble: str) -> str:
    """Why a gift card pays nothing."""
    return gettext(_TROUBLES[trouble])


@blueprint.app_template_filter()
def card_signs(code: str) -> str:
    """The last figures of a gift card's code: the whole of it is money."""
    return last_signs(code)


@blueprint.app_template_filter()
def coupon_code(code: str) -> str:
    """The code of a coupon as people read it; one the shop thought up stays as it is."""
    return shown_code(code) if read_code(code) == code else code


_REFUSED: Final = {
    "unknown_coupon": marked("is good no more"),
    "not_yet": marked("has not begun yet"),
    "expired": marked("is over"),
    "wrong_time": marked("does not hold on this day or at this hour"),
    "no_customer": marked("needs a customer"),
    "not_for_customer": marked("is not for this customer"),
    "limit": marked("has been used as often as it may be"),
    "nothing_matching": marked("makes nothing here cheaper"),
    "max_qty": marked("does not hold for so many"),
    "max_amount": marked("does not hold for so much"),
    "not_combinable": marked("something better is given already"),
    "not_enough_points": marked("there are not so many points"),
}


@blueprint.app_template_filter()
def refused_why(refused: RefusedView) -> str:
    """Why a coupon takes nothing off, as the end of a line that names it."""
    return translated(_REFUSED[refused.code])


@blueprint.app_template_filter()
def payout_tenders(parts: Sequence[Part]) -> list[dict[str, object]]:
    """The parts of a payout as the page sends them: amounts in minor units, below zero."""
    return [{"kind": part.kind, "amount": -part.amount.minor} for part in parts]


@blueprint.app_template_filter()
def sale_kind(kind: str) -> str:
    """What a document is called."""
    return translated(SALE_KINDS[kind])


_UNDOES: Final = {
    "added": marked("Added %(quantity)s × %(name)s"),
    "removed": marked("Removed %(name)s"),
    "qty": marked("Changed the quantity of %(name)s"),
    "discount": marked("Changed the discount on %(name)s"),
    "price": marked("Changed the price of %(name)s"),
    "note": marked("Changed the note on %(name)s"),
    "cart_discount": marked("Changed the discount on the whole sale"),
    "customer": marked("Changed the customer"),
    "tip": marked("Changed the tip"),
    "coupon": marked("Changed the coupons"),
    "points": marked("Changed the points to pay with"),
    "gift_card": marked("Changed the gift cards to pay with"),
    "package": marked("Changed what pays for %(name)s"),
    "claim": marked("Changed what is taken for points"),
}


@blueprint.app_template_filter()
def undo_words(undo: UndoView) -> str:
    """What the last act was."""
    return gettext(_UNDOES[undo.kind], quantity=qty(undo.qty_milli), name=undo.name)
