"""Imports of customers: what an import says of a person lies apart, and cards it gave can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "import_change_detail",
        sa.Column("change_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", big_id(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["import_change.id"], name=op.f("fk_import_change_detail_change_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_import_change_detail_customer_id")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_import_change_detail")),
    )
    op.create_index("ix_import_change_detail_customer_id", "import_change_detail", ["customer_id"])
    on = " ON customer_card_event" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER IF EXISTS keep_customer_card_event_delete{on}")
