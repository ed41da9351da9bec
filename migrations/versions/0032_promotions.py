"""Promotions with versions of their rules, uses and coupons; tags of goods; coupons in the cart."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "product_tag",
        sa.Column("product_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_tag_product_id")),
        sa.PrimaryKeyConstraint("product_id", "tag", name=op.f("pk_product_tag")),
    )
    op.create_index(op.f("ix_product_tag_tag"), "product_tag", ["tag"])
    op.create_table(
        "promotion",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=5), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft','on','off')", name=op.f("ck_promotion_state_known")),
        sa.CheckConstraint("used >= 0", name=op.f("ck_promotion_used_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
        sa.UniqueConstraint("uid", name=op.f("uq_promotion_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "promotion_version",
        sa.Column("promotion_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_promotion_version_promotion_id")),
        sa.PrimaryKeyConstraint("promotion_id", "number", name=op.f("pk_promotion_version")),
    )
    op.create_table(
        "promotion_use",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("promotion_id", big_id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sale_id", big_id(), nullable=False),
        sa.Column("customer_id", big_id(), nullable=True),
        sa.Column("use_id", big_id(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("(use_id IS NULL) = (times > 0)", name=op.f("ck_promotion_use_a_use_counts")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_promotion_use_promotion_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_promotion_use_sale_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_promotion_use_customer_id")),
        sa.ForeignKeyConstraint(["use_id"], ["promotion_use.id"], name=op.f("fk_promotion_use_use_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_use")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_promotion_use_promotion_id", "promotion_use", ["promotion_id"])
    op.create_index("ix_promotion_use_sale_id", "promotion_use", ["sale_id"])
    of_few("ix_promotion_use_customer_id", "promotion_use", "customer_id")
    of_few("ix_promotion_use_use_id", "promotion_use", "use_id")
    op.create_table(
        "coupon_series",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("promotion_id", big_id(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_coupon_series_promotion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_series")),
        sa.UniqueConstraint("uid", name=op.f("uq_coupon_series_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_coupon_series_promotion_id"), "coupon_series", ["promotion_id"])
    op.create_table(
        "coupon",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("promotion_id", big_id(), nullable=False),
        sa.Column("series_id", big_id(), nullable=True),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(series_id IS NULL) <> (sale_id IS NULL)", name=op.f("ck_coupon_of_a_series_or_a_sale")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_coupon_promotion_id")),
        sa.ForeignKeyConstraint(["series_id"], ["coupon_series.id"], name=op.f("fk_coupon_series_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_coupon_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code", name=op.f("uq_coupon_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_coupon_promotion_id"), "coupon", ["promotion_id"])
    of_few("ix_coupon_series_id", "coupon", "series_id")
    of_few("ix_coupon_sale_id", "coupon", "sale_id")
    op.create_table(
        "coupon_entry",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("coupon_id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind IN ('used','given_back','withdrawn')", name=op.f("ck_coupon_entry_kind_known")),
        sa.CheckConstraint("kind = 'withdrawn' OR sale_id IS NOT NULL", name=op.f("ck_coupon_entry_of_a_sale")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_entry_coupon_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_coupon_entry_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_coupon_entry_coupon_id", "coupon_entry", ["coupon_id"])
    of_few("ix_coupon_entry_sale_id", "coupon_entry", "sale_id")
    with op.batch_alter_table("cart") as batch_op:
        batch_op.add_column(sa.Column("coupons", sa.Text(), nullable=True))


def of_few(name: str, table: str, column: str) -> None:
    filled = sa.text(f"{column} IS NOT NULL")
    op.create_index(name, table, [column], sqlite_where=filled, postgresql_where=filled)
