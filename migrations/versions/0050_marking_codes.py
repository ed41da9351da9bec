"""Goods of which each unit bears a code of its own, in carts and in sales."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("product", sa.Column("is_marked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cart_line", sa.Column("marking_code", sa.String(length=200), nullable=True))
    op.create_table(
        "sale_line_marking",
        sa.Column("sale_id", big_id(), nullable=False),
        sa.Column("line_position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("sgtin", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_line_marking_sale_id")),
        sa.PrimaryKeyConstraint("sale_id", "line_position", name=op.f("pk_sale_line_marking")),
    )
    op.create_index(op.f("ix_sale_line_marking_sgtin"), "sale_line_marking", ["sgtin"])
