"""Receipts made out to companies."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "company_receipt",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("till_id", big_id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sale_id", big_id(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("company_name", sa.String(length=200), nullable=False),
        sa.Column("tax_number", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", big_id(), nullable=True),
        sa.Column("issued_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_company_receipt_revision_positive")),
        sa.CheckConstraint("company_name <> ''", name=op.f("ck_company_receipt_company_named")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_company_receipt_shop_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_company_receipt_till_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_company_receipt_sale_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_company_receipt_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_receipt")),
        sa.UniqueConstraint("uid", name=op.f("uq_company_receipt_uid")),
        sa.UniqueConstraint("sale_id", "revision", name=op.f("uq_company_receipt_sale_id_revision")),
        sa.UniqueConstraint("till_id", "number", name=op.f("uq_company_receipt_till_id_number")),
        sqlite_autoincrement=True,
    )
