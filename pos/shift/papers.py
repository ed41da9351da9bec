"""The papers of a shift: X and Z reports and slips for cash put in or taken out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.core import settings
from app.core.db.unit import ReadUnit, Unit
from app.core.installation import facts
from app.core.money import ZERO, Money, total
from app.core.texts import paper_texts, shown_and_printed
from app.core.written import writing
from app.places.day import shop_zone, today
from app.places.service import place_of
from app.places.settings import PAPER_LANGUAGE
from pos.papers.store import store_paper
from pos.shift.figures import Figures, PackageFigures
from pos.shift.views import ShiftView
from pos.tender_kinds import STORED_KINDS, TENDER_NAMES
from pos.tips.figures import TipFigures
from printing.document import Direction
from printing.receipt import Row
from printing.slip import Section, Slip, slip_document

CASH: Final = "cash"
TIPS_OUT: Final = "tips_out"
"""The kind of a cash entry by which somebody gets the tips that were given to him."""
CASH_NAMES = {
    "in": shown_and_printed("Cash in"),
    "out": shown_and_printed("Cash out"),
    "safe_drop": shown_and_printed("To the safe"),
    "petty_cash": shown_and_printed("Petty cash"),
    TIPS_OUT: shown_and_printed("Tips paid out"),
}


@dataclass(frozen=True, slots=True)
class AccountSlip:
    """What the slip of a payment on account says; the customer by number, so that papers hold no names."""

    number: int
    customer_id: int
    tender_kind: str
    amount: Money
    owed: Money


def z_document(uid: str) -> str:
    """The name of a Z report's paper."""
    return f"z:{uid}"


def x_document(uid: str) -> str:
    """The name of an X report's paper."""
    return f"x:{uid}"


def store_cash_slip(tx: Unit, till_id: int, uid: str, number: int, kind: str, amount: Money, reason: str) -> str:
    """Keeps the slip of a cash entry; answers its document. The reason of tips paid out is who got them, and signs."""
    paper = _Paper(tx, till_id)
    document = f"cash:{uid}"
    store_paper(
        tx,
        document,
        slip_document(
            paper.slip(
                paper.say(CASH_NAMES[kind]),
                (
                    Row(paper.say("Number"), str(number)),
                    Row(paper.say("Paid to") if kind == TIPS_OUT else paper.say("Reason"), reason),
                ),
                total=Row(paper.say("Amount"), paper.write.money(amount)),
                signatures=(reason if kind == TIPS_OUT else paper.say("Signature"),),
            )
        ),
    )
    return document


def store_account_slip(tx: Unit, till_id: int, uid: str, payment: AccountSlip) -> str:
    """Keeps the slip of a payment on account; answers its document."""
    paper = _Paper(tx, till_id)
    document = f"account:{uid}"
    rows = (
        Row(paper.say("Number"), str(payment.number)),
        Row(paper.say("Customer no."), str(payment.customer_id)),
        Row(paper.say(TENDER_NAMES[payment.tender_kind]), paper.write.money(payment.amount)),
        Row(paper.say("Still owed"), paper.write.money(payment.owed)),
    )
    slip = paper.slip(
        paper.say("Payment on account"),
        rows,
        total=Row(paper.say("Amount"), paper.write.money(payment.amount)),
        signatures=(paper.say("Signature"),),
    )
    store_paper(tx, document, slip_document(slip))
    return document


def handover_document(uid: str) -> str:
    """The name of a hand-over's slip."""
    return f"handover:{uid}"


def store_handover(
    tx: Unit, till_id: int, document: str, number: int, taker: str, expected: Money, counted: Money
) -> None:
    """Keeps the slip that giver and taker sign."""
    paper = _Paper(tx, till_id)
    say, write = paper.say, paper.write
    rows = (
        Row(say("Number"), str(number)),
        Row(say("Handed over to"), taker),
        Row(say("Expected"), write.money(expected)),
        Row(say("Difference"), write.money(counted - expected)),
    )
    slip = paper.slip(
        say("Hand-over of the drawer"),
        rows,
        total=Row(say("Counted"), write.money(counted)),
        signatures=(tx.actor.name, taker),
    )
    store_paper(tx, document, slip_document(slip))


def store_x(tx: Unit, till_id: int, uid: str, shift_number: int, opened_at: datetime, figures: Figures) -> None:
    """Keeps an X report."""
    paper = _Paper(tx, till_id)
    rows = (
        Row(paper.say("Shift"), str(shift_number)),
        Row(paper.say("Opened"), paper.write.moment(opened_at, paper.zone)),
    )
    slip = paper.slip(paper.say("X report"), rows, paper.sections(figures))
    store_paper(tx, x_document(uid), slip_document(slip))


def store_z(
    tx: Unit,
    till_id: int,
    uid: str,
    number: int,
    shift: ShiftView,
    figures: Figures,
    counted: Money | None,
    heads: dict[str, str],
) -> str:
    """Keeps a Z report with what was counted and the journal's heads; answers its document.

    One that is closed after its business date says so, and so does one that nobody counted (``counted`` None).
    """
    paper = _Paper(tx, till_id)
    say, write = paper.say, paper.write
    document = z_document(uid)
    drawer = Section(
        say("Drawer"),
        (
            Row(say("Expected"), write.money(figures.expected_cash)),
            *paper.count(figures, counted),
        ),
    )
    rows: tuple[Row, ...] = (
        Row(say("Z number"), str(number)),
        Row(say("Opened"), write.moment(shift.opened_at, paper.zone)),
    )
    if shift.paper_reason is not None:
        rows += (
            Row(say("Kept on paper, day of"), write.day(shift.business_date)),
            Row(say("Reason"), shift.paper_reason),
        )
    if shift.is_late(today(tx)):
        rows += (Row(say("Closed late, shift of"), write.day(shift.business_date)),)
    if counted is None:
        rows += (Row(say("Closed"), say("automatically")),)
    notes = tuple(f"{chain} {head.partition(':')[0]} {head.partition(':')[2][:16]}" for chain, head in heads.items())
    store_paper(
        tx,
        document,
        slip_document(
            paper.slip(
                say("Z report"),
                rows,
                (*paper.sections(figures), drawer),
                total=Row(say("Turnover"), write.money(figures.turnover)),
                notes=notes,
                signatures=(say("Signature"),),
                named=counted is not None,
            )
        ),
    )
    return document


class _Paper:
    """The words and figures of one paper, in the language of the shop's papers."""

    def __init__(self, tx: ReadUnit, till_id: int) -> None:
        self.language = settings.get(tx, PAPER_LANGUAGE)
        self.say = paper_texts(self.language).gettext
        self.write = writing(self.language, facts(tx).decimals)
        self.zone = shop_zone(tx)
        self._place = place_of(tx, till_id)
        self._now = tx.now
        self._cashier = tx.actor.name if isinstance(tx, Unit) else ""

    def slip(
        self,
        title: str,
        rows: tuple[Row, ...],
        sections: tuple[Section, ...] = (),
        total: Row | None = None,
        notes: tuple[str, ...] = (),
        signatures: tuple[str, ...] = (),
        *,
        named: bool = True,
    ) -> Slip:
        return Slip(
            language=self.language,
            direction=Direction.of(self.language),
            shop_name=self._place.shop_name,
            title=title,
            facts=(
                *rows,
                Row(self._place.till_name, self.write.moment(self._now, self.zone)),
                *((Row(self.say("Cashier"), self._cashier),) if named else ()),
            ),
            sections=sections,
            total=total,
            notes=notes,
            signatures=signatures,
        )

    def sections(self, figures: Figures) -> tuple[Section, ...]:
        say, money = self.say, self.write.money
        sales = [
            Row(say("Sales"), str(figures.sale_count)),
            Row(say("Subtotal"), money(figures.subtotal - figures.pledges.amount - figures.loads.gross)),
            Row(say("Discounts"), money(-figures.discount)),
            Row(say("Turnover"), money(figures.turnover)),
        ]
        if figures.first_number is not None:
            sales.insert(1, Row(say("Numbers"), f"{figures.first_number}–{figures.last_number}"))
        if figures.return_count:
            sales.append(Row(say("Returns ({count})").format(count=figures.return_count), money(figures.returned)))
        if figures.pledges.given or figures.pledges.taken:
            sales += [
                Row(say("Pledges given"), money(figures.pledges.given)),
                Row(say("Pledges taken back"), money(-figures.pledges.taken)),
                Row(say("With pledges"), money(figures.gross)),
            ]
        if figures.rounding:
            sales.append(Row(say("Rounding"), money(figures.rounding)))
        taxes = tuple(
            Row(
                say("No tax") if row.rate_bp is None else say("Tax {rate}").format(rate=self.write.rate(row.rate_bp)),
                f"{money(row.tax)} / {money(row.gross)}",
            )
            for row in figures.rates
        )
        tenders = tuple(Row(say(TENDER_NAMES[kind]), money(amount)) for kind, amount in figures.tenders.items())
        drawer = [Row(say("Opening float"), money(figures.opening_float))]
        drawer += [Row(say(CASH_NAMES[kind]), money(amount)) for kind, amount in figures.cash_entries.items()]
        drawer += [
            Row(
                say("Cash from sales"), money(figures.tenders.get("cash", ZERO) - figures.change - figures.tips.in_cash)
            ),
        ]
        if figures.tips.in_cash:
            drawer.append(Row(say("Tips in cash"), money(figures.tips.in_cash)))
        if CASH in figures.account_payments:
            drawer.append(Row(say("Cash paid off"), money(figures.account_payments[CASH])))
        paid_off = tuple(Row(say(TENDER_NAMES[kind]), money(sum_)) for kind, sum_ in figures.account_payments.items())
        drawer += [
            Row(say("Should be in the drawer"), money(figures.expected_cash)),
        ]
        return (
            Section(say("Sales"), tuple(sales)),
            Section(say("Tax / gross"), taxes),
            Section(say("Tenders"), tenders),
            *self._gift_cards(figures),
            *self._packages(figures.packages),
            *self._cards(figures),
            *self._tips(figures.tips),
            *((Section(say("Paid off by customers"), paid_off),) if paid_off else ()),
            Section(say("Cash"), tuple(drawer)),
            *self._people(figures),
        )

    def _gift_cards(self, figures: Figures) -> tuple[Section, ...]:
        """What cards and balances brought in and paid; it is in the tenders above and in no turnover."""
        paid = [(kind, figures.tenders[kind]) for kind in STORED_KINDS if kind in figures.tenders]
        if not (figures.loads.sold or figures.loads.taken_back or paid):
            return ()
        rows = [Row(self.say("Sold and topped up"), self.write.money(figures.loads.sold))]
        if figures.loads.taken_back:
            rows.append(Row(self.say("Taken back"), self.write.money(-figures.loads.taken_back)))
        rows += [
            Row(self.say("Paid by: {tender}").format(tender=self.say(TENDER_NAMES[kind])), self.write.money(amount))
            for kind, amount in paid
        ]
        return (Section(self.say("Gift cards (no turnover)"), tuple(rows)),)

    def _packages(self, packages: PackageFigures) -> tuple[Section, ...]:
        """Visit packages: what they brought in stands in the turnover, what their visits were worth nowhere else."""
        if packages == PackageFigures():
            return ()
        say, money = self.say, self.write.money
        rows = [Row(say("Sold"), money(packages.sold))]
        if packages.paid_back:
            rows.append(Row(say("Paid back"), money(-packages.paid_back)))
        if packages.visits or packages.visits_worth:
            rows.append(Row(say("Visits made: {visits}").format(visits=packages.visits), money(packages.visits_worth)))
        return (Section(say("Visit packages (paid before)"), tuple(rows)),)

    def _cards(self, figures: Figures) -> tuple[Section, ...]:
        """Which cards a connected terminal took, and which the cashiers said; nothing without one."""
        if not figures.cards_by_terminal:
            return ()
        say, money, there = self.say, self.write.money, figures.cards_by_terminal
        by_hand = figures.tenders.get("card", ZERO) - there
        rows = (Row(say("By the card terminal"), money(there)), Row(say("By the cashier's word"), money(by_hand)))
        return (Section(say("Cards"), rows),)

    def _tips(self, tips: TipFigures) -> tuple[Section, ...]:
        """What was given to whom, and how; it is in the tenders above."""
        if not tips.by_tender:
            return ()
        ways = [Row(self.say(TENDER_NAMES[kind]), self.write.money(sum_)) for kind, sum_ in tips.by_tender.items()]
        people = [Row(name, self.write.money(sum_)) for name, sum_ in tips.by_person]
        return (Section(self.say("Tips (no turnover)"), (*ways, *people)),)

    def count(self, figures: Figures, counted: Money | None) -> tuple[Row, ...]:
        """What was in the drawer against what should have been."""
        if counted is None:
            return (Row(self.say("Counted"), self.say("not counted")),)
        return (
            Row(self.say("Counted"), self.write.money(counted)),
            Row(self.say("Difference"), self.write.money(counted - figures.expected_cash)),
            *self._last_hand(figures, counted),
        )

    def _last_hand(self, figures: Figures, counted: Money) -> tuple[Row, ...]:
        """What of the difference is the last cashier's, where the drawer went through several hands."""
        if not figures.handovers:
            return ()
        earlier = total(one.difference for one in figures.handovers)
        label = self.say("of it {name}").format(name=figures.handovers[-1].taker)
        return (Row(label, self.write.money(counted - figures.expected_cash - earlier)),)

    def _people(self, figures: Figures) -> tuple[Section, ...]:
        """Who sold what, where several did; and each hand-over with the giver's difference."""
        say, money = self.say, self.write.money
        found = []
        if len(figures.cashiers) > 1:
            sold = tuple(Row(f"{one.name} ({one.sale_count})", money(one.gross)) for one in figures.cashiers)
            found.append(Section(say("Cashiers"), sold))
        if figures.handovers:
            handed = tuple(
                Row(
                    say("{time} {giver} → {taker}").format(
                        time=self.write.clock(one.at, self.zone), giver=one.giver, taker=one.taker
                    ),
                    money(one.difference),
                )
                for one in figures.handovers
            )
            found.append(Section(say("Hand-overs, difference"), handed))
        return tuple(found)
