"""Short messages are found by what they bring: a receipt, a coupon."""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sms_message_reference", "sms_message", ["reference"])
