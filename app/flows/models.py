"""What an owner has said so far on the first day."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import UtcDateTime


class ShopOpening(Base):
    """One row from the moment an owner begins to open a shop until it is open; ``answers`` is JSON by step."""

    __tablename__ = "shop_opening"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answers: Mapped[str] = mapped_column(Text)
