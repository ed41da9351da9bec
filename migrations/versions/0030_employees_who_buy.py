"""Customers who work in the shop, and their discount on a cart."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "staff_customer",
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("account_id", big_id(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_staff_customer_customer_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_customer_account_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_staff_customer")),
        sa.UniqueConstraint("account_id", name=op.f("uq_staff_customer_account_id")),
    )
    op.add_column("cart", sa.Column("for_employee", sa.Boolean(), nullable=False, server_default=sa.false()))
