"""A day that was kept on paper is entered later: a shift that says why, at a till that books on that day meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shift", sa.Column("paper_reason", sa.String(length=200), nullable=True))
    op.add_column("till", sa.Column("paper_day", sa.Date(), nullable=True))
    op.add_column("till", sa.Column("paper_day_registered", sa.Boolean(), nullable=False, server_default=sa.false()))
