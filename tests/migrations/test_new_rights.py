"""Roles of shops that were opened before a right was made: it goes to those who could do the same without it."""

import pytest
from alembic import command
from sqlalchemy import text

from app.auth.roles import list_roles
from app.core.db.migrate import upgrade
from tests.factories.fixtures import OpenDatabase
from tests.migrations.test_migrations import config_for


@pytest.mark.parametrize(
    ("before", "new", "held"),
    [("0034", "till.serve_self", "till.discount_cart"), ("0038", "tags.print", "catalogue.view")],
)
def test_a_new_right_goes_to_who_could_do_the_same(
    empty_database_url: str, opened: OpenDatabase, before: str, new: str, held: str
) -> None:
    roles = {"cashier": ("till.sell",), "senior": ("till.sell", held), "head": (held, new)}
    database = opened(empty_database_url)
    config = config_for()
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, before)
        for role_id, (code, rights) in enumerate(roles.items(), 1):
            connection.execute(text("INSERT INTO role (id, code, name) VALUES (:id, :code, :code)"),
                               {"id": role_id, "code": code})  # fmt: skip
            for right in rights:
                connection.execute(text('INSERT INTO role_right (role_id, "right") VALUES (:id, :right)'),
                                   {"id": role_id, "right": right})  # fmt: skip
    assert upgrade(database)
    with database.read_unit() as tx:
        given = {role.code for role in list_roles(tx) if new in role.rights}
    assert given == {"senior", "head"}
