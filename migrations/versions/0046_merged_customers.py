"""Customers who turn out to be one person are linked; their points, accounts and tiers know a merge as an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

KINDS = {
    "points_entry": "'earn','spend','return_earn','return_spend','bonus','correction','expire'",
    "account_entry": "'sale','payment','correction'",
    "standing_entry": "'up','back','down','warned','card'",
}


def big_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("customer", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", big_id(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_customer_merged_into_id"), "customer", ["merged_into_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_customer_not_merged_into_itself"), "merged_into_id <> id")
    merged = sa.text("merged_into_id IS NOT NULL")
    op.create_index(
        "ix_customer_merged_into_id", "customer", ["merged_into_id"], sqlite_where=merged, postgresql_where=merged
    )
    links()
    for table, kinds in KINDS.items():
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_kind_known"), type_="check")
            batch_op.create_check_constraint(op.f(f"ck_{table}_kind_known"), f"kind IN ({kinds},'merge','part')")
            if table == "standing_entry":
                batch_op.drop_constraint(op.f("ck_standing_entry_a_sale_is_named"), type_="check")
                batch_op.create_check_constraint(
                    op.f("ck_standing_entry_a_sale_is_named"),
                    "kind IN ('down','warned','merge','part') OR sale_id IS NOT NULL",
                )


def links() -> None:
    op.create_table(
        "customer_link",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("dropped_id", big_id(), nullable=False),
        sa.Column("kept_id", big_id(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_by", sa.String(length=120), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until_by", sa.String(length=120), nullable=True),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.CheckConstraint("dropped_id <> kept_id", name=op.f("ck_customer_link_two_customers")),
        sa.CheckConstraint(
            "(until_at IS NULL) = (until_by IS NULL)", name=op.f("ck_customer_link_an_end_has_its_actor")
        ),
        sa.ForeignKeyConstraint(["dropped_id"], ["customer.id"], name=op.f("fk_customer_link_dropped_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["customer.id"], name=op.f("fk_customer_link_kept_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_link")),
        sa.UniqueConstraint("uid", name=op.f("uq_customer_link_uid")),
        sqlite_autoincrement=True,
    )
    still = sa.text("until_at IS NULL")
    op.create_index(
        "uq_customer_link_open_dropped_id",
        "customer_link",
        ["dropped_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_index("ix_customer_link_kept_id", "customer_link", ["kept_id"])
