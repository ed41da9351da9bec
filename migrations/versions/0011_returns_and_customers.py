"""Customers on carts and sales, goods that come back, voids, carts held for later, buying on account."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    carts()
    sales()
    accounts()


def carts() -> None:
    with op.batch_alter_table("cart") as batch_op:
        batch_op.alter_column("till_id", existing_type=big_id(), nullable=True)
        batch_op.add_column(sa.Column("customer_id", big_id(), nullable=True))
        batch_op.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("held_by", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("held_till_id", big_id(), nullable=True))
        batch_op.add_column(sa.Column("held_note", sa.String(length=200), nullable=True))
        batch_op.create_foreign_key(op.f("fk_cart_customer_id"), "customer", ["customer_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_cart_held_till_id"), "till", ["held_till_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_cart_at_a_till_or_held"), "(till_id IS NULL) = (held_at IS NOT NULL)")
        batch_op.create_index("ix_cart_customer_id", ["customer_id"])
    with op.batch_alter_table("cart_line") as batch_op:
        batch_op.add_column(sa.Column("returned_line_id", big_id(), nullable=True))
        batch_op.add_column(sa.Column("return_reason", sa.String(length=200), nullable=True))
        batch_op.create_foreign_key(op.f("fk_cart_line_returned_line_id"), "sale_line", ["returned_line_id"], ["id"])


def sales() -> None:
    with op.batch_alter_table("sale", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=8), nullable=False, server_default="sale"))
        batch_op.add_column(sa.Column("voided_sale_id", big_id(), nullable=True))
        batch_op.add_column(sa.Column("customer_id", big_id(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_sale_voided_sale_id"), "sale", ["voided_sale_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_sale_customer_id"), "customer", ["customer_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_sale_voided_sale_id"), ["voided_sale_id"])
        batch_op.create_check_constraint(op.f("ck_sale_kind_known"), "kind IN ('sale','return','exchange','void')")
        batch_op.create_check_constraint(
            op.f("ck_sale_a_void_names_its_sale"), "(kind = 'void') = (voided_sale_id IS NOT NULL)"
        )
    with op.batch_alter_table("sale", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=8), server_default=None)
    with op.batch_alter_table("sale_line", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("returned_line_id", big_id(), nullable=True))
        batch_op.add_column(sa.Column("return_reason", sa.String(length=200), nullable=True))
        batch_op.create_foreign_key(op.f("fk_sale_line_returned_line_id"), "sale_line", ["returned_line_id"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_sale_line_a_return_comes_back"), "returned_line_id IS NULL OR qty_milli < 0"
        )
    few("ix_sale_customer_id", "sale", "customer_id")
    few("ix_sale_line_returned_line_id", "sale_line", "returned_line_id")
    with op.batch_alter_table("tender", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_constraint(op.f("ck_tender_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_tender_kind_known"), "kind IN ('cash','card','transfer','account')")
    op.create_table(
        "sale_customer",
        sa.Column("sale_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_customer_sale_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_sale_customer_customer_id")),
        sa.PrimaryKeyConstraint("sale_id", name=op.f("pk_sale_customer")),
    )
    op.create_index(op.f("ix_sale_customer_customer_id"), "sale_customer", ["customer_id"])


def few(name: str, table: str, column: str) -> None:
    filled = sa.text(f"{column} IS NOT NULL")
    op.create_index(name, table, [column], sqlite_where=filled, postgresql_where=filled)


def accounts() -> None:
    op.create_table(
        "customer_account",
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("credit_limit >= 0", name=op.f("ck_customer_account_limit_not_negative")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_account_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_account")),
    )
    op.create_table(
        "account_entry",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("till_id", big_id(), nullable=True),
        sa.Column("shift_id", big_id(), nullable=True),
        sa.Column("tender_kind", sa.String(length=20), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind IN ('sale','payment','correction')", name=op.f("ck_account_entry_kind_known")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_account_entry_amount_not_zero")),
        sa.CheckConstraint("(kind = 'sale') = (sale_id IS NOT NULL)", name=op.f("ck_account_entry_a_sale_is_named")),
        sa.CheckConstraint(
            "(kind = 'payment') = (shift_id IS NOT NULL AND tender_kind IS NOT NULL AND number IS NOT NULL)",
            name=op.f("ck_account_entry_a_payment_is_in_a_shift"),
        ),
        sa.CheckConstraint(
            "tender_kind IN ('cash','card','transfer')", name=op.f("ck_account_entry_tender_kind_known")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_account_entry_customer_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_account_entry_shop_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_account_entry_sale_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_account_entry_till_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_account_entry_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_account_entry_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_account_entry_customer_id", "account_entry", ["customer_id", "id"])
    op.create_index("ix_account_entry_shift_id", "account_entry", ["shift_id"])
