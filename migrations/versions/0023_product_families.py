"""Families of products: variants that differ by size, colour and the like."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "product_family",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("category_id", big_id(), nullable=True),
        sa.Column("unit_code", sa.String(length=20), nullable=False),
        sa.Column("tax_category_id", big_id(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_product_family_price_not_negative")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_product_family_category_id")),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name=op.f("fk_product_family_unit_code")),
        sa.ForeignKeyConstraint(
            ["tax_category_id"], ["tax_category.id"], name=op.f("fk_product_family_tax_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_family")),
        sa.UniqueConstraint("uid", name=op.f("uq_product_family_uid")),
        sa.UniqueConstraint("name_key", name=op.f("uq_product_family_name_key")),
    )
    op.create_index(op.f("ix_product_family_category_id"), "product_family", ["category_id"], unique=False)
    op.create_table(
        "family_attribute",
        sa.Column("family_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f("ck_family_attribute_place_known")),
        sa.ForeignKeyConstraint(["family_id"], ["product_family.id"], name=op.f("fk_family_attribute_family_id")),
        sa.PrimaryKeyConstraint("family_id", "place", name=op.f("pk_family_attribute")),
    )
    op.create_table(
        "family_value",
        sa.Column("family_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["product_family.id"], name=op.f("fk_family_value_family_id")),
        sa.PrimaryKeyConstraint("family_id", "place", "value", name=op.f("pk_family_value")),
    )
    op.create_table(
        "variant",
        sa.Column("product_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("family_id", big_id(), nullable=False),
        sa.Column("value_1", sa.String(length=30), nullable=False),
        sa.Column("value_2", sa.String(length=30), nullable=False),
        sa.Column("value_3", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_variant_product_id")),
        sa.ForeignKeyConstraint(["family_id"], ["product_family.id"], name=op.f("fk_variant_family_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_variant")),
        sa.UniqueConstraint(
            "family_id",
            "value_1",
            "value_2",
            "value_3",
            name=op.f("uq_variant_family_id_value_1_value_2_value_3"),
        ),
    )
