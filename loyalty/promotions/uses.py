"""How often promotions were used: the ledger, its limits, and the stored balance beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, insert, select, update

from app.core.currency_change import today_worth
from app.core.db.types import MoneyType, money_sum, whole_sum
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.installation import facts
from app.core.money import ZERO, Money
from app.crm.links import is_of
from app.places.day import today
from loyalty.promotions.models import Promotion, PromotionUse, PromotionVersion
from loyalty.promotions.rules import read_rule
from loyalty.promotions.stored import StoredPromotion, running
from loyalty.rules.promotion import Trigger

NO_USES: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Use:
    """What a promotion did in a sale: how often it applied and what it took off."""

    stored: StoredPromotion
    times: int
    amount: Money


@dataclass(frozen=True, slots=True)
class PastUse:
    """A use of an earlier sale, with what was given back of it so far (``times`` and ``amount`` above zero)."""

    id: int
    promotion_id: int
    uid: str
    version: int
    customer_id: int | None
    times: int
    amount: Money
    currency: str
    back_times: int
    back_amount: Money


@dataclass(frozen=True, slots=True)
class Tally:
    """A stored count of uses that is not the sum of its ledger."""

    uid: str
    stored: int
    entered: int


def uses_of(tx: ReadUnit, customer_id: int) -> Mapping[str, int]:
    """How often a customer used the running promotions that limit that, by uid; asked only where there is one.

    The limit itself bounds what is summed up, however long somebody has been a customer.
    """
    everybody = running(tx).by_uid or {}
    limited = [one.id for one in everybody.values() if one.promotion.limits.per_customer is not None]
    return _uses_of(tx, customer_id, limited) if limited else NO_USES


def used_now(tx: ReadUnit, stored: Sequence[StoredPromotion]) -> Mapping[str, int]:
    """How often promotions with a limit in total were used, by uid; those without one are not asked for."""
    limited = [one.id for one in stored if one.promotion.limits.total is not None]
    if not limited:
        return NO_USES
    rows = tx.execute(select(Promotion.uid, Promotion.used).where(Promotion.id.in_(limited)))
    return dict(tuple(row) for row in rows)


def note_uses(tx: Unit, sale_id: int, customer_id: int | None, uses: Sequence[Use]) -> dict[str, int]:
    """Writes the uses of a sale under the guard rows of their promotions; answers the entries' ids by uid.

    Raises Conflict ``promotion_used_up`` (``name``) where another till used the last of a limit meanwhile.
    """
    if not uses:
        return {}
    by_id = {use.stored.id: use for use in uses}
    used = _hold(tx, by_id)
    of_customer = NO_USES
    limited = [use.stored.id for use in uses if use.stored.promotion.limits.per_customer is not None]
    if customer_id is not None and limited:
        of_customer = _uses_of(tx, customer_id, limited)
    entries = {}
    for promotion_id, use in sorted(by_id.items()):
        limits, uid = use.stored.promotion.limits, use.stored.uid
        over = limits.total is not None and used[promotion_id] + use.times > limits.total
        over = over or (limits.per_customer is not None and of_customer.get(uid, 0) + use.times > limits.per_customer)
        if over:
            raise Conflict("promotion_used_up", name=use.stored.name)
        entries[uid] = _enter(
            tx,
            promotion_id=promotion_id,
            version=use.stored.version,
            sale_id=sale_id,
            customer_id=customer_id,
            use_id=None,
            times=use.times,
            amount=use.amount,
            currency=facts(tx).currency,
        )
        _count(tx, promotion_id, use.times)
    return entries


def past_uses(tx: ReadUnit, sale_ids: Sequence[int]) -> dict[int, list[PastUse]]:
    """The uses of sales, by sale."""
    found: dict[int, list[PastUse]] = {}
    if not sale_ids:
        return found
    back = (
        select(
            PromotionUse.use_id.label("use_id"),
            whole_sum(-PromotionUse.times).label("times"),
            money_sum(-PromotionUse.amount).label("amount"),
        )
        .where(PromotionUse.use_id.is_not(None))
        .group_by(PromotionUse.use_id)
        .subquery()
    )
    rows = tx.execute(
        select(
            PromotionUse.sale_id,
            PromotionUse.id,
            PromotionUse.promotion_id,
            Promotion.uid,
            PromotionUse.version,
            PromotionUse.customer_id,
            PromotionUse.times,
            PromotionUse.amount,
            PromotionUse.currency,
            func.coalesce(back.c.times, 0),
            func.coalesce(back.c.amount, 0, type_=MoneyType()),
        )
        .join(Promotion, Promotion.id == PromotionUse.promotion_id)
        .outerjoin(back, back.c.use_id == PromotionUse.id)
        .where(PromotionUse.sale_id.in_(sale_ids), PromotionUse.use_id.is_(None))
        .order_by(PromotionUse.promotion_id)
    )
    for sale_id, *values in rows:
        found.setdefault(sale_id, []).append(PastUse(*values))
    return found


@dataclass(frozen=True, slots=True)
class Claimed:
    """A promotion that a sale's customer took for points, and what each time cost him (in millionths)."""

    uid: str
    times: int
    cost_micro: int


def claimed_in(tx: ReadUnit, sale_id: int) -> list[Claimed]:
    """What a sale's customer took for points, by the rules of that day."""
    of_version = (PromotionVersion.promotion_id == PromotionUse.promotion_id) & (
        PromotionVersion.number == PromotionUse.version
    )
    rows = tx.execute(
        select(Promotion.uid, PromotionUse.times, PromotionVersion.name, PromotionVersion.rule)
        .join(Promotion, Promotion.id == PromotionUse.promotion_id)
        .join(PromotionVersion, of_version)
        .where(PromotionUse.sale_id == sale_id, PromotionUse.use_id.is_(None))
        .order_by(PromotionUse.id)
    )
    decimals = facts(tx).decimals
    uses = [(uid, times, read_rule(uid, name, rule, decimals)) for uid, times, name, rule in rows]
    return [Claimed(uid, times, rule.cost_micro) for uid, times, rule in uses if rule.trigger is Trigger.POINTS]


def give_back(tx: Unit, sale_id: int, backs: Sequence[tuple[PastUse, int, Money]]) -> None:
    """Gives back parts of uses because goods came back in the sale ``sale_id``: times and amount, zero or above."""
    told = [(use, times, amount) for use, times, amount in backs if times or amount]
    if not told:
        return
    _hold(tx, {use.promotion_id for use, _, _ in told})
    for use, times, amount in told:
        _enter(
            tx,
            promotion_id=use.promotion_id,
            version=use.version,
            sale_id=sale_id,
            customer_id=use.customer_id,
            use_id=use.id,
            times=-times,
            amount=-amount,
            currency=use.currency,
        )
        if times:
            _count(tx, use.promotion_id, -times)


def check_tallies(tx: ReadUnit) -> list[Tally]:
    """Every stored count that is not the sum of its ledger."""
    entered = (
        select(PromotionUse.promotion_id.label("promotion_id"), whole_sum(PromotionUse.times).label("times"))
        .group_by(PromotionUse.promotion_id)
        .subquery()
    )
    rows = tx.execute(
        select(Promotion.uid, Promotion.used, func.coalesce(entered.c.times, 0))
        .outerjoin(entered, entered.c.promotion_id == Promotion.id)
        .where(Promotion.used != func.coalesce(entered.c.times, 0))
        .order_by(Promotion.id)
    )
    return [Tally(*row) for row in rows]


def _hold(tx: Unit, ids: Iterable[int]) -> dict[int, int]:
    """Takes the guard rows, sorted and late; answers how often each promotion was used."""
    rows = select(Promotion.id, Promotion.used).where(Promotion.id.in_(list(ids))).order_by(Promotion.id)
    tx.lock(rows)
    return dict(tuple(row) for row in tx.execute(rows))


def _uses_of(tx: ReadUnit, customer_id: int, promotion_ids: Sequence[int]) -> Mapping[str, int]:
    rows = tx.execute(
        select(Promotion.uid, whole_sum(PromotionUse.times))
        .join(Promotion, Promotion.id == PromotionUse.promotion_id)
        .where(is_of(PromotionUse.customer_id, customer_id), PromotionUse.promotion_id.in_(promotion_ids))
        .group_by(Promotion.uid)
    )
    return dict(tuple(row) for row in rows)


def _count(tx: Unit, promotion_id: int, times: int) -> None:
    tx.execute(update(Promotion).where(Promotion.id == promotion_id).values(used=Promotion.used + times))


def _enter(  # noqa: PLR0913  # the columns of one entry
    tx: Unit,
    *,
    promotion_id: int,
    version: int,
    sale_id: int,
    customer_id: int | None,
    use_id: int | None,
    times: int,
    amount: Money,
    currency: str,
) -> int:
    key = tx.execute(
        insert(PromotionUse),
        {
            "promotion_id": promotion_id,
            "version": version,
            "sale_id": sale_id,
            "customer_id": customer_id,
            "use_id": use_id,
            "times": times,
            "amount": amount,
            "currency": currency,
            "at": tx.now,
            "business_date": today(tx),
        },
    ).inserted_primary_key
    assert key is not None
    entry_id: int = key[0]
    return entry_id


@dataclass(frozen=True, slots=True)
class Result:
    """In how many sales a promotion applied, and what it took off less what came back, in today's money."""

    sales: int
    amount: Money


NO_RESULT: Final = Result(0, ZERO)


def results(tx: ReadUnit) -> dict[str, Result]:
    """The results so far by the promotion's uid; those never used are left out."""
    sales = func.count(PromotionUse.sale_id.distinct()).filter(PromotionUse.use_id.is_(None))
    rows = tx.execute(
        select(Promotion.uid, PromotionUse.currency, sales, money_sum(PromotionUse.amount))
        .join(Promotion, Promotion.id == PromotionUse.promotion_id)
        .group_by(Promotion.uid, PromotionUse.currency)
    )
    found: dict[str, Result] = {}
    for uid, currency, count, amount in rows:
        before = found.get(uid, NO_RESULT)
        found[uid] = Result(before.sales + count, before.amount + today_worth(tx, [(currency, amount)]))
    return found
