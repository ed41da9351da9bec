"""Which customers work in the shop."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db.model import Base
from app.core.db.types import BigId


class StaffCustomer(Base):
    """A customer who is also somebody of the staff; each of them is one of the other at most."""

    __tablename__ = "staff_customer"

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("account.id"), unique=True)
