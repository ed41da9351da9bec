"""What is known of customers and goods as of the last count: habits, and what is bought together."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "customer_habit",
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("spent_lately", sa.BigInteger(), nullable=False),
        sa.Column("value_per_year", sa.BigInteger(), nullable=False),
        sa.Column("usual_interval_days", sa.Integer(), nullable=True),
        sa.Column("attendance", sa.String(length=12), nullable=False),
        sa.Column("trend", sa.String(length=8), nullable=True),
        sa.CheckConstraint(
            "attendance IN ('occasional','regular','slipping','lost')",
            name=op.f("ck_customer_habit_attendance_known"),
        ),
        sa.CheckConstraint("trend IN ('up','steady','down')", name=op.f("ck_customer_habit_trend_known")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_habit_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_habit")),
    )
    op.create_index("ix_customer_habit_value_per_year", "customer_habit", ["value_per_year"])
    op.create_index("ix_customer_habit_attendance_value_per_year", "customer_habit", ["attendance", "value_per_year"])
    op.create_table(
        "goods_pair",
        sa.Column("product_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("other_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("together", sa.Integer(), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint("product_id <> other_id", name=op.f("ck_goods_pair_of_two")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_goods_pair_product_id")),
        sa.ForeignKeyConstraint(["other_id"], ["product.id"], name=op.f("fk_goods_pair_other_id")),
        sa.PrimaryKeyConstraint("product_id", "other_id", name=op.f("pk_goods_pair")),
    )
