"""What a shift came to: every figure is the sum of its sales and cash entries."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.core.db.types import money_sum, whole_sum
from app.core.db.unit import ReadUnit
from app.core.money import ZERO, Money, total
from loyalty.packages.models import PackageEntry
from pos.account.models import AccountEntry
from pos.payments.reading import by_terminal
from pos.sale.kinds import GIVEN, TAKEN
from pos.sale.models import Sale, SaleLine, Tender
from pos.sale.turnover import IS_TURNOVER
from pos.shift.cashiers import CashierFigures, HandoverFigures, cashiers_of, handovers_of
from pos.shift.models import CashEntry, Shift
from pos.tips.figures import TipFigures, tips_of_shift


@dataclass(frozen=True, slots=True)
class RateFigures:
    """What one tax rate came to; ``rate_bp`` None is exempt."""

    rate_bp: int | None
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class PledgeFigures:
    """Pledges in a shift, tax in them.

    ``given`` went with goods, less what came back with them; ``taken`` was paid for empties, above zero. ``amount`` is
    what both came to in the basis of the prices.
    """

    given: Money
    taken: Money
    amount: Money

    @property
    def gross(self) -> Money:
        """What is in the sums of the documents and is no turnover of goods."""
        return self.given - self.taken


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """What gift cards and balances were sold for in a shift, and what of it was taken back; above zero."""

    sold: Money
    taken_back: Money

    @property
    def gross(self) -> Money:
        """What is in the sums of the documents and is no turnover: the shop owes it."""
        return self.sold - self.taken_back


@dataclass(frozen=True, slots=True)
class PackageFigures:
    """Visit packages in a shift: sold and paid back (turnover, above zero), visits made and what they were worth."""

    sold: Money = ZERO
    paid_back: Money = ZERO
    visits: int = 0
    visits_worth: Money = ZERO


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an X or Z report.

    ``tenders`` holds what was taken by kind, cash before change; ``cash_entries`` what was put in or taken out by
    kind; ``account_payments`` what customers paid off by kind. ``expected_cash`` is float + cash taken − change ±
    entries + cash paid off. ``return_count`` counts the documents in which goods came back, ``returned`` is what these
    goods came to, below zero; both are part of the other figures too, and so are the ``pledges`` and, but for the
    ``rates``, the ``loads`` of gift cards: ``turnover`` is what the goods alone came to. ``tips`` are in tenders and
    entries and in nothing else. ``handovers`` change no other figure: a difference found at one is part of the one
    found at the end. Of the cards in the tenders a connected terminal took ``cards_by_terminal``; the rest cashiers
    said by hand. What the visits of ``packages`` were worth is in no other figure: it was turnover when they were sold.
    """

    sale_count: int
    line_count: int
    subtotal: Money
    discount: Money
    net: Money
    tax: Money
    gross: Money
    rounding: Money
    change: Money
    tenders: dict[str, Money]
    rates: tuple[RateFigures, ...]
    opening_float: Money
    cash_entries: dict[str, Money]
    account_payments: dict[str, Money]
    return_count: int
    returned: Money
    pledges: PledgeFigures
    loads: LoadFigures
    tips: TipFigures
    expected_cash: Money
    first_number: int | None
    last_number: int | None
    cashiers: tuple[CashierFigures, ...]
    handovers: tuple[HandoverFigures, ...]
    cards_by_terminal: Money = ZERO
    packages: PackageFigures = PackageFigures()

    @property
    def turnover(self) -> Money:
        """What goods and services came to: pledges and gift cards are no revenue."""
        return self.gross - self.pledges.gross - self.loads.gross


def figures_of(tx: ReadUnit, shift_id: int) -> Figures:
    """The figures of a shift as its rows stand now."""
    sums = tx.execute(
        select(
            func.count(),
            whole_sum(Sale.line_count),
            *(money_sum(getattr(Sale, name)) for name in _SUMMED),
            func.min(Sale.number),
            func.max(Sale.number),
        ).where(Sale.shift_id == shift_id)
    ).one()
    opening_float = tx.execute(select(Shift.opening_float).where(Shift.id == shift_id)).scalar_one()
    tenders = dict(
        tx.execute(
            select(Tender.kind, money_sum(Tender.amount))
            .join(Sale, Sale.id == Tender.sale_id)
            .where(Sale.shift_id == shift_id)
            .group_by(Tender.kind)
            .order_by(Tender.kind)
        ).all()
    )
    entries = dict(
        tx.execute(
            select(CashEntry.kind, money_sum(CashEntry.amount))
            .where(CashEntry.shift_id == shift_id)
            .group_by(CashEntry.kind)
            .order_by(CashEntry.kind)
        ).all()
    )
    payments = dict(
        tx.execute(
            select(AccountEntry.tender_kind, money_sum(-AccountEntry.amount))
            .where(AccountEntry.shift_id == shift_id)
            .group_by(AccountEntry.tender_kind)
            .order_by(AccountEntry.tender_kind)
        ).all()
    )
    return_count, returned = tx.execute(
        select(func.count(Sale.id.distinct()), money_sum(SaleLine.gross))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.shift_id == shift_id, SaleLine.qty_milli < 0, IS_TURNOVER)
    ).one()
    named = dict(zip(_SUMMED, sums[2:-2], strict=True))
    return Figures(
        sale_count=sums[0],
        line_count=sums[1],
        **named,
        tenders=tenders,
        rates=_rates(tx, shift_id),
        opening_float=opening_float,
        cash_entries=entries,
        account_payments=payments,
        return_count=return_count,
        returned=returned,
        pledges=_pledges(tx, shift_id),
        loads=_loads(tx, shift_id),
        tips=tips_of_shift(tx, shift_id),
        expected_cash=total(
            (
                opening_float,
                tenders.get("cash", ZERO),
                -named["change"],
                *entries.values(),
                payments.get("cash", ZERO),
            )
        ),
        first_number=sums[-2],
        last_number=sums[-1],
        cashiers=cashiers_of(tx, shift_id),
        handovers=handovers_of(tx, shift_id),
        cards_by_terminal=by_terminal(tx, shift_id) if "card" in tenders else ZERO,
        packages=_packages(tx, shift_id),
    )


_SUMMED = ("subtotal", "discount", "net", "tax", "gross", "rounding", "change")


def _pledges(tx: ReadUnit, shift_id: int) -> PledgeFigures:
    sums = {
        kind: (gross, amount)
        for kind, gross, amount in tx.execute(
            select(SaleLine.pledge, money_sum(SaleLine.gross), money_sum(SaleLine.amount))
            .join(Sale, Sale.id == SaleLine.sale_id)
            .where(Sale.shift_id == shift_id, SaleLine.pledge.is_not(None))
            .group_by(SaleLine.pledge)
        )
    }
    given, given_amount = sums.get(GIVEN, (ZERO, ZERO))
    taken, taken_amount = sums.get(TAKEN, (ZERO, ZERO))
    return PledgeFigures(given, -taken, given_amount + taken_amount)


def _loads(tx: ReadUnit, shift_id: int) -> LoadFigures:
    sums = [
        tx.execute(
            select(money_sum(SaleLine.gross))
            .join(Sale, Sale.id == SaleLine.sale_id)
            .where(Sale.shift_id == shift_id, SaleLine.loads.is_not(None), sign)
        ).scalar_one()
        for sign in (SaleLine.qty_milli > 0, SaleLine.qty_milli < 0)
    ]
    return LoadFigures(sums[0], -sums[1])


def _packages(tx: ReadUnit, shift_id: int) -> PackageFigures:
    sums = {
        kind: (visits, value)
        for kind, visits, value in tx.execute(
            select(PackageEntry.kind, whole_sum(PackageEntry.visits), money_sum(PackageEntry.value))
            .join(Sale, Sale.id == PackageEntry.sale_id)
            .where(Sale.shift_id == shift_id)
            .group_by(PackageEntry.kind)
        )
    }
    sold, paid_back, used, given_back = [
        sums.get(kind, (0, ZERO)) for kind in ("sold", "returned", "used", "given_back")
    ]
    return PackageFigures(sold[1], -paid_back[1], -(used[0] + given_back[0]), -(used[1] + given_back[1]))


def _rates(tx: ReadUnit, shift_id: int) -> tuple[RateFigures, ...]:
    """What each rate came to; gift cards are taxed with the goods they pay for."""
    rows = tx.execute(
        select(
            SaleLine.tax_rate_bp,
            money_sum(SaleLine.net),
            money_sum(SaleLine.tax),
            money_sum(SaleLine.gross),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.shift_id == shift_id, SaleLine.loads.is_(None))
        .group_by(SaleLine.tax_rate_bp)
    ).all()
    ordered = sorted(rows, key=lambda row: (row[0] is None, row[0] or 0))
    return tuple(RateFigures(*row) for row in ordered)


def plain(figures: Figures) -> dict[str, Any]:
    """The figures as JSON keeps them: money in minor units."""
    return {
        "sale_count": figures.sale_count,
        "line_count": figures.line_count,
        **{name: getattr(figures, name).minor for name in _SUMMED},
        "tenders": {kind: amount.minor for kind, amount in figures.tenders.items()},
        "rates": [[row.rate_bp, row.net.minor, row.tax.minor, row.gross.minor] for row in figures.rates],
        "opening_float": figures.opening_float.minor,
        "cash_entries": {kind: amount.minor for kind, amount in figures.cash_entries.items()},
        "account_payments": {kind: amount.minor for kind, amount in figures.account_payments.items()},
        "return_count": figures.return_count,
        "returned": figures.returned.minor,
        "pledges_given": figures.pledges.given.minor,
        "pledges_taken": figures.pledges.taken.minor,
        "gift_cards_sold": figures.loads.sold.minor,
        "gift_cards_taken_back": figures.loads.taken_back.minor,
        "packages_sold": figures.packages.sold.minor,
        "packages_paid_back": figures.packages.paid_back.minor,
        "package_visits": figures.packages.visits,
        "package_visits_worth": figures.packages.visits_worth.minor,
        "tips": {kind: amount.minor for kind, amount in figures.tips.by_tender.items()},
        "tips_paid_out": figures.tips.paid_out.minor,
        "cards_by_terminal": figures.cards_by_terminal.minor,
        "expected_cash": figures.expected_cash.minor,
        "first_number": figures.first_number,
        "last_number": figures.last_number,
        "cashiers": [[one.name, one.sale_count, one.gross.minor] for one in figures.cashiers],
        "handovers": [[one.giver, one.taker, one.difference.minor] for one in figures.handovers],
    }
