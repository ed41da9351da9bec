"""Where a customer stands: the tier held, what a sale made of it, the card that comes with a sum of purchases."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.money import Money
from app.crm.cards import cards_of, issue_by_rule
from app.crm.links import is_of
from app.crm.models import CustomerCard
from app.places.day import today
from loyalty.events import CardIssued, TierFalls, TierReached
from loyalty.program.store import program_of
from loyalty.program.values import Program
from loyalty.rules.points import Tier
from loyalty.tiers.models import CustomerStanding, StandingEntry


@dataclass(frozen=True, slots=True)
class Standing:
    """The tier that is kept for a customer; it ends on ``falls_on`` where that is set."""

    tier: str | None = None
    falls_on: date | None = None


@dataclass(frozen=True, slots=True)
class StandingChange:
    """One change of a customer's standing; ``card_code`` where a card was given."""

    at: datetime
    kind: str
    tier_before: str | None
    tier_after: str | None
    falls_on: date | None
    card_code: str | None


_STANDING: Final = Prepared(
    select(CustomerStanding.tier, CustomerStanding.falls_on).where(
        CustomerStanding.customer_id == bindparam("of_customer")
    )
)


def standing_of(tx: ReadUnit, customer_id: int) -> Standing:
    """What is kept of a customer's tier."""
    row = _STANDING.first(tx, {"of_customer": customer_id})
    return Standing() if row is None else Standing(*row)


def tier_held(program: Program, standing: Standing, spent: Money) -> Tier | None:
    """The tier that counts: the one kept, or a higher one that the purchases have reached."""
    kept, reached = program.tier(standing.tier), program.reached(spent)
    return kept if kept is not None and (reached is None or reached.from_spent < kept.from_spent) else reached


def settle_tier(tx: Unit, customer_id: int, sale_id: int, before: Money, after: Money) -> None:
    """Says what a sale made of a customer's tier, who had bought for ``before`` and has for ``after`` now.

    Goods that come back take the tier back that they had reached, and no other.
    """
    program, standing = program_of(tx), standing_of(tx, customer_id)
    held, reached = tier_held(program, standing, before), program.reached(after)
    if reached is not None and (held is None or held.from_spent < reached.from_spent):
        _enter(tx, customer_id, "up", held, reached, sale_id=sale_id)
        tx.publish(TierReached(customer_id, reached.name, sale_id))
    elif held is not None and after < held.from_spent <= before:
        _enter(tx, customer_id, "back", held, reached, sale_id=sale_id)
        held = reached
    now = reached if held is None or (reached is not None and held.from_spent <= reached.from_spent) else held
    falls_on = standing.falls_on if now is not None and after < now.from_spent else None
    _keep(tx, customer_id, standing, Standing(None if now is None else now.name, falls_on))


def settle_card(tx: Unit, customer_id: int, sale_id: int, spent: Money) -> None:
    """Gives a customer who never had a card one, where purchases of ``spent`` in all ask for it."""
    program = program_of(tx)
    if program.card_from is None or spent < program.card_from or cards_of(tx, customer_id):
        return
    code = issue_by_rule(tx, customer_id)
    if code is None:
        return
    card_id = tx.execute(select(CustomerCard.id).where(CustomerCard.code == code)).scalar_one()
    _enter(tx, customer_id, "card", sale_id=sale_id, card_id=card_id)
    tx.publish(CardIssued(customer_id, code, sale_id))


def look_at_tier(tx: Unit, customer_id: int, spent: Money) -> str | None:
    """Warns a customer whose tier the purchases do not hold any more, and lowers it on the day; answers what was done.

    ``spent`` are the purchases that count today.
    """
    program, standing = program_of(tx), standing_of(tx, customer_id)
    kept = program.tier(standing.tier)
    if kept is None or spent >= kept.from_spent:
        _keep(tx, customer_id, standing, Standing(standing.tier))
        return None
    if standing.falls_on is None:
        falls_on = today(tx) + timedelta(days=program.warning_days)
        _enter(tx, customer_id, "warned", kept, kept, falls_on=falls_on)
        _keep(tx, customer_id, standing, Standing(kept.name, falls_on))
        tx.publish(TierFalls(customer_id, kept.name, falls_on))
        return "warned"
    if standing.falls_on > today(tx):
        return None
    reached = program.reached(spent)
    _enter(tx, customer_id, "down", kept, reached)
    _keep(tx, customer_id, standing, Standing(None if reached is None else reached.name))
    return "down"


def higher_tier(tx: ReadUnit, *names: str | None) -> str | None:
    """The highest of these tiers, of those there still are."""
    tiers = [tier for tier in map(program_of(tx).tier, names) if tier is not None]
    return max(tiers, key=lambda tier: tier.from_spent).name if tiers else None


def set_standing(tx: Unit, customer_id: int, kind: str, new: Standing) -> None:
    """Writes the standing a customer has by a ``merge`` or a ``part``; the one he has already is not written."""
    program, old = program_of(tx), standing_of(tx, customer_id)
    if new.tier != old.tier:
        _enter(tx, customer_id, kind, program.tier(old.tier), program.tier(new.tier))
    _keep(tx, customer_id, old, new)


def customers_with_tier(tx: ReadUnit, after_id: int, most: int) -> list[int]:
    """Customers for whom a tier is kept, by id; the next ones by the last."""
    holds = (CustomerStanding.tier.is_not(None)) & (CustomerStanding.customer_id > after_id)
    found = select(CustomerStanding.customer_id).where(holds).order_by(CustomerStanding.customer_id).limit(most)
    return list(tx.execute(found).scalars())


def changes_of(tx: ReadUnit, customer_id: int, limit: int = 20) -> list[StandingChange]:
    """How a customer's standing changed, newest first."""
    return _changes(tx, is_of(StandingEntry.customer_id, customer_id), limit)


def changes_of_sale(tx: ReadUnit, sale_id: int) -> list[StandingChange]:
    """What a sale made of its customer's standing, newest first."""
    return _changes(tx, StandingEntry.sale_id == sale_id, 10)


def _changes(tx: ReadUnit, condition: Any, limit: int) -> list[StandingChange]:
    columns = [getattr(StandingEntry, name) for name in StandingChange.__slots__[:-1]]
    rows = tx.execute(
        select(*columns, CustomerCard.code)
        .outerjoin(CustomerCard, CustomerCard.id == StandingEntry.card_id)
        .where(condition)
        .order_by(StandingEntry.id.desc())
        .limit(limit)
    )
    return [StandingChange(*row) for row in rows]


def _enter(
    tx: Unit, customer_id: int, kind: str, before: Tier | None = None, after: Tier | None = None, **more: Any
) -> None:
    tx.execute(
        insert(StandingEntry),
        {
            "customer_id": customer_id,
            "kind": kind,
            "tier_before": None if before is None else before.name,
            "tier_after": None if after is None else after.name,
            "falls_on": None,
            "card_id": None,
            "sale_id": None,
            "at": tx.now,
            "business_date": today(tx),
            **more,
        },
    )


def _keep(tx: Unit, customer_id: int, old: Standing, new: Standing) -> None:
    if new == old:
        return
    of_customer = CustomerStanding.customer_id == customer_id
    values = {"tier": new.tier, "falls_on": new.falls_on}
    if not tx.execute(update(CustomerStanding).where(of_customer).values(values)).rowcount:
        tx.execute(insert(CustomerStanding), {"customer_id": customer_id, **values})
