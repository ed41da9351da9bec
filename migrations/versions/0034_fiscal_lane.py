"""What fiscal registers were sent and what they registered, which one is a till's, and how it calls things."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fiscal_attempt",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("message_id", big_id(), nullable=False),
        sa.Column("device_id", big_id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["outbox_message.id"], name=op.f("fk_fiscal_attempt_message_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_fiscal_attempt_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiscal_attempt")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fiscal_attempt_message_id", "fiscal_attempt", ["message_id"])
    op.create_table(
        "fiscal_document",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("act_uid", sa.String(length=36), nullable=False),
        sa.Column("document_uid", sa.String(length=36), nullable=False),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.Column("till_id", big_id(), nullable=False),
        sa.Column("device_id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("receipt_number", sa.BigInteger(), nullable=True),
        sa.Column("sign", sa.String(length=60), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column("storage_number", sa.String(length=60), nullable=False),
        sa.Column("shift_number", sa.Integer(), nullable=False),
        sa.Column("qr", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=12), nullable=False),
        sa.Column("is_recovered", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "paper IN ('printed','unfinished','not_wanted','unknown')", name=op.f("ck_fiscal_document_paper_known")
        ),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_fiscal_document_sale_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_fiscal_document_till_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_fiscal_document_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiscal_document")),
        sa.UniqueConstraint("act_uid", name=op.f("uq_fiscal_document_act_uid")),
        sqlite_autoincrement=True,
    )
    filled = sa.text("sale_id IS NOT NULL")
    op.create_index(
        "ix_fiscal_document_sale_id", "fiscal_document", ["sale_id"], sqlite_where=filled, postgresql_where=filled
    )
    op.create_index("ix_fiscal_document_till_id", "fiscal_document", ["till_id", "id"])
    op.create_table(
        "accepted_register",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("device_id", big_id(), nullable=False),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_accepted_register_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_register")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_accepted_register_device_id", "accepted_register", ["device_id", "id"])
    op.create_table(
        "fiscal_code",
        sa.Column("device_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.CheckConstraint("part IN ('tax','tender','tax_system')", name=op.f("ck_fiscal_code_part_known")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_fiscal_code_device_id")),
        sa.PrimaryKeyConstraint("device_id", "part", "code", name=op.f("pk_fiscal_code")),
    )
