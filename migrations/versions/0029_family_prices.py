"""The common price of a family holds from an instant on, as that of a product does."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "family_price",
        sa.Column("family_id", big_id(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("price >= 0", name=op.f("ck_family_price_price_not_negative")),
        sa.ForeignKeyConstraint(["family_id"], ["product_family.id"], name=op.f("fk_family_price_family_id")),
        sa.PrimaryKeyConstraint("family_id", "valid_from", name=op.f("pk_family_price")),
    )
    op.execute(
        "INSERT INTO family_price (family_id, valid_from, price) "
        "SELECT id, changed_at, price FROM product_family WHERE price IS NOT NULL"
    )
    with op.batch_alter_table("product_family") as batch_op:
        batch_op.drop_constraint(op.f("ck_product_family_price_not_negative"), type_="check")
        batch_op.drop_column("price")
