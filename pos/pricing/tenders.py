"""Step 9: how a total is paid, and what cash is rounded to."""

from collections.abc import Sequence
from datetime import datetime

from app.core.errors import BadInput
from app.core.money import ZERO, Money
from pos.pricing.priced import Payment, PricedTender
from pos.pricing.values import CashRounding, CashRoundingMode, GiftCard, TenderKind, TenderRequest


def round_cash(amount: Money, rounding: CashRounding | None) -> Money:
    """The amount as cash can pay it: the multiple of the step that the mode picks, on the magnitude."""
    if rounding is None:
        return amount
    minor, step, mode = amount.minor, rounding.step.minor, rounding.mode
    whole, rest = divmod(abs(minor), step)
    if (
        (mode is CashRoundingMode.UP and rest)
        or (mode is CashRoundingMode.HALF_UP and 2 * rest >= step)
        or (mode is CashRoundingMode.HALF_DOWN and 2 * rest > step)
    ):
        whole += 1
    return Money(-whole * step if minor < 0 else whole * step)


def settle(
    total: Money,
    tenders: Sequence[TenderRequest],
    cash_rounding: CashRounding | None = None,
    balance: Money | None = None,
    gift_cards: Sequence[GiftCard] = (),
    at: datetime | None = None,
) -> Payment:
    """Pay the total with the tenders, in order, cash last whatever its place.

    ``balance`` is what the customer's prepaid balance holds, None without a customer; a gift card is good on the
    day of ``at``. The tenders answered stand in the order given. Raises BadInput: ``tender_too_high`` (only cash may
    exceed the rest), ``second_open_tender`` (two take all that is left), ``negative``, ``payout_not_negative``,
    ``no_customer``, ``missing`` (a gift card's code, or the moment), ``unknown_gift_card``, ``expired_gift_card``,
    ``repeated_gift_card``.
    """
    cards = _cards(tenders, gift_cards, at)
    return _Settlement(total, tenders, cash_rounding, balance, cards).payment()


def _cards(
    tenders: Sequence[TenderRequest], gift_cards: Sequence[GiftCard], at: datetime | None
) -> dict[int, GiftCard]:
    """The gift card of each tender that is one."""
    known = {card.code: card for card in gift_cards}
    found: dict[int, GiftCard] = {}
    seen: set[str] = set()
    for index, tender in enumerate(tenders):
        if tender.kind is not TenderKind.GIFT_CARD:
            continue
        path = f"cart.tenders[{index}].code"
        if tender.code is None:
            raise BadInput("missing", path)
        card = known.get(tender.code)
        if card is None:
            raise BadInput("unknown_gift_card", path, got=tender.code[:40])
        if tender.code in seen:
            raise BadInput("repeated_gift_card", path)
        if card.last_day is not None:
            if at is None:
                raise BadInput("missing", "at")
            if at.date() > card.last_day:
                raise BadInput("expired_gift_card", path)
        seen.add(tender.code)
        found[index] = card
    return found


class _Settlement:
    """One settlement, counted on magnitudes: a payout is its sale in a mirror."""

    def __init__(
        self,
        total: Money,
        tenders: Sequence[TenderRequest],
        cash_rounding: CashRounding | None,
        balance: Money | None,
        cards: dict[int, GiftCard],
    ) -> None:
        self._total = total
        self._tenders = tenders
        self._cash_rounding = cash_rounding
        self._sign = -1 if total.minor < 0 else 1
        self._rest = abs(total.minor)
        self._balance = None if balance is None else balance.minor
        self._cards = cards
        self._taken = [0] * len(tenders)
        self._left_on: dict[int, Money] = {}
        self._check_open()

    def payment(self) -> Payment:
        cash = [index for index, tender in enumerate(self._tenders) if tender.kind is TenderKind.CASH]
        for index, tender in enumerate(self._tenders):
            if tender.kind is not TenderKind.CASH:
                self._take(index, tender)
        by_others = abs(self._total.minor) - self._rest
        in_cash = self._rest
        if cash:
            in_cash = round_cash(Money(self._rest), self._cash_rounding).minor
            self._take_cash(cash, in_cash)
        to_pay, paid = by_others + in_cash, sum(self._taken)
        return Payment(
            rounding=self._money(in_cash - self._rest),
            to_pay=self._money(to_pay),
            cash_to_pay=round_cash(self._total, self._cash_rounding),
            paid=self._money(paid),
            left=self._money(max(to_pay - paid, 0)),
            change=self._money(max(paid - to_pay, 0)),
            tenders=tuple(
                PricedTender(
                    tender.kind,
                    self._money(taken),
                    tender.code,
                    self._left_on.get(index),
                )
                for index, (tender, taken) in enumerate(zip(self._tenders, self._taken, strict=True))
            ),
        )

    def _check_open(self) -> None:
        """A balance and gift cards take what they can; of all others one may be told to take the rest."""
        open_already = False
        for index, tender in enumerate(self._tenders):
            if tender.amount is None and tender.kind not in {TenderKind.BALANCE, TenderKind.GIFT_CARD}:
                if open_already:
                    raise BadInput("second_open_tender", self._path(index))
                open_already = True

    def _take(self, index: int, tender: TenderRequest) -> None:
        asked = self._asked(index, tender)
        take = self._rest if asked is None else asked
        if tender.kind is TenderKind.BALANCE:
            take = self._from_balance(index, take)
        elif tender.kind is TenderKind.GIFT_CARD:
            take = self._from_card(index, take)
        if take > self._rest:
            raise BadInput("tender_too_high", self._path(index))
        self._taken[index] = take
        self._rest -= take

    def _from_balance(self, index: int, take: int) -> int:
        """At most what the balance holds; a payout fills it without limit."""
        if self._balance is None:
            raise BadInput("no_customer", f"cart.tenders[{index}].kind")
        if self._sign > 0:
            take = min(take, self._balance)
        self._balance -= self._sign * take
        self._left_on[index] = Money(self._balance)
        return take

    def _from_card(self, index: int, take: int) -> int:
        """At most what the card holds; a payout loads it without limit."""
        holds = self._cards[index].balance.minor
        if self._sign > 0:
            take = min(take, holds)
        self._left_on[index] = Money(holds - self._sign * take)
        return take

    def _take_cash(self, cash: Sequence[int], due: int) -> None:
        """Several cash tenders count together; the open one takes what the others leave of the cash."""
        open_index = None
        for index in cash:
            asked = self._asked(index, self._tenders[index])
            if asked is None:
                open_index = index
            else:
                self._taken[index] = asked
                due -= asked
        if open_index is not None:
            self._taken[open_index] = max(due, 0)

    def _asked(self, index: int, tender: TenderRequest) -> int | None:
        if tender.amount is None:
            return None
        asked = self._sign * tender.amount.minor
        if asked < 0:
            raise BadInput(
                "negative" if self._sign > 0 else "payout_not_negative",
                self._path(index),
            )
        return asked

    def _money(self, magnitude: int) -> Money:
        return Money(self._sign * magnitude) if magnitude else ZERO

    @staticmethod
    def _path(index: int) -> str:
        return f"cart.tenders[{index}].amount"
