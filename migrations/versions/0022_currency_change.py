"""The shop's currency may be changed; older documents keep theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "currency_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_currency", sa.String(length=3), nullable=False),
        sa.Column("from_decimals", sa.Integer(), nullable=False),
        sa.Column("to_currency", sa.String(length=3), nullable=False),
        sa.Column("to_decimals", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.String(length=40), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("from_currency <> to_currency", name=op.f("ck_currency_change_to_another")),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name=op.f("ck_currency_change_rate_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_currency_change")),
        sqlite_autoincrement=True,
    )
