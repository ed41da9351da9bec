"""The tier a customer holds, and how it came and went."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "customer_standing",
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("tier", sa.String(length=60), nullable=True),
        sa.Column("falls_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_standing_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_standing")),
    )
    falls = sa.text("falls_on IS NOT NULL")
    op.create_index(
        "ix_customer_standing_falls_on", "customer_standing", ["falls_on"], sqlite_where=falls, postgresql_where=falls
    )
    op.create_table(
        "standing_entry",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("tier_before", sa.String(length=60), nullable=True),
        sa.Column("tier_after", sa.String(length=60), nullable=True),
        sa.Column("falls_on", sa.Date(), nullable=True),
        sa.Column("card_id", big_id(), nullable=True),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('up','back','down','warned','card')", name=op.f("ck_standing_entry_kind_known")),
        sa.CheckConstraint("(kind = 'card') = (card_id IS NOT NULL)", name=op.f("ck_standing_entry_a_card_is_named")),
        sa.CheckConstraint(
            "(kind = 'warned') = (falls_on IS NOT NULL)", name=op.f("ck_standing_entry_a_warning_has_a_day")
        ),
        sa.CheckConstraint(
            "kind IN ('down','warned') OR sale_id IS NOT NULL", name=op.f("ck_standing_entry_a_sale_is_named")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_standing_entry_customer_id")),
        sa.ForeignKeyConstraint(["card_id"], ["customer_card.id"], name=op.f("fk_standing_entry_card_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_standing_entry_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_standing_entry_customer_id", "standing_entry", ["customer_id", "id"])
    named = sa.text("sale_id IS NOT NULL")
    op.create_index(
        "ix_standing_entry_sale_id", "standing_entry", ["sale_id"], sqlite_where=named, postgresql_where=named
    )
