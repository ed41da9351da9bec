"""Short messages with their parts, and the acts that sent many at once."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sms_message",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("customer_id", big_id(), nullable=True),
        sa.Column("to_number", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("offer", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_sms_message_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_message")),
        sa.UniqueConstraint("uid", name=op.f("uq_sms_message_uid")),
        sa.UniqueConstraint("occasion", "customer_id", name="uq_sms_message_occasion_customer_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sms_message_customer_id", "sms_message", ["customer_id"])
    op.create_index("ix_sms_message_to_number", "sms_message", ["to_number"])
    op.create_table(
        "sms_part",
        sa.Column("message_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("network_reference", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','sending','sent','unknown','delivered','undelivered')",
            name=op.f("ck_sms_part_state_known"),
        ),
        sa.ForeignKeyConstraint(["message_id"], ["sms_message.id"], name=op.f("fk_sms_part_message_id")),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_sms_part")),
    )
    op.create_index("ix_sms_part_network_reference", "sms_part", ["network_reference"])
    op.create_table(
        "sms_sending",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_sending")),
        sa.UniqueConstraint("uid", name=op.f("uq_sms_sending_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sms_sending_occasion", "sms_sending", ["occasion"])
