"""Number series without gap or repeat: taken in the unit that writes the document, given back by a rollback."""

from sqlalchemy import CheckConstraint, Integer, String, bindparam, insert, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.prepared import Prepared
from app.core.db.types import BigId
from app.core.db.unit import Unit


class NumberSeries(Base):
    """The last number given, by owner (a till's id, or 0 for the shop) and kind of document."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last >= 0", name="last_not_negative"),)

    till_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


_TAKE = Prepared(
    update(NumberSeries)
    .where(
        NumberSeries.till_id == bindparam("till"),
        NumberSeries.kind == bindparam("of_kind"),
    )
    .values(last=NumberSeries.last + 1)
    .returning(NumberSeries.last)
)


def next_number(tx: Unit, till_id: int, kind: str) -> int:
    """The next number of the series, starting at 1. The row stays locked until the unit ends."""
    taken = _TAKE.first(tx, {"till": till_id, "of_kind": kind})
    if taken is None:
        tx.execute(insert(NumberSeries), {"till_id": till_id, "kind": kind, "last": 1})
        return 1
    return int(taken[0])
