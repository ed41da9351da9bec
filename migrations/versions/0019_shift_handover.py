"""The drawer goes from hand to hand inside a shift."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "shift_handover",
        sa.Column("id", big_id, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shop_id", big_id, nullable=False),
        sa.Column("till_id", big_id, nullable=False),
        sa.Column("shift_id", big_id, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("giver_id", big_id, nullable=True),
        sa.Column("giver_name", sa.String(length=120), nullable=False),
        sa.Column("taker_id", big_id, nullable=False),
        sa.Column("taker_name", sa.String(length=120), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("denominations", sa.Text(), nullable=False),
        sa.CheckConstraint("counted - expected = difference", name=op.f("ck_shift_handover_difference_explained")),
        sa.ForeignKeyConstraint(["giver_id"], ["account.id"], name=op.f("fk_shift_handover_giver_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_shift_handover_shift_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shift_handover_shop_id")),
        sa.ForeignKeyConstraint(["taker_id"], ["account.id"], name=op.f("fk_shift_handover_taker_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_shift_handover_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_handover")),
        sa.UniqueConstraint("till_id", "number", name=op.f("uq_shift_handover_till_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_shift_handover_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shift_handover_shift_id", "shift_handover", ["shift_id"], unique=False)
