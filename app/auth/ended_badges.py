"""Badges that count no more: whoever finds one gets nowhere with it, and nobody else is given it."""

from sqlalchemy import insert, select

from app.auth.models import EndedBadge
from app.core import journal
from app.core.db.unit import ReadUnit, Unit


def end_badge(tx: Unit, account_id: int, code: str, reason: str) -> None:
    """Writes down that a badge counts no more; whoever calls it takes it from the account in the same unit."""
    tx.execute(
        insert(EndedBadge),
        {"code": code, "account_id": account_id, "reason": reason, "ended_at": tx.now, "ended_by": tx.actor.name},
    )
    journal.record(tx, "account.badge_ended", subject=f"account:{account_id}", body={"reason": reason})


def has_ended(tx: ReadUnit, code: str) -> bool:
    """Whether the badge was blocked or replaced once."""
    return tx.execute(select(EndedBadge.code).where(EndedBadge.code == code)).first() is not None
