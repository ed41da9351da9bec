"""The work of a run: receipts in batches, each read in a unit of its own, computed with none open, kept in another.

A till never waits for more than one such step. Memory holds one batch, whatever the shop has sold.
"""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from app.core.actor import program
from app.core.db.once import few_pages_kept
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.places.day import shop_zone
from loyalty.program.store import program_of
from loyalty.promotions.models import Promotion as PromotionRow
from loyalty.promotions.models import PromotionVersion
from loyalty.promotions.rules import read_rule
from loyalty.rules.promotion import Promotion
from pos.pricing.values import Customer
from pos.rehearsal import store
from pos.rehearsal.carts import Applied, as_it_held
from pos.rehearsal.figures import Figures
from pos.rehearsal.gains import Gains
from pos.rehearsal.goods import GoodsBook
from pos.rehearsal.people import People
from pos.rehearsal.reached import compare_customers
from pos.rehearsal.receipts import PastReceipt, Span, receipts_between, span_of
from pos.rehearsal.trying import Effect, LineEffect, Trial
from pos.settings import pricing_shop

RECEIPTS_A_UNIT: Final = 500
GIVE_WAY_AFTER: Final = 8
GIVE_WAY_SECONDS: Final = 0.0002
"""A pause after some receipts lets a till's request have the processor: it would wait its whole turn otherwise."""
_ACTOR: Final = program("job:rehearsal")
_log: Final = logging.getLogger(__name__)


class _Stopping(Exception):
    """The server is about to stop."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one unit read."""

    receipts: Sequence[PastReceipt]
    people: dict[int, Customer]
    then: dict[int, list[Applied]]


def rehearse(database: Database, uid: str, stopping: threading.Event | None = None) -> None:
    """Does the work of a run that has begun, and says how it ended; an error is logged and ends it as failed."""
    with database.read_unit() as tx:
        run = store.by_uid(tx, uid)
    try:
        state = _Work(database, run, stopping or threading.Event()).do()
    except _Stopping:
        state = store.INTERRUPTED
    except Exception:  # noqa: BLE001  # nobody is above; the page says that it failed
        _log.exception("rehearsal %s failed", uid)
        state = store.FAILED
    database.transact(_ACTOR, lambda tx: store.end(tx, run.id, state))


class _Work:
    def __init__(self, database: Database, run: store.Run, stopping: threading.Event) -> None:
        self._database: Final = database
        self._run: Final = run
        self._stopping: Final = stopping
        self._figures: Final = Figures()
        self._done = 0
        self._rules: Final[dict[tuple[int, int], Promotion | None]] = {}
        with database.read_unit() as tx:
            self._span: Final[Span] = span_of(tx, run.first_day, run.last_day)
            self._book: Final = GoodsBook(tx)
            promotion = run.promotion(tx)
            self._currency: Final = facts(tx).currency
            self._decimals: Final = facts(tx).decimals
            self._people: Final = People(promotion, run.id)
            self._trial: Final = (
                Trial(pricing_shop(tx), program_of(tx), shop_zone(tx), promotion, self._book)
                if run.kind == store.TRIAL
                else None
            )

    def do(self) -> str:
        for first_id in range(self._span.first_id, self._span.last_id + 1, RECEIPTS_A_UNIT):
            last_id = min(self._span.last_id, first_id + RECEIPTS_A_UNIT - 1)
            with self._database.read_unit() as tx, few_pages_kept(tx):
                batch = self._read(tx, first_id, last_id)
            gains = Gains()
            self._count(batch, gains)
            if not self._keep(gains):
                return store.STOPPED
        if self._run.kind == store.RESULT:
            for buyers in compare_customers(self._database, self._run):
                for buyer in buyers:
                    self._figures.groups.add(buyer)
                if not self._keep(Gains()):
                    return store.STOPPED
        return store.DONE

    def _keep(self, gains: Gains) -> bool:
        """Writes how far it is; answers whether it may go on."""

        def write(tx: Unit) -> bool:
            gains.write(tx, self._run.id)
            return store.note_progress(tx, self._run, self._span.receipts, self._done, self._figures)

        goes_on = self._database.transact(_ACTOR, write)
        if self._stopping.is_set():
            raise _Stopping
        return goes_on

    def _read(self, tx: ReadUnit, first_id: int, last_id: int) -> _Batch:
        run = self._run
        receipts = receipts_between(tx, first_id, last_id, run.first_day, run.last_day)
        sold = {line.product_id for one in receipts for line in one.lines if line.product_id is not None}
        self._book.meet(tx, sold)
        if self._trial is None:
            return _Batch(receipts, {}, {})
        self._meet_rules(tx, receipts)
        then = {one.id: self._applied(one) for one in receipts if one.used}
        return _Batch(receipts, self._people.of(tx, receipts), then)

    def _meet_rules(self, tx: ReadUnit, receipts: Sequence[PastReceipt]) -> None:
        """Reads the versions of promotions that applied on the receipts."""
        missing = {(used.promotion_id, used.version) for one in receipts for used in one.used} - self._rules.keys()
        for promotion_id, version in sorted(missing):
            uid, name, rule = tx.execute(
                select(PromotionRow.uid, PromotionVersion.name, PromotionVersion.rule)
                .join(PromotionVersion, PromotionVersion.promotion_id == PromotionRow.id)
                .where(PromotionRow.id == promotion_id, PromotionVersion.number == version)
            ).one()
            self._rules[promotion_id, version] = as_it_held(read_rule(uid, name, rule, self._decimals))

    def _applied(self, receipt: PastReceipt) -> list[Applied]:
        found = []
        for used in receipt.used:
            held = self._rules[used.promotion_id, used.version]
            if held is not None:
                found.append(Applied(held, used.times))
        return found

    def _count(self, batch: _Batch, gains: Gains) -> None:
        if self._trial is not None:
            self._trial.begin_batch()
        for number, receipt in enumerate(batch.receipts):
            if receipt.currency != self._currency:
                self._figures.older_currency += 1
                continue
            effect = self._effect(batch, receipt)
            self._add(receipt, effect, gains)
            if number % GIVE_WAY_AFTER == 0:
                time.sleep(GIVE_WAY_SECONDS)
        self._done += len(batch.receipts)

    def _effect(self, batch: _Batch, receipt: PastReceipt) -> Effect | None:
        if self._trial is None:
            return _as_it_was(receipt, self._run.promotion_uid)
        return self._trial.effect_on(receipt, batch.people.get(receipt.id), batch.then.get(receipt.id, ()))

    def _add(self, receipt: PastReceipt, effect: Effect | None, gains: Gains) -> None:
        """Adds a receipt to the figures, less what came back of it."""
        figures = self._figures
        gross = net = known_net = cost = less_margin = 0
        for place, line in enumerate(receipt.lines):
            line_net, line_gross = (
                (line.kept(line.net), line.kept(line.gross)) if line.back_milli else (line.net, line.gross)
            )
            gross += line_gross
            net += line_net
            line_cost = self._book.of(line.product_id).cost_minor(line.qty_milli - line.back_milli)
            if line_cost is not None:
                known_net += line_net
                cost += line_cost
                if effect is not None:
                    less_margin += effect.lines[place].less_net
        figures.receipts += 1
        figures.turnover += Money(gross)
        figures.net += Money(net)
        figures.goods.net += Money(known_net)
        figures.goods.cost += Money(cost)
        if effect is None:
            return
        off = Money(sum([one.off for one in effect.lines]))
        less = Money(sum([one.less for one in effect.lines]))
        figures.touched += 1
        figures.touched_turnover += Money(gross)
        figures.touched_net += Money(net)
        figures.touched_goods.net += Money(known_net)
        figures.touched_goods.cost += Money(cost)
        figures.taken_off += off
        figures.less += less
        figures.less_margin += Money(less_margin)
        figures.times += effect.times
        figures.coupons += effect.coupons
        figures.rough += effect.rough
        if receipt.whose is None:
            return
        gained = max(ZERO, less)
        figures.points_micro += effect.points_micro
        figures.named += 1
        figures.gained += gained
        gains.add(receipt.whose, effect.times if receipt.customer_id is not None else 0, gained, effect.points_micro)


def _as_it_was(receipt: PastReceipt, promotion_uid: str | None) -> Effect | None:
    """What the promotion did on the receipt, as the sale keeps it; None where it did nothing."""
    times = next((used.times for used in receipt.used if used.uid == promotion_uid), 0)
    if not times:
        return None
    lines = []
    for line in receipt.lines:
        off = line.kept(sum([amount.minor for source, amount, _ in line.discounts if source == promotion_uid]))
        lines.append(LineEffect(off, off, 0))
    return Effect(times, tuple(lines))
