"""Points and money of gift cards are held for a cart while a card terminal is at the rest of it."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "points_hold",
        sa.Column("subject_uid", sa.String(length=36), nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("points_micro", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points_micro > 0", name=op.f("ck_points_hold_points_above_zero")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_points_hold_customer_id")),
        sa.PrimaryKeyConstraint("subject_uid", name=op.f("pk_points_hold")),
    )
    op.create_index("ix_points_hold_customer_id", "points_hold", ["customer_id"])
    op.create_table(
        "gift_card_hold",
        sa.Column("subject_uid", sa.String(length=36), nullable=False),
        sa.Column("card_id", big_id(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_gift_card_hold_amount_above_zero")),
        sa.ForeignKeyConstraint(["card_id"], ["gift_card.id"], name=op.f("fk_gift_card_hold_card_id")),
        sa.PrimaryKeyConstraint("subject_uid", "card_id", name=op.f("pk_gift_card_hold")),
    )
    op.create_index("ix_gift_card_hold_card_id", "gift_card_hold", ["card_id"])
