"""What customers buy again and again, as of the last count."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "customer_favourite",
        sa.Column("customer_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("product_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("times > 1", name=op.f("ck_customer_favourite_bought_again")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_favourite_customer_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_customer_favourite_product_id")),
        sa.PrimaryKeyConstraint("customer_id", "product_id", name=op.f("pk_customer_favourite")),
    )
