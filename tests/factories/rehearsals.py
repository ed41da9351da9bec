"""Promotions tried on the receipts of a test shop."""

from datetime import timedelta
from typing import Any

from app.core.ids import new_uid
from app.places.day import today
from loyalty.promotions.stored import promotion_by_uid
from pos.rehearsal.running import rehearse
from pos.rehearsal.store import RESULT, TRIAL, Asked, Run, begin, by_uid, days_of_use
from tests.factories.promotions import TENTH
from tests.factories.shop import Shop


def tried(shop: Shop, reward: dict[str, Any] = TENTH, *, days: int = 30, **rule: Any) -> Run:
    """A rule nobody has kept yet, run over the last days; ``rule`` is the rest of the contract's JSON."""
    return _run(shop, name="Proposed", rule={"reward": reward, **rule}, days=days)


def tried_again(shop: Shop, promotion_uid: str, *, days: int = 30) -> Run:
    """A kept promotion, run over the last days."""
    with shop.database.read_unit() as tx:
        stored = promotion_by_uid(tx, promotion_uid)
    return _run(shop, name=stored.name, rule=stored.rule, days=days, stored=stored)


def result(shop: Shop, promotion_uid: str) -> Run:
    """What a promotion brought since its first sale."""
    with shop.database.read_unit() as tx:
        stored = promotion_by_uid(tx, promotion_uid)
        used = days_of_use(tx, stored.id)
    assert used is not None, "the promotion was never used"
    asked = Asked(new_uid(), stored.name, stored.rule, *used, stored=stored, kind=RESULT)
    return _done(shop, shop.changes(lambda tx: begin(tx, asked)))


def _run(shop: Shop, *, days: int, **asked: Any) -> Run:
    def start(tx: Any) -> Run:
        last_day = today(tx)
        first_day = last_day - timedelta(days=days - 1)
        return begin(tx, Asked(new_uid(), first_day=first_day, last_day=last_day, kind=TRIAL, **asked))

    return _done(shop, shop.changes(start))


def _done(shop: Shop, begun: Run) -> Run:
    rehearse(shop.database, begun.uid)
    with shop.database.read_unit() as tx:
        run = by_uid(tx, begun.uid)
    assert run.state == "done", run.state
    return run
