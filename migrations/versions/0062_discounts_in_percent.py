"""A sale keeps what kind of discount a line had, and its percentage: the return says the same."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sale_line_discount", sa.Column("code", sa.String(length=20), nullable=True))
    op.add_column("sale_line_discount", sa.Column("percent_micro", sa.BigInteger(), nullable=True))
