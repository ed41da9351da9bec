"""Numbers that a law wants of a sale before its first line, and the carts that were dropped under one."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sale_number",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("document_uid", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("till_id", big_id(), nullable=False),
        sa.Column("taken_by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("running > 0", name=op.f("ck_sale_number_running_above_zero")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_sale_number_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sale_number_document_uid", "sale_number", ["document_uid"])
    op.create_index("uq_sale_number_serial_number_running", "sale_number", ["serial_number", "running"], unique=True)
    op.create_table(
        "dropped_cart",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("sale_number_id", big_id(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("dropped_by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sale_number_id"], ["sale_number.id"], name=op.f("fk_dropped_cart_sale_number_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_cart")),
        sa.UniqueConstraint("sale_number_id", name=op.f("uq_dropped_cart_sale_number_id")),
        sqlite_autoincrement=True,
    )
