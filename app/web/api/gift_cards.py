"""Gift cards, to read: what is on one. A sale spends them, as one of its tenders."""

from flask import Response

from app.core.installation import facts
from app.core.numbers import format_scaled
from app.places.day import calendar_date
from app.web.api.operations import Operation, Parameter, answer, operation
from app.web.api.shapes import GiftCardOut
from app.web.shared.units import read
from pos.cart.gift_cards import known_card


@operation(
    Operation(
        "GET",
        "/gift-cards/{code}",
        "gift_card",
        "What is on a gift card, and whether it can pay today",
        "gift_cards:read",
        answer=GiftCardOut,
        parameters=(Parameter("code", "as it is scanned or typed", where="path", required=True),),
    )
)
def one_gift_card(code: str) -> Response:
    """One gift card by its code."""
    with read() as tx:
        card, shop = known_card(tx, code), facts(tx)
        shown = GiftCardOut(
            uid=card.uid,
            balance=format_scaled(card.balance.minor, shop.decimals),
            currency=shop.currency,
            state=card.trouble(calendar_date(tx)) or "good",
            last_day=None if card.last_day is None else card.last_day.isoformat(),
        )
    return answer(shown)
