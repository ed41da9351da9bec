"""Roles of shops that were opened before a colleague's word was needed for one's own purchases."""

from alembic import command
from sqlalchemy import text

from app.auth.roles import list_roles
from app.core.db.migrate import upgrade
from tests.factories.fixtures import OpenDatabase
from tests.migrations.test_migrations import config_for

AGREE = "till.serve_self"
BEFORE = {
    "cashier": ("till.sell",),
    "senior": ("till.sell", "till.discount_cart"),
    "head": ("till.discount_cart", AGREE),
}


def test_whoever_may_discount_a_cart_may_agree(empty_database_url: str, opened: OpenDatabase) -> None:
    database = opened(empty_database_url)
    config = config_for()
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0034")
        for role_id, (code, rights) in enumerate(BEFORE.items(), 1):
            connection.execute(text("INSERT INTO role (id, code, name) VALUES (:id, :code, :code)"),
                               {"id": role_id, "code": code})  # fmt: skip
            for right in rights:
                connection.execute(text('INSERT INTO role_right (role_id, "right") VALUES (:id, :right)'),
                                   {"id": role_id, "right": right})  # fmt: skip
    assert upgrade(database)
    with database.read_unit() as tx:
        given = {role.code for role in list_roles(tx) if AGREE in role.rights}
    assert given == {"senior", "head"}
