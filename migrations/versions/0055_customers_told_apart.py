"""Two customers of whom somebody said that they are not one person."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "customers_apart",
        sa.Column("first_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("second_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_customers_apart_once_a_pair")),
        sa.ForeignKeyConstraint(["first_id"], ["customer.id"], name=op.f("fk_customers_apart_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["customer.id"], name=op.f("fk_customers_apart_second_id")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_customers_apart")),
    )
    op.create_index("ix_customers_apart_second_id", "customers_apart", ["second_id"])
