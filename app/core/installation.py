"""The facts of the installation: its identity, its currency and its epoch."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Integer, String, false, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core.currencies import CURRENCY_DECIMALS
from app.core.db.model import Base
from app.core.db.types import UtcDateTime
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import Conflict
from app.core.ids import new_uid


class Installation(Base):
    """One row. A restore starts a new epoch."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(36))
    currency: Mapped[str] = mapped_column(String(3))
    decimals: Mapped[int] = mapped_column(Integer)
    epoch: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    demo: Mapped[bool] = mapped_column()
    practice: Mapped[bool] = mapped_column(server_default=false())


@dataclass(frozen=True, slots=True)
class InstallationFacts:
    """The currency every document carries, its decimals, and whether this is the demo shop or one to practise in."""

    uid: str
    currency: str
    decimals: int
    demo: bool
    practice: bool


def _load(tx: ReadUnit) -> InstallationFacts | None:
    row = tx.execute(
        select(
            Installation.uid,
            Installation.currency,
            Installation.decimals,
            Installation.demo,
            Installation.practice,
        )
    ).first()
    return InstallationFacts(*row) if row is not None else None


def facts(tx: ReadUnit) -> InstallationFacts:
    """The installation's facts; Conflict ``not_opened`` where no shop was opened yet."""
    found = tx.cached("installation", _load)
    if found is None:
        raise Conflict("not_opened")
    return found


def is_opened(tx: ReadUnit) -> bool:
    """Whether a shop has been opened in this database."""
    return tx.cached("installation", _load) is not None


def refuse_opened(tx: Unit) -> None:
    """Conflict ``already_opened`` where a shop was opened, be it a moment ago in another window."""
    if _load(tx) is not None:
        raise Conflict("already_opened")


def open_installation(tx: Unit, currency: str, *, demo: bool, practice: bool = False) -> None:
    """Fixes the currency; Conflict ``already_opened`` where that is done."""
    refuse_opened(tx)
    tx.outdate("installation")
    tx.execute(
        insert(Installation),
        {
            "id": 1,
            "uid": new_uid(),
            "currency": currency,
            "decimals": CURRENCY_DECIMALS[currency],
            "epoch": 1,
            "created_at": tx.now,
            "demo": demo,
            "practice": practice,
        },
    )


def change_currency(tx: Unit, currency: str) -> None:
    """Counts everything in another currency from now on; who calls it converts what is counted."""
    tx.outdate("installation")
    tx.execute(update(Installation).values(currency=currency, decimals=CURRENCY_DECIMALS[currency]))
