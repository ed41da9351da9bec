"""Labels that a shop puts on customers by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "customer_label",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_label")),
        sa.UniqueConstraint("uid", name=op.f("uq_customer_label_uid")),
        sa.UniqueConstraint("name_key", name=op.f("uq_customer_label_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "labelled_customer",
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("label_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_labelled_customer_customer_id")),
        sa.ForeignKeyConstraint(["label_id"], ["customer_label.id"], name=op.f("fk_labelled_customer_label_id")),
        sa.PrimaryKeyConstraint("customer_id", "label_id", name=op.f("pk_labelled_customer")),
    )
    op.create_index("ix_labelled_customer_label_id", "labelled_customer", ["label_id"])
