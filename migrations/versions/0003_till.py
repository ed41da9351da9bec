"""Carts, sales, shifts and cash."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_paper")),
    )
    op.create_table(
        "paper_print",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("copy", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('printed','may_have_printed','not_printed')", name=op.f("ck_paper_print_outcome_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_print")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("paper_print", schema=None) as batch_op:
        batch_op.create_index("ix_paper_print_document", ["document"], unique=False)

    op.create_table(
        "cart",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("discount_percent_bp", sa.Integer(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("discount_reason", sa.String(length=200), nullable=True),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("undo_kind", sa.String(length=20), nullable=True),
        sa.Column("undo_body", sa.Text(), nullable=True),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_cart_opened_by")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_cart_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart")),
        sa.UniqueConstraint("till_id", name=op.f("uq_cart_till_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_cart_uid")),
    )
    op.create_table(
        "shift",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(length=120), nullable=False),
        sa.Column("opening_float", sa.BigInteger(), nullable=False),
        sa.Column("denominations", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shift_shop_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_shift_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("till_id", "number", name=op.f("uq_shift_till_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_shift_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_business_date"), ["business_date"], unique=False)

    op.create_table(
        "cart_act",
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("cart_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_uid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_cart_act_cart_id")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_cart_act")),
    )
    with op.batch_alter_table("cart_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cart_act_cart_id"), ["cart_id"], unique=False)

    op.create_table(
        "cart_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("cart_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("barcode_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=True),
        sa.Column("qty_milli", sa.BigInteger(), nullable=False),
        sa.Column("pack_qty_milli", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("unit_decimals", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("price_source", sa.String(length=12), nullable=False),
        sa.Column("price_reason", sa.String(length=200), nullable=True),
        sa.Column("tax_category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tax_rate_bp", sa.Integer(), nullable=True),
        sa.Column("discountable", sa.Boolean(), nullable=False),
        sa.Column("stocked", sa.Boolean(), nullable=False),
        sa.Column("discount_percent_bp", sa.Integer(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("discount_reason", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("discount_percent_bp BETWEEN 0 AND 10000", name=op.f("ck_cart_line_discount_percent_known")),
        sa.CheckConstraint("qty_milli <> 0", name=op.f("ck_cart_line_qty_not_zero")),
        sa.ForeignKeyConstraint(["barcode_id"], ["barcode.id"], name=op.f("fk_cart_line_barcode_id")),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("fk_cart_line_cart_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_cart_line_product_id")),
        sa.ForeignKeyConstraint(["tax_category_id"], ["tax_category.id"], name=op.f("fk_cart_line_tax_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_line")),
        sa.UniqueConstraint("uid", name=op.f("uq_cart_line_uid")),
    )
    with op.batch_alter_table("cart_line", schema=None) as batch_op:
        batch_op.create_index("ix_cart_line_cart_id_position", ["cart_id", "position"], unique=False)

    op.create_table(
        "cash_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_cash_entry_amount_not_zero")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_cash_entry_shift_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_cash_entry_shop_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_cash_entry_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_cash_entry_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("cash_entry", schema=None) as batch_op:
        batch_op.create_index("ix_cash_entry_shift_id", ["shift_id"], unique=False)

    op.create_table(
        "open_shift",
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_open_shift_shift_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_open_shift_till_id")),
        sa.PrimaryKeyConstraint("till_id", name=op.f("pk_open_shift")),
        sa.UniqueConstraint("shift_id", name=op.f("uq_open_shift_shift_id")),
    )
    op.create_table(
        "sale",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cashier_name", sa.String(length=120), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("rounding", sa.BigInteger(), nullable=False),
        sa.Column("to_pay", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("gross + rounding = to_pay", name=op.f("ck_sale_rounding_explains_to_pay")),
        sa.CheckConstraint("net + tax = gross", name=op.f("ck_sale_net_and_tax_are_gross")),
        sa.CheckConstraint("paid - change = to_pay", name=op.f("ck_sale_paid_in_full")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sale_account_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_sale_shift_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_sale_shop_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_sale_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("uid", name=op.f("uq_sale_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.create_index("ix_sale_business_date", ["business_date"], unique=False)
        batch_op.create_index("ix_sale_shift_id", ["shift_id"], unique=False)
        batch_op.create_index("uq_sale_till_id_number", ["till_id", "number"], unique=True)

    op.create_table(
        "shift_close",
        sa.Column(
            "shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("till_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(length=120), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("denominations", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("journal_heads", sa.Text(), nullable=False),
        sa.CheckConstraint("counted - expected = difference", name=op.f("ck_shift_close_difference_explained")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_shift_close_shift_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_shift_close_till_id")),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_shift_close")),
        sa.UniqueConstraint("till_id", "number", name=op.f("uq_shift_close_till_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_shift_close_uid")),
    )
    op.create_table(
        "sale_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=True),
        sa.Column("qty_milli", sa.BigInteger(), nullable=False),
        sa.Column("pack_qty_milli", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("price_source", sa.String(length=12), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("tax_category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tax_rate_bp", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.CheckConstraint("net + tax = gross", name=op.f("ck_sale_line_net_and_tax_are_gross")),
        sa.CheckConstraint("qty_milli <> 0", name=op.f("ck_sale_line_qty_not_zero")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sale_line_product_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_line_sale_id")),
        sa.ForeignKeyConstraint(["tax_category_id"], ["tax_category.id"], name=op.f("fk_sale_line_tax_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_line")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sale_line", schema=None) as batch_op:
        batch_op.create_index("ix_sale_line_product_id", ["product_id"], unique=False)
        batch_op.create_index("ix_sale_line_sale_id", ["sale_id"], unique=False)

    op.create_table(
        "sale_line_discount",
        sa.Column("sale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_line_discount_sale_id")),
        sa.PrimaryKeyConstraint("sale_id", "line_position", "position", name=op.f("pk_sale_line_discount")),
    )
    op.create_table(
        "tender",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('cash','card','transfer')", name=op.f("ck_tender_kind_known")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_tender_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tender", schema=None) as batch_op:
        batch_op.create_index("ix_tender_sale_id", ["sale_id"], unique=False)
