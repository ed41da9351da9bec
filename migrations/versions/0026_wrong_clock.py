"""What the clock has reached beside each chain's last row, and who went on selling while it was behind."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("journal_head", sa.Column("reached", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE journal_head SET reached = at")
    op.create_table(
        "clock_confirmation",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shift_id", big_id(), nullable=False),
        sa.Column("clock_said", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newest_act", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_clock_confirmation_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_confirmation")),
        sa.UniqueConstraint("uid", name=op.f("uq_clock_confirmation_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_clock_confirmation_shift_id"), "clock_confirmation", ["shift_id"])
