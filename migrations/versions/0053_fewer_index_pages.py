"""Two indexes that every scan or sale wrote for nothing.

A cart of nobody had an entry in the index of customers, taken out and put in again with each scan. The feed's index by
time served one statement a night, over a table that holds a day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_event_feed_at", table_name="event_feed")
    op.drop_index("ix_cart_customer_id", table_name="cart")
    of_somebody = sa.text("customer_id IS NOT NULL")
    op.create_index(
        "ix_cart_customer_id", "cart", ["customer_id"], sqlite_where=of_somebody, postgresql_where=of_somebody
    )
