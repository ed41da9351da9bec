"""What a customer used of a promotion with a limit is counted from the index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    somebody = sa.text("customer_id IS NOT NULL")
    op.drop_index("ix_promotion_use_customer_id", "promotion_use")
    op.create_index(
        "ix_promotion_use_customer_id",
        "promotion_use",
        ["customer_id", "promotion_id", "times"],
        sqlite_where=somebody,
        postgresql_where=somebody,
    )
