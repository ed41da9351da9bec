"""Tips: beside a cart until it is paid, then entries of a ledger of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("cart") as batch_op:
        batch_op.add_column(sa.Column("tip_amount", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("tip_account_id", big_id(), nullable=True))
        batch_op.add_column(sa.Column("tip_account_name", sa.String(length=120), nullable=True))
        batch_op.create_foreign_key(op.f("fk_cart_tip_account_id"), "account", ["tip_account_id"], ["id"])
    op.create_table(
        "tip_entry",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("account_id", big_id(), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("shift_id", big_id(), nullable=True),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("cash_entry_id", big_id(), nullable=True),
        sa.Column("tender_kind", sa.String(length=20), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("booked_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind IN ('given','taken_back','paid_out','correction')", name=op.f("ck_tip_entry_kind_known")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_tip_entry_amount_not_zero")),
        sa.CheckConstraint("kind <> 'given' OR amount > 0", name=op.f("ck_tip_entry_given_adds")),
        sa.CheckConstraint(
            "kind NOT IN ('taken_back','paid_out') OR amount < 0", name=op.f("ck_tip_entry_going_takes")
        ),
        sa.CheckConstraint(
            "(kind IN ('given','taken_back')) = (sale_id IS NOT NULL AND tender_kind IS NOT NULL)",
            name=op.f("ck_tip_entry_a_tip_is_of_a_sale"),
        ),
        sa.CheckConstraint(
            "(kind = 'paid_out') = (cash_entry_id IS NOT NULL)", name=op.f("ck_tip_entry_paid_out_of_the_drawer")
        ),
        sa.CheckConstraint("(kind = 'correction') = (shift_id IS NULL)", name=op.f("ck_tip_entry_in_a_shift")),
        sa.CheckConstraint("tender_kind IN ('cash','card','transfer')", name=op.f("ck_tip_entry_tender_kind_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_tip_entry_account_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_tip_entry_shop_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_tip_entry_shift_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_tip_entry_sale_id")),
        sa.ForeignKeyConstraint(["cash_entry_id"], ["cash_entry.id"], name=op.f("fk_tip_entry_cash_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_entry")),
        sa.UniqueConstraint("cash_entry_id", name=op.f("uq_tip_entry_cash_entry_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_tip_entry_sale_id_tender_kind", "tip_entry", ["sale_id", "tender_kind"], unique=True)
    op.create_index("ix_tip_entry_account_id", "tip_entry", ["account_id", "id"])
    op.create_index("ix_tip_entry_shift_id", "tip_entry", ["shift_id"])
    op.create_index("ix_tip_entry_business_date", "tip_entry", ["business_date"])
