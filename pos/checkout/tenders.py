"""How the cashier was asked to be paid, as the pricing engine takes it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.errors import BadInput
from app.core.money import Money
from pos.pricing.priced import PricedCart
from pos.pricing.values import TenderKind
from pos.pricing.values import TenderRequest as PricingTender
from pos.tender_kinds import STORED_KINDS, TENDER_NAMES


@dataclass(frozen=True, slots=True)
class TenderRequest:
    """One way of paying: a key of ``TENDER_NAMES``.

    No amount takes what is left; amounts of a payout are below zero. A gift card has its ``code``; a payout without one
    goes to the cards that paid, the rest onto a new card. A ``card`` is ``by_hand`` where another terminal took it than
    the one that is connected to the till; without a connected one every card is.
    """

    kind: str
    amount: Money | None = None
    code: str | None = None
    by_hand: bool = False


def pricing_tenders(asked: Sequence[TenderRequest]) -> list[PricingTender]:
    """The tenders of money for the engine, without gift cards and balances; BadInput ``unknown_tender``."""
    return [_pricing_tender(index, one) for index, one in enumerate(asked) if one.kind not in STORED_KINDS]


def _pricing_tender(index: int, asked: TenderRequest) -> PricingTender:
    if asked.kind not in TENDER_NAMES:
        raise BadInput("unknown_tender", f"tenders[{index}].kind")
    return PricingTender(TenderKind(asked.kind), asked.amount)


def without_nothing(priced: PricedCart) -> PricedCart:
    """The cart without tenders that took nothing because gift cards and balances pay all of it."""
    tenders = priced.payment.tenders
    if not any(one.kind in STORED_KINDS for one in tenders):
        return priced
    return replace(priced, payment=replace(priced.payment, tenders=tuple(one for one in tenders if one.amount)))


def beside_terminal(tenders: Sequence[TenderRequest]) -> str:
    """What is paid otherwise than at a connected card terminal, so that two payments can be compared."""
    parts = [one for one in tenders if one.kind != TenderKind.CARD or one.by_hand]
    return json.dumps([(one.kind, None if one.amount is None else one.amount.minor, one.code) for one in parts])


def by_terminal(tenders: Sequence[TenderRequest], priced: PricedCart) -> list[Money]:
    """What of a payment, as it is priced, a connected card terminal is to take."""
    asked = [one for one in tenders if one.kind not in STORED_KINDS]
    taken = [one for one in priced.payment.tenders if one.kind not in STORED_KINDS]
    parts = zip(asked, taken, strict=True)
    return [part.amount for one, part in parts if part.kind is TenderKind.CARD and not one.by_hand]
