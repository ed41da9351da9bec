"""What was registered keeps the number of its invoice: a return of it has to name that."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fiscal_document", sa.Column("invoice_number", sa.BigInteger(), nullable=True))
