"""What a customer took for points stands in the open cart."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cart", sa.Column("claims", sa.Text(), nullable=True))
