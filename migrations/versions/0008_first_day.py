"""The first day: what an owner has said so far, and recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shop_opening",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_shop_opening_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_opening")),
    )
    op.add_column("account", sa.Column("recovery_hash", sa.String(length=200), nullable=True))
