"""Devices that exist only in the program are marked; those of a demo are."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("device", sa.Column("emulated", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE device SET emulated = true WHERE address LIKE 'escpos+tcp://127.0.0.1:%' "
        "AND EXISTS (SELECT 1 FROM installation WHERE demo OR practice)"
    )
