"""A void at a connected card terminal: what it took from cards is back before the sale is voided."""

from app.core.db.unit import ReadUnit
from app.core.errors import Conflict
from app.core.money import Money, total
from app.places.service import place_of
from pos.checkout.card_cover import Leg, legs_back, matched
from pos.payments.reading import PaymentView, live_of_subject
from pos.sale.reading import SaleView


def backs_needed(tx: ReadUnit, till_id: int, sale: SaleView) -> list[Leg]:
    """What the till's terminal still has to give back before a sale is voided; Conflict ``card_payment_under_way``."""
    by_card = _by_card(sale)
    if not by_card or not place_of(tx, till_id).has_terminal:
        return []
    legs = legs_back(tx, [sale.head.id], by_card, for_subject=sale.head.uid)
    return matched(legs, _approved(tx, sale))[0]


def given_back(tx: ReadUnit, till_id: int, sale: SaleView, *, by_hand: bool) -> list[PaymentView]:
    """What terminals gave back for a void, which has to be all unless the rest is given ``by_hand``.

    Raises Conflict ``card_not_given_back``, ``card_payment_under_way``.
    """
    if not _by_card(sale):
        return []
    if not by_hand and backs_needed(tx, till_id, sale):
        raise Conflict("card_not_given_back")
    return _approved(tx, sale)


def _by_card(sale: SaleView) -> Money:
    return total(amount for kind, amount in sale.tenders if kind == "card")


def _approved(tx: ReadUnit, sale: SaleView) -> list[PaymentView]:
    there = live_of_subject(tx, sale.head.uid)
    if any(one.is_under_way for one in there):
        raise Conflict("card_payment_under_way")
    return there
