"""Mails on their way to people."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mail_message",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=True),
        sa.Column("customer_id", big_id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_mail_message_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_message")),
        sa.UniqueConstraint("uid", name=op.f("uq_mail_message_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mail_message_reference", "mail_message", ["reference"])
    op.create_index("ix_mail_message_customer_id", "mail_message", ["customer_id"])
    op.create_index("ix_mail_message_to_address", "mail_message", ["to_address"])
