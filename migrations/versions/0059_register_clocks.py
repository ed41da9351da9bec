"""Who went on selling while the clocks of the PC and of the fiscal register were far apart."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    table = "register_clock_confirmation"
    op.create_table(
        table,
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shift_id", big_id(), nullable=False),
        sa.Column("clock_said", sa.DateTime(timezone=True), nullable=False),
        sa.Column("register_said", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f(f"fk_{table}_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{table}_shift_id"), table, ["shift_id"])
