"""Roles of shops that were opened before a right was made: it goes to those who could do the same without it."""

from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from app.auth.roles import list_roles
from app.core.db.migrate import upgrade
from tests.factories.fixtures import OpenDatabase
from tests.migrations.test_migrations import config_for

NEW_RIGHTS: Final = (
    ("0034", "till.serve_self", "till.discount_cart"),
    ("0038", "tags.print", "catalogue.view"),
    ("0040", "gift_cards.view", "sales.view"),
    ("0055", "packages.manage", "promotions.edit"),
)
"""The state before a right was made, the right, and the one that let people do the same until then."""


def test_a_new_right_goes_to_who_could_do_the_same(empty_database_url: str, opened: OpenDatabase) -> None:
    database = opened(empty_database_url)
    config = config_for()
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        for before, new, held in NEW_RIGHTS:
            opens_a_shop(config, connection, before, new, held)
    assert upgrade(database)
    with database.read_unit() as tx:
        roles = list_roles(tx)
    for _, new, held in NEW_RIGHTS:
        of_these = [role for role in roles if role.code.endswith(new)]
        assert [role.code for role in of_these if new in role.rights] == [f"senior {new}", f"head {new}"], held


def opens_a_shop(config: Config, connection: Connection, before: str, new: str, held: str) -> None:
    """Roles as they were before: one that may neither, one that could do it, one that was given the right by name."""
    command.upgrade(config, before)
    roles = {"cashier": ("till.sell",), "senior": ("till.sell", held), "head": (held, new)}
    for code, rights in roles.items():
        role_id = connection.execute(
            text("INSERT INTO role (code, name) VALUES (:code, :code) RETURNING id"), {"code": f"{code} {new}"}
        ).scalar_one()
        for right in rights:
            connection.execute(
                text('INSERT INTO role_right (role_id, "right") VALUES (:id, :right)'), {"id": role_id, "right": right}
            )
