"""Pledges on bottles: products of their own kind, carried by goods, on lines that follow the goods."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("product") as batch_op:
        batch_op.drop_constraint(op.f("ck_product_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_product_kind_known"), "kind IN ('goods','service','pledge')")
    op.create_table(
        "product_pledge",
        sa.Column("product_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("pledge_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces BETWEEN 1 AND 1000", name=op.f("ck_product_pledge_pieces_known")),
        sa.CheckConstraint("product_id <> pledge_id", name=op.f("ck_product_pledge_not_itself")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_pledge_product_id")),
        sa.ForeignKeyConstraint(["pledge_id"], ["product.id"], name=op.f("fk_product_pledge_pledge_id")),
        sa.PrimaryKeyConstraint("product_id", "pledge_id", name=op.f("pk_product_pledge")),
    )
    op.create_index(op.f("ix_product_pledge_pledge_id"), "product_pledge", ["pledge_id"])
    with op.batch_alter_table("cart_line") as batch_op:
        batch_op.add_column(sa.Column("pledge", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("pledge_of", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("pledge_pieces", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_cart_line_pledge_known"), "pledge IN ('given','taken')")
    with op.batch_alter_table("sale_line", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("pledge", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("pledge_of", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_sale_line_pledge_known"), "pledge IN ('given','taken')")
