"""The English sentences of promotions: why one has no effect, and what one would still give."""

from collections.abc import Callable
from math import ceil, floor
from typing import Final

from app.core.numbers import QTY_DECIMALS, format_scaled
from app.core.percent import PERCENT_DECIMALS, WHOLE_MICRO
from loyalty.rules.points import POINTS_DECIMALS
from pos.pricing.priced import Exact, Offer, Refusal, RefusalCode

_WHY: Final = {
    RefusalCode.UNKNOWN_COUPON: "There is no such promotion.",
    RefusalCode.NOT_YET: "It has not begun yet.",
    RefusalCode.EXPIRED: "It is over.",
    RefusalCode.WRONG_TIME: "It does not hold on this day or at this hour.",
    RefusalCode.NO_CUSTOMER: "It needs a customer.",
    RefusalCode.NOT_FOR_CUSTOMER: "It is not for this customer.",
    RefusalCode.LIMIT: "It has been used as often as it may be.",
    RefusalCode.NOTHING_MATCHING: "Nothing in the cart can become cheaper by it.",
    RefusalCode.MIN_QTY: "{more} more for {name}.",
    RefusalCode.MIN_AMOUNT: "{more} more for {name}.",
    RefusalCode.MAX_QTY: "It holds up to {need} units; there are {have}.",
    RefusalCode.MAX_AMOUNT: "It holds up to {need}; there is {have}.",
    RefusalCode.NOT_ENOUGH_POINTS: "It takes {need} points; there are {have}.",
    RefusalCode.NOT_COMBINABLE: "Something better has been given instead.",
}
_QUANTITIES: Final = {RefusalCode.MIN_QTY, RefusalCode.MAX_QTY}
_AMOUNTS: Final = {RefusalCode.MIN_AMOUNT, RefusalCode.MAX_AMOUNT}


def points_text(micro: int) -> str:
    """Points as a decimal text without trailing zeros."""
    return format_scaled(micro, POINTS_DECIMALS, trim=True)


def measured(refusal: Refusal, decimals: int) -> tuple[str | None, str | None]:
    """What is needed and what there is, as texts; what there is stays on its side of what is needed when rounded."""
    if refusal.need is None or refusal.have is None:
        return None, None
    write = _writer(refusal.code, decimals)
    to_whole = ceil if refusal.code in {RefusalCode.MAX_QTY, RefusalCode.MAX_AMOUNT} else floor
    return write(int(refusal.need)), write(to_whole(refusal.have))


def why_refused(refusal: Refusal, decimals: int) -> str:
    """Why it has no effect, or what is missing."""
    need, have = measured(refusal, decimals)
    more = "" if refusal.need is None or refusal.have is None else _more(refusal.need, refusal.have, refusal, decimals)
    return _WHY[refusal.code].format(need=need, have=have, more=more, name=refusal.name)


def why_offered(offer: Offer) -> str:
    """What would be given."""
    if offer.percent.micro == WHOLE_MICRO:
        return f"{offer.qty} more for nothing: {offer.name}"
    percent = format_scaled(offer.percent.micro, PERCENT_DECIMALS, trim=True)
    return f"{offer.qty} more with {percent} % off: {offer.name}"


def _more(need: Exact, have: Exact, refusal: Refusal, decimals: int) -> str:
    return _writer(refusal.code, decimals)(ceil(need - have))


def _writer(code: RefusalCode, decimals: int) -> Callable[[int], str]:
    if code in _QUANTITIES:
        return lambda value: format_scaled(value, QTY_DECIMALS, trim=True)
    if code in _AMOUNTS:
        return lambda value: format_scaled(value, decimals)
    return points_text
