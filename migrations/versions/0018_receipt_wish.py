"""Printing a receipt is a choice of three: what was switched off is asked for from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_setting = sa.table("setting", sa.column("key", sa.String), sa.column("value", sa.Text))


def upgrade() -> None:
    for old, new in (("true", '"always"'), ("false", '"ask"')):
        op.execute(
            sa.update(_setting)
            .where(_setting.c.key == "paper.print_receipt", _setting.c.value == old)
            .values(key="paper.print", value=new)
        )
