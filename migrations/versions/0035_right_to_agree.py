"""Roles made before employees could buy may agree when a colleague sells to himself.

The right is new, so that nobody can have taken it away. It goes to whoever may give a discount on a whole cart: that is
what an employee's purchase is, and who could grant it by hand may also agree to it.
"""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        'INSERT INTO role_right (role_id, "right") '
        "SELECT role_id, 'till.serve_self' FROM role_right AS held WHERE held.\"right\" = 'till.discount_cart' "
        "AND NOT EXISTS (SELECT 1 FROM role_right AS given "
        "WHERE given.role_id = held.role_id AND given.\"right\" = 'till.serve_self')"
    )
