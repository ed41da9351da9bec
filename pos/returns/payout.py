"""Paying out: by the ways the goods were paid, the last first, never more cash than the drawer has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, Select, select

from app.core.currency_change import exchange_of
from app.core.db.types import money_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.money import ZERO, Money, total
from app.core.rounding import round_together
from pos.cart.pricing import price_state
from pos.cart.rates import at_rates_of_today
from pos.cart.store import CartState, read_state
from pos.pricing.priced import PricedCart
from pos.pricing.tenders import round_cash
from pos.pricing.values import TenderKind
from pos.sale.kinds import TAKEN
from pos.sale.models import Sale, SaleLine, Tender
from pos.settings import pricing_shop
from pos.shift.figures import figures_of
from pos.tender_kinds import STORED_KINDS
from pos.tips.ledger import tips_by_tender

CASH: Final = "cash"


@dataclass(frozen=True, slots=True)
class Part:
    """An amount above zero that goes back one way."""

    kind: str
    amount: Money


def refundable(tx: ReadUnit, line_ids: Sequence[int]) -> dict[str, Money]:
    """What may go back each way for returns of these sold lines, the last way of paying first.

    It is what their sales were paid that way, less what went back so already; of cash what stayed in the drawer. A tip
    stays with whom it was given to. All of it in today's currency.
    """
    if not line_ids:
        return {}
    sales = select(SaleLine.sale_id).where(SaleLine.id.in_(line_ids))
    paid = tx.execute(
        select(Sale.id, Sale.currency, Sale.change, Tender.kind, Tender.amount)
        .join(Sale, Sale.id == Tender.sale_id)
        .where(Tender.sale_id.in_(sales), Tender.amount > ZERO)
        .order_by(Tender.sale_id, Tender.position)
    ).all()
    tips = tips_by_tender(tx, sales)
    by_kind: dict[str, Money] = {}
    for (sale_id, currency, change), tenders in reversed([(key, list(rows)) for key, rows in groupby(paid, _of_sale)]):
        less = tips.get(sale_id, {}) | {CASH: change + tips.get(sale_id, {}).get(CASH, ZERO)}
        for kind, amount in reversed(_kept(tx, currency, less, [tuple(row[3:]) for row in tenders]).items()):
            by_kind[kind] = by_kind.get(kind, ZERO) + amount
    back = _gone_back(tx, sales)
    return {kind: max(amount - back.get(kind, ZERO), ZERO) for kind, amount in by_kind.items()}


def _of_sale(row: Row[*tuple[Any, ...]]) -> tuple[int, str, Money]:
    return row[0], row[1], row[2]


def _kept(
    tx: ReadUnit, currency: str, less: Mapping[str, Money], tenders: Sequence[tuple[str, Money]]
) -> dict[str, Money]:
    """What one sale was paid each way, in the order of its tenders; ``less`` are its change and its tip.

    In another currency the parts add up to what the whole is in it.
    """
    kept: dict[str, Money] = {}
    for kind, amount in tenders:
        # The last tender of a kind says where it stands.
        kept[kind] = kept.pop(kind, ZERO) + amount
    for kind in kept:
        kept[kind] -= less.get(kind, ZERO)
    exchange = exchange_of(tx, currency)
    if exchange is None:
        return kept
    parts = round_together([amount.minor * exchange.numerator for amount in kept.values()], exchange.denominator)
    return {kind: Money(part) for kind, part in zip(kept, parts, strict=True)}


def _gone_back(tx: ReadUnit, sales: Select[*tuple[int]]) -> dict[str, Money]:
    """What went back each way for lines of these sales, above zero.

    Of what went back in an older currency the fraction of a minor unit is left out: the last part must not fail by it.
    """
    of_sales = select(SaleLine.id).where(SaleLine.sale_id.in_(sales))
    returns = select(SaleLine.sale_id).where(SaleLine.returned_line_id.in_(of_sales))
    rows = tx.execute(
        select(Tender.kind, Sale.currency, money_sum(-Tender.amount))
        .join(Sale, Sale.id == Tender.sale_id)
        .where(Tender.sale_id.in_(returns), Tender.amount < ZERO)
        .group_by(Tender.kind, Sale.currency)
    )
    back: dict[str, Money] = {}
    for kind, currency, amount in rows:
        exchange = exchange_of(tx, currency)
        here = amount if exchange is None else Money(amount.minor * exchange.numerator // exchange.denominator)
        back[kind] = back.get(kind, ZERO) + here
    return back


def proposal(tx: ReadUnit, cart: CartState, priced: PricedCart) -> tuple[Part, ...]:
    """How a payout would go back by itself; what no way of paying covers is cash. Empty where nothing is owed."""
    owed = -priced.gross
    parts: dict[str, Money] = {}
    for paid_by, amount in refundable(tx, _sold_lines(cart)).items():
        # A balance is somebody's: where the cart is nobody's, its part goes back on a gift card.
        kind = "gift_card" if paid_by == "balance" and cart.customer_id is None else paid_by
        part = min(amount, owed)
        if part > ZERO:
            parts[kind] = parts.get(kind, ZERO) + part
            owed -= part
    if owed > ZERO:
        parts[CASH] = parts.get(CASH, ZERO) + owed
    if CASH in parts:
        parts[CASH] = round_cash(parts[CASH], pricing_shop(tx).cash_rounding)
    return tuple(Part(kind, amount) for kind, amount in parts.items() if amount)


def payout_of(tx: ReadUnit, till_id: int) -> tuple[Part, ...]:
    """How the till's open cart would be paid out by itself; empty where nothing is owed to the customer."""
    cart = read_state(tx, till_id)
    return () if cart is None else proposal(tx, cart, price_state(tx, at_rates_of_today(tx, cart)))


def ways_back(tx: ReadUnit, till_id: int) -> tuple[Part, ...]:
    """The ways but cash in which the till's open cart may be paid out, each with the most that may go back by it."""
    cart = read_state(tx, till_id)
    if cart is None:
        return ()
    owed = -price_state(tx, at_rates_of_today(tx, cart)).gross
    most = refundable(tx, _sold_lines(cart))
    return tuple(Part(kind, min(amount, owed)) for kind, amount in most.items() if kind != CASH and amount > ZERO)


def _sold_lines(cart: CartState) -> list[int]:
    return [line.returned_line_id for line in cart.lines if line.returned_line_id is not None]


def check_payout(tx: Unit, shift_id: int, cart: CartState, priced: PricedCart) -> None:
    """Whether the tenders of a payout may be given.

    The pledges of empties may always go back in cash, and anything as store credit on a gift card or a balance.
    Raises Forbidden ``right_needed`` for cash where the goods were paid otherwise; Conflict ``paid_otherwise``
    (``kind``, ``most``) for more than was paid that way, ``no_cash_for_payout`` (``there``) where the drawer should
    hold less.
    """
    given: dict[str, Money] = {}
    for tender in priced.payment.tenders:
        given[str(tender.kind)] = given.get(str(tender.kind), ZERO) - tender.amount
    most = refundable(tx, _sold_lines(cart))
    empties = total(-part.gross for line, part in zip(cart.lines, priced.lines, strict=True) if line.pledge == TAKEN)
    has_receipts = all(line.returned_line_id is not None for line in cart.lines if line.is_return)
    for kind, amount in given.items():
        allowed = most.get(kind, ZERO)
        if kind == TenderKind.CASH:
            if has_receipts and amount > allowed + empties + abs(priced.payment.rounding):
                tx.actor.require("till.return_cash")
            there = figures_of(tx, shift_id).expected_cash
            if amount > there:
                raise Conflict("no_cash_for_payout", there=there)
        elif kind not in STORED_KINDS and amount > allowed:
            raise Conflict("paid_otherwise", kind=kind, most=allowed)
