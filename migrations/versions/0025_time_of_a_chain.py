"""The instant of each chain's last row stands at its head."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal_head", sa.Column("at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE journal_head SET at = (SELECT entry.at FROM journal_entry AS entry"
        " WHERE entry.chain = journal_head.chain AND entry.seq = journal_head.seq)"
    )
