"""Promotions tried on past receipts: runs with their figures and customers, and what goods came in for, found fast."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "rehearsal",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("promotion_id", big_id(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=11), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('trial','result')", name=op.f("ck_rehearsal_kind_known")),
        sa.CheckConstraint(
            "state IN ('running','done','stopped','interrupted','failed')", name=op.f("ck_rehearsal_state_known")
        ),
        sa.CheckConstraint(
            "kind = 'trial' OR promotion_id IS NOT NULL", name=op.f("ck_rehearsal_a_result_is_of_a_promotion")
        ),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_rehearsal_promotion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal")),
        sa.UniqueConstraint("uid", name=op.f("uq_rehearsal_uid")),
        sqlite_autoincrement=True,
    )
    running = sa.text("state = 'running'")
    op.create_index(
        "uq_rehearsal_state", "rehearsal", ["state"], unique=True, sqlite_where=running, postgresql_where=running
    )
    of_promotion = sa.text("promotion_id IS NOT NULL")
    op.create_index(
        "ix_rehearsal_promotion_id",
        "rehearsal",
        ["promotion_id"],
        sqlite_where=of_promotion,
        postgresql_where=of_promotion,
    )
    op.create_table(
        "rehearsal_customer",
        sa.Column("rehearsal_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("gained", sa.BigInteger(), nullable=False),
        sa.Column("points_micro", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["rehearsal_id"], ["rehearsal.id"], name=op.f("fk_rehearsal_customer_rehearsal_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_rehearsal_customer_customer_id")),
        sa.PrimaryKeyConstraint("rehearsal_id", "customer_id", name=op.f("pk_rehearsal_customer")),
    )
    op.create_index("ix_rehearsal_customer_customer_id", "rehearsal_customer", ["customer_id"])
    with_cost = sa.text("cost IS NOT NULL")
    op.create_index(
        "ix_stock_move_product_id",
        "stock_move",
        ["product_id"],
        sqlite_where=with_cost,
        postgresql_where=with_cost,
    )
