"""Goods, and whole categories of them, may bring no points."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("category", "product", "cart_line"):
        op.add_column(table, sa.Column("earns", sa.Boolean(), nullable=False, server_default=sa.true()))
