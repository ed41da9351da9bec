"""A shift that the program closed says so: nobody counted its drawer."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shift_close", sa.Column("automatic", sa.Boolean(), nullable=False, server_default=sa.false()))
