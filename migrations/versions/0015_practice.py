"""A shop to practise in says so itself."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("installation", sa.Column("practice", sa.Boolean(), server_default=sa.false(), nullable=False))
