"""Goods whose price is asked at the sale, and goods for grown-ups only."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.add_column(sa.Column("price_at_sale", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("min_age", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_product_min_age_known"), "min_age BETWEEN 1 AND 99")
    with op.batch_alter_table("product") as batch_op:
        batch_op.alter_column("price_at_sale", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("cart_line") as batch_op:
        batch_op.add_column(sa.Column("min_age", sa.Integer(), nullable=True))
    with op.batch_alter_table("cart") as batch_op:
        batch_op.add_column(sa.Column("checked_age", sa.Integer(), nullable=True))
