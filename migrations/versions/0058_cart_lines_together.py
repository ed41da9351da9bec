"""The lines of a cart lie together under its key: a scan writes into one tree instead of three."""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cart_line", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        batch_op.drop_index("ix_cart_line_cart_id_position")
        batch_op.drop_constraint(op.f("uq_cart_line_uid"), type_="unique")
        batch_op.drop_constraint(op.f("pk_cart_line"), type_="primary")
        batch_op.drop_column("id")
        batch_op.create_primary_key(op.f("pk_cart_line"), ["cart_id", "uid"])
    with op.batch_alter_table("cart_act", table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        batch_op.drop_index("ix_cart_act_cart_id")
        batch_op.drop_constraint(op.f("pk_cart_act"), type_="primary")
        batch_op.create_primary_key(op.f("pk_cart_act"), ["cart_id", "uid"])
