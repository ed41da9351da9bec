"""Points to be spent in a cart, and what each sold line earned and cost."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cart", sa.Column("points_micro", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "sale_line_points",
        sa.Column("sale_id", big_id(), nullable=False),
        sa.Column("line_position", sa.Integer(), nullable=False),
        sa.Column("earned_micro", sa.BigInteger(), nullable=False),
        sa.Column("spent_micro", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("earned_micro >= 0 AND spent_micro >= 0", name=op.f("ck_sale_line_points_not_negative")),
        sa.CheckConstraint("earned_micro > 0 OR spent_micro > 0", name=op.f("ck_sale_line_points_something")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_line_points_sale_id")),
        sa.PrimaryKeyConstraint("sale_id", "line_position", name=op.f("pk_sale_line_points")),
    )
