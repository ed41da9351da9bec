"""Points: the loyalty programme, every customer's ledger, and the lots that run out."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "loyalty_program",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("earn_rounding", sa.String(length=8), nullable=False),
        sa.Column("points_decimals", sa.Integer(), nullable=False),
        sa.Column("point_value", sa.BigInteger(), nullable=True),
        sa.Column("max_share_bp", sa.Integer(), nullable=False),
        sa.Column("expiry_months", sa.Integer(), nullable=False),
        sa.Column("tier_months", sa.Integer(), nullable=False),
        sa.Column("tiers_fall", sa.Boolean(), nullable=False),
        sa.Column("warning_days", sa.Integer(), nullable=False),
        sa.Column("card_from", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_loyalty_program_one_row")),
        sa.CheckConstraint("earn_rounding IN ('down','half_up')", name=op.f("ck_loyalty_program_rounding_known")),
        sa.CheckConstraint("points_decimals BETWEEN 0 AND 2", name=op.f("ck_loyalty_program_decimals_known")),
        sa.CheckConstraint("max_share_bp BETWEEN 0 AND 10000", name=op.f("ck_loyalty_program_share_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loyalty_program")),
    )
    op.create_table(
        "loyalty_earn_rule",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("points_micro", sa.BigInteger(), nullable=False),
        sa.Column("per_amount", sa.BigInteger(), nullable=True),
        sa.Column("per_unit_milli", sa.BigInteger(), nullable=True),
        sa.Column("steps", sa.Boolean(), nullable=False),
        sa.Column("goods", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(per_amount IS NULL) <> (per_unit_milli IS NULL)", name=op.f("ck_loyalty_earn_rule_per_one_of_both")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loyalty_earn_rule")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "loyalty_tier",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("from_spent", sa.BigInteger(), nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("earn_factor_micro", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("discount_bp BETWEEN 0 AND 10000", name=op.f("ck_loyalty_tier_discount_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loyalty_tier")),
        sa.UniqueConstraint("name", name=op.f("uq_loyalty_tier_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "points_account",
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("balance_micro", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_points_account_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_points_account")),
    )
    op.create_table(
        "points_entry",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("points_micro", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("of_sale_id", big_id(), nullable=True),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("of_receipt", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind IN ('earn','spend','return_earn','return_spend','bonus','correction','expire')",
            name=op.f("ck_points_entry_kind_known"),
        ),
        sa.CheckConstraint("points_micro <> 0", name=op.f("ck_points_entry_points_not_zero")),
        sa.CheckConstraint(
            "kind NOT IN ('bonus','return_spend') OR points_micro > 0", name=op.f("ck_points_entry_adding_adds")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('spend','expire') OR points_micro < 0", name=op.f("ck_points_entry_taking_takes")
        ),
        sa.CheckConstraint(
            "(kind IN ('earn','spend','return_earn','return_spend')) = (sale_id IS NOT NULL)",
            name=op.f("ck_points_entry_a_sale_is_named"),
        ),
        sa.CheckConstraint(
            "(kind IN ('return_earn','return_spend')) = (of_sale_id IS NOT NULL)",
            name=op.f("ck_points_entry_a_return_is_of"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('bonus','correction') OR reason <> ''", name=op.f("ck_points_entry_by_hand_with_reason")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_points_entry_customer_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_points_entry_sale_id")),
        sa.ForeignKeyConstraint(["of_sale_id"], ["sale.id"], name=op.f("fk_points_entry_of_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_points_entry_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_points_entry_customer_id", "points_entry", ["customer_id", "id"])
    for column in ("sale_id", "of_sale_id"):
        filled = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_points_entry_{column}", "points_entry", [column], sqlite_where=filled, postgresql_where=filled
        )
    op.create_table(
        "points_lot",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("left_micro", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("left_micro >= 0", name=op.f("ck_points_lot_left_not_negative")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_points_lot_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_lot")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_points_lot_customer_id", "points_lot", ["customer_id"])
    op.create_index("ix_points_lot_last_day", "points_lot", ["last_day"])
    op.create_table(
        "points_move",
        sa.Column("entry_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("lot_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("points_micro", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("points_micro <> 0", name=op.f("ck_points_move_points_not_zero")),
        sa.ForeignKeyConstraint(["entry_id"], ["points_entry.id"], name=op.f("fk_points_move_entry_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["points_lot.id"], name=op.f("fk_points_move_lot_id")),
        sa.PrimaryKeyConstraint("entry_id", "lot_id", name=op.f("pk_points_move")),
    )
    op.create_index("ix_points_move_lot_id", "points_move", ["lot_id"])
