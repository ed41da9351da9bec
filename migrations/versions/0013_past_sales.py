"""What was sold before this program came: a history of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "past_sale",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("customer_id", big_id(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("source_uid", sa.String(length=36), nullable=True),
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_past_sale_shop_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_past_sale_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_sale")),
        sa.UniqueConstraint("uid", name=op.f("uq_past_sale_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_past_sale_sold_on_number", "past_sale", ["sold_on", "number"])
    index_of_few("past_sale", "customer_id")
    op.create_table(
        "past_sale_line",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("past_sale_id", big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", big_id(), nullable=True),
        sa.Column("sku", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("qty_milli", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("qty_milli <> 0", name=op.f("ck_past_sale_line_qty_not_zero")),
        sa.ForeignKeyConstraint(["past_sale_id"], ["past_sale.id"], name=op.f("fk_past_sale_line_past_sale_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_past_sale_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_sale_line")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_past_sale_line_past_sale_id", "past_sale_line", ["past_sale_id"])
    index_of_few("past_sale_line", "product_id")
    op.create_table(
        "past_sale_withdrawal",
        sa.Column("line_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["past_sale_line.id"], name=op.f("fk_past_sale_withdrawal_line_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_past_sale_withdrawal")),
    )


def index_of_few(table: str, column: str) -> None:
    filled = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=filled, postgresql_where=filled)
