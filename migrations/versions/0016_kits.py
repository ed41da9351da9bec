"""Kits: products sold as one whose parts leave the shelf."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "kit_part",
        sa.Column("kit_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("part_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("qty_milli", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("qty_milli > 0", name=op.f("ck_kit_part_qty_positive")),
        sa.CheckConstraint("kit_id <> part_id", name=op.f("ck_kit_part_not_itself")),
        sa.ForeignKeyConstraint(["kit_id"], ["product.id"], name=op.f("fk_kit_part_kit_id")),
        sa.ForeignKeyConstraint(["part_id"], ["product.id"], name=op.f("fk_kit_part_part_id")),
        sa.PrimaryKeyConstraint("kit_id", "part_id", name=op.f("pk_kit_part")),
    )
    op.create_index(op.f("ix_kit_part_part_id"), "kit_part", ["part_id"])
