"""A tip in a payment: part of the tenders, and no part of what pays the sale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.core.db.unit import Unit
from app.core.errors import Conflict
from app.core.money import ZERO, Money
from pos.checkout.document import WrittenSale
from pos.pricing.priced import PricedCart
from pos.pricing.values import TenderKind, TenderRequest
from pos.tips.ledger import Tip, Where, give

_BEAR_NO_TIP: Final = frozenset({TenderKind.ACCOUNT, TenderKind.GIFT_CARD, TenderKind.BALANCE})


@dataclass(frozen=True, slots=True)
class Split:
    """Tenders without the tip, and the ``parts`` of the tip that each of them bears.

    ``missing`` is what the tenders are short of the tip alone.
    """

    for_sale: tuple[TenderRequest, ...]
    parts: tuple[Money, ...]
    missing: Money = ZERO

    @property
    def by_kind(self) -> list[tuple[str, Money]]:
        """How much of the tip each way of paying bears."""
        sums: dict[str, Money] = {}
        for tender, part in zip(self.for_sale, self.parts, strict=True):
            if part:
                sums[str(tender.kind)] = sums.get(str(tender.kind), ZERO) + part
        return list(sums.items())

    def check(self, priced: PricedCart) -> None:
        """Whether the tenders pay the sale, and the tip.

        Raises Conflict ``tenders_below_total`` (``need``), and ``no_tip_on_payout`` where no goods are to be paid.
        """
        has_tip = bool(self.missing) or any(self.parts)
        if has_tip and priced.gross <= ZERO:
            raise Conflict("no_tip_on_payout")
        if priced.payment.left or self.missing:
            raise Conflict("tenders_below_total", need=abs(priced.payment.left) + self.missing)

    def put_in(self, priced: PricedCart) -> PricedCart:
        """The priced cart with what is really taken by each tender."""
        if not any(self.parts):
            return priced
        tenders = tuple(
            replace(tender, amount=tender.amount + part)
            for tender, part in zip(priced.payment.tenders, self.parts, strict=True)
        )
        return replace(priced, payment=replace(priced.payment, tenders=tenders))


def leave_out(tip: Tip | None, tenders: Sequence[TenderRequest]) -> Split:
    """Takes the tip out of the tenders: the sale is paid first, the tip comes last.

    The tender that takes all that is left bears it; else those with amounts do, in the reverse of the order in which
    they pay: cash first, then the last named. Nothing is given on account, nor from gift cards and balances, which pay
    for goods. Raises Conflict ``tip_on_account``.
    """
    if tip is None:
        return Split(tuple(tenders), (ZERO,) * len(tenders))
    bearers = [index for index, one in enumerate(tenders) if one.kind not in _BEAR_NO_TIP]
    if tenders and not bearers:
        raise Conflict("tip_on_account")
    bearers.sort(
        key=lambda index: (tenders[index].amount is None, tenders[index].kind is TenderKind.CASH, index), reverse=True
    )
    left, parts = tip.amount, [ZERO] * len(tenders)
    for index in bearers:
        amount = tenders[index].amount
        parts[index] = left if amount is None else max(min(left, amount), ZERO)
        left -= parts[index]
    for_sale = tuple(
        one if one.amount is None else replace(one, amount=one.amount - part)
        for one, part in zip(tenders, parts, strict=True)
    )
    return Split(for_sale, tuple(parts), left)


def give_tip(tx: Unit, sale: WrittenSale, split: Split) -> None:
    """Enters the tip for whom it is."""
    if sale.cart.tip is not None:
        give(tx, Where(sale.place.shop_id, sale.shift_id), sale.sale_id, sale.cart.tip, split.by_kind)
