"""Logos of shops."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shop_logo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shop_logo_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_logo")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shop_logo_shop_id", "shop_logo", ["shop_id"], unique=False)
    op.create_index(op.f("ix_shop_logo_digest"), "shop_logo", ["digest"], unique=False)
