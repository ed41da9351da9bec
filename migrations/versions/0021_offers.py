"""Offers, and the sales that came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "offer",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("till_id", big_id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("customer_id", big_id(), nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("search_text", sa.String(length=800), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("account_id", big_id(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("discount_percent_bp", sa.Integer(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("discount_reason", sa.String(length=200), nullable=True),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("net + tax = gross", name=op.f("ck_offer_net_and_tax_are_gross")),
        sa.CheckConstraint("line_count > 0", name=op.f("ck_offer_something_offered")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_offer_shop_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_offer_till_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_offer_customer_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_offer_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("uid", name=op.f("uq_offer_uid")),
        sa.UniqueConstraint("till_id", "number", name=op.f("uq_offer_till_id_number")),
        sqlite_autoincrement=True,
    )
    filled = sa.text("customer_id IS NOT NULL")
    op.create_index("ix_offer_customer_id", "offer", ["customer_id"], sqlite_where=filled, postgresql_where=filled)
    op.create_table(
        "offer_line",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("offer_id", big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", big_id(), nullable=True),
        sa.Column("barcode_id", big_id(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=True),
        sa.Column("qty_milli", sa.BigInteger(), nullable=False),
        sa.Column("pack_qty_milli", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("tax_category_id", big_id(), nullable=False),
        sa.Column("tax_rate_bp", sa.Integer(), nullable=True),
        sa.Column("discount_percent_bp", sa.Integer(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("discount_reason", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("qty_milli > 0", name=op.f("ck_offer_line_qty_positive")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_line_offer_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_offer_line_product_id")),
        sa.ForeignKeyConstraint(["tax_category_id"], ["tax_category.id"], name=op.f("fk_offer_line_tax_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_line")),
        sa.UniqueConstraint("offer_id", "position", name=op.f("uq_offer_line_offer_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offer_line_product_id", "offer_line", ["product_id"])
    op.create_table(
        "offer_sale",
        sa.Column("sale_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("offer_id", big_id(), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_offer_sale_sale_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_sale_offer_id")),
        sa.PrimaryKeyConstraint("sale_id", name=op.f("pk_offer_sale")),
    )
    op.create_index(op.f("ix_offer_sale_offer_id"), "offer_sale", ["offer_id"])
    with op.batch_alter_table("cart") as batch_op:
        batch_op.add_column(sa.Column("offer_id", big_id(), nullable=True))
        batch_op.add_column(sa.Column("offer_sales_known", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_cart_offer_id"), "offer", ["offer_id"], ["id"])
