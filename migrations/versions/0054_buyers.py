"""The buyer whom a fiscal receipt names, in the open cart and with the sale."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cart", sa.Column("buyer_name", sa.String(length=200), nullable=True))
    op.add_column("cart", sa.Column("buyer_tax_number", sa.String(length=40), nullable=True))
    op.create_table(
        "sale_buyer",
        sa.Column("sale_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tax_number", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_buyer_sale_id")),
        sa.PrimaryKeyConstraint("sale_id", name=op.f("pk_sale_buyer")),
    )
