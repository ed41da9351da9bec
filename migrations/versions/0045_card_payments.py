"""Payments at connected card terminals."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "card_payment",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("till_id", big_id(), nullable=False),
        sa.Column("device_id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("subject_uid", sa.String(length=36), nullable=False),
        sa.Column("original_id", big_id(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cashier_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("kind IN ('payment','refund','reversal')", name=op.f("ck_card_payment_kind_known")),
        sa.CheckConstraint(
            "purpose IN ('sale','return','void','give_back')", name=op.f("ck_card_payment_purpose_known")
        ),
        sa.CheckConstraint(
            "(kind = 'payment') = (original_id IS NULL)", name=op.f("ck_card_payment_what_goes_back_was_paid")
        ),
        sa.CheckConstraint(
            "(kind = 'payment') = (purpose = 'sale')", name=op.f("ck_card_payment_a_payment_is_for_a_sale")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_card_payment_amount_above_zero")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_card_payment_till_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_card_payment_device_id")),
        sa.ForeignKeyConstraint(["original_id"], ["card_payment.id"], name=op.f("fk_card_payment_original_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_payment")),
        sa.UniqueConstraint("uid", name=op.f("uq_card_payment_uid")),
        sqlite_autoincrement=True,
    )
    back = sa.text("original_id IS NOT NULL")
    op.create_index(
        "ix_card_payment_original_id", "card_payment", ["original_id"], sqlite_where=back, postgresql_where=back
    )
    op.create_index("ix_card_payment_till_id", "card_payment", ["till_id", "id"])
    op.create_table(
        "card_payment_event",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("payment_id", big_id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column("trouble", sa.String(length=60), nullable=False),
        sa.Column("maker_code", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("authorisation", sa.String(length=200), nullable=False),
        sa.Column("card_digits", sa.String(length=4), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("sale_id", big_id(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('sent','cancel_asked','doubtful','approved','ended','in_sale','given_back')",
            name=op.f("ck_card_payment_event_kind_known"),
        ),
        sa.CheckConstraint(
            "(kind = 'in_sale') = (sale_id IS NOT NULL)", name=op.f("ck_card_payment_event_a_sale_is_named")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["card_payment.id"], name=op.f("fk_card_payment_event_payment_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_card_payment_event_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_payment_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_card_payment_event_payment_id", "card_payment_event", ["payment_id"])
    sold = sa.text("sale_id IS NOT NULL")
    op.create_index(
        "ix_card_payment_event_sale_id", "card_payment_event", ["sale_id"], sqlite_where=sold, postgresql_where=sold
    )
    op.create_table(
        "live_card_payment",
        sa.Column("payment_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("till_id", big_id(), nullable=False),
        sa.Column("device_id", big_id(), nullable=False),
        sa.Column("subject_uid", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('waiting','doubtful','approved')", name=op.f("ck_live_card_payment_state_known")),
        sa.ForeignKeyConstraint(["payment_id"], ["card_payment.id"], name=op.f("fk_live_card_payment_payment_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_live_card_payment_till_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_live_card_payment_device_id")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_live_card_payment")),
    )
    op.create_index("ix_live_card_payment_subject_uid", "live_card_payment", ["subject_uid"])
    op.add_column("cart", sa.Column("is_paying", sa.Boolean(), server_default=sa.false(), nullable=False))
