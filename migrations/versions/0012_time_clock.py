"""The time clock."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "clock_entry",
        sa.Column("id", big_id, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("account_id", big_id, nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("till_id", big_id, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind IN ('come','break','back','go')", name=op.f("ck_clock_entry_kind_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_clock_entry_account_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_clock_entry_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_entry")),
        sa.UniqueConstraint("uid", name=op.f("uq_clock_entry_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clock_entry_account_id_at", "clock_entry", ["account_id", "at"], unique=False)
    op.create_index("ix_clock_entry_at", "clock_entry", ["at"], unique=False)
    op.create_table(
        "clock_withdrawal",
        sa.Column("entry_id", big_id, autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["clock_entry.id"], name=op.f("fk_clock_withdrawal_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_clock_withdrawal")),
    )
