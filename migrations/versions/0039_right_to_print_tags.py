"""Roles made before label printers could be driven may print price tags.

The right is new, so that nobody can have taken it away. It goes to whoever may see goods and prices: until now that was
enough to print a tag, from the browser.
"""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        'INSERT INTO role_right (role_id, "right") '
        "SELECT role_id, 'tags.print' FROM role_right AS held WHERE held.\"right\" = 'catalogue.view' "
        "AND NOT EXISTS (SELECT 1 FROM role_right AS given "
        "WHERE given.role_id = held.role_id AND given.\"right\" = 'tags.print')"
    )
