"""Price tags on their way to label printers, and which price each shelf says."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tag_job",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("device_id", big_id(), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=True),
        sa.Column("batches", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','printing','asking','done','stopped')", name=op.f("ck_tag_job_state_known")
        ),
        sa.CheckConstraint(
            "0 <= confirmed AND confirmed <= sent AND sent <= wanted", name=op.f("ck_tag_job_counts_in_order")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_tag_job_shop_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_tag_job_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_job")),
        sa.UniqueConstraint("uid", name=op.f("uq_tag_job_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tag_job_device_id_state", "tag_job", ["device_id", "state"])
    op.create_table(
        "tag_job_line",
        sa.Column("job_id", big_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", big_id(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies > 0", name=op.f("ck_tag_job_line_copies_positive")),
        sa.ForeignKeyConstraint(["job_id"], ["tag_job.id"], name=op.f("fk_tag_job_line_job_id")),
        sa.PrimaryKeyConstraint("job_id", "position", name=op.f("pk_tag_job_line")),
    )
    op.create_table(
        "shelf_tag",
        sa.Column("shop_id", big_id(), nullable=False),
        sa.Column("product_id", big_id(), autoincrement=False, nullable=False),
        sa.Column("price_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shelf_tag_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", "product_id", name=op.f("pk_shelf_tag")),
    )
