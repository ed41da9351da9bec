"""Badges of staff: issued with a code of the shop's own, replaced, blocked."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update

from app.auth.accounts import AccountView, changeable
from app.auth.ended_badges import end_badge, has_ended
from app.auth.models import Account, EndedBadge
from app.core import journal
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict

REASONS: Final = ("lost", "stolen", "damaged", "returned")
"""Why a badge ends, as people choose it."""
_BEGINNING: Final = "B"
_FIGURES: Final = 9


@dataclass(frozen=True, slots=True)
class PastBadge:
    """A badge that counts no more."""

    code: str
    reason: str
    ended_at: datetime
    ended_by: str


def issue_badge(tx: Unit, account_id: int) -> str:
    """Gives somebody a badge with a new code; answers it. Whoever has one keeps it: Conflict ``has_badge``.

    Needs what change_account needs.
    """
    held = changeable(tx, account_id)
    if held.badge is not None:
        raise Conflict("has_badge", name=held.name)
    return _give(tx, held)


def replace_badge(tx: Unit, account_id: int, code: str, reason: str) -> str:
    """Ends the badge ``code`` and gives a new one; answers its code. Raises what block_badge raises."""
    block_badge(tx, account_id, code, reason)
    return _give(tx, changeable(tx, account_id))


def block_badge(tx: Unit, account_id: int, code: str, reason: str) -> None:
    """Ends the badge: it opens nothing any more, here or at a till, and is never given again.

    Needs what change_account needs. Raises BadInput ``badge_reason_unknown``, Conflict ``badge_changed`` where the
    account does not hold ``code`` any more.
    """
    held = changeable(tx, account_id)
    if reason not in REASONS:
        raise BadInput("badge_reason_unknown", "reason")
    taken = update(Account).where(Account.id == account_id, Account.badge == code).values(badge=None)
    if tx.execute(taken).rowcount == 0:
        raise Conflict("badge_changed", name=held.name)
    end_badge(tx, account_id, code, reason)


def past_badges(tx: ReadUnit, account_id: int) -> list[PastBadge]:
    """The badges a person once had, the newest first."""
    rows = tx.execute(
        select(EndedBadge.code, EndedBadge.reason, EndedBadge.ended_at, EndedBadge.ended_by)
        .where(EndedBadge.account_id == account_id)
        .order_by(EndedBadge.ended_at.desc(), EndedBadge.code)
    )
    return [PastBadge(*row) for row in rows]


def _give(tx: Unit, held: AccountView) -> str:
    code = _new_code(tx)
    given = update(Account).where(Account.id == held.id, Account.badge.is_(None)).values(badge=code)
    if tx.execute(given).rowcount == 0:
        raise Conflict("has_badge", name=held.name)
    journal.record(tx, "account.badge_issued", subject=f"account:{held.id}")
    return code


def _new_code(tx: ReadUnit) -> str:
    """A code nobody has or had; figures, which every scanner and keyboard layout sends alike."""
    while True:
        code = f"{_BEGINNING}{secrets.randbelow(10**_FIGURES):0{_FIGURES}}"
        taken = tx.execute(select(Account.id).where(Account.badge == code)).first() is not None
        if not taken and not has_ended(tx, code):
            return code
