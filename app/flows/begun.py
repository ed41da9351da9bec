"""What an owner has said so far, kept step by step, so that a first day survives a power cut.

Everything is written as one shop in the end; then nothing of this is left. Secrets lie here as hashes only.
"""

import json
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from app.core.db.unit import ReadUnit, Unit
from app.core.installation import refuse_opened
from app.flows.models import ShopOpening

_ONLY: Final = 1

Answers = dict[str, dict[str, Any]]
"""By the name of the step, the values of its fields."""


def has_begun(tx: ReadUnit) -> bool:
    """Whether an owner has begun to open a shop here and has not finished."""
    return tx.execute(select(ShopOpening.id)).first() is not None


def begin(tx: Unit) -> None:
    """Notes that an owner opens a shop here; Conflict ``already_opened``."""
    _read(tx)


def answers(tx: ReadUnit) -> Answers:
    """What was said so far."""
    stored = tx.execute(select(ShopOpening.answers)).scalar()
    found: Answers = json.loads(stored) if stored is not None else {}
    return found


def answer(tx: Unit, step: str, values: dict[str, Any]) -> None:
    """Keeps what was said in a step, in place of what was said there before; Conflict ``already_opened``."""
    said = {**_read(tx), step: values}
    tx.execute(update(ShopOpening).values(answers=json.dumps(said, ensure_ascii=False)))


def forget(tx: Unit) -> None:
    """The shop is open: drops what was said on the way."""
    tx.execute(delete(ShopOpening))


def _read(tx: Unit) -> Answers:
    """What was said, its row made where it is missing and held against other writers."""
    # The lock first: who waited for it here may find the shop opened.
    tx.lock(select(ShopOpening.id))
    refuse_opened(tx)
    if not has_begun(tx):
        tx.execute(insert(ShopOpening), {"id": _ONLY, "begun_at": tx.now, "answers": "{}"})
    return answers(tx)
