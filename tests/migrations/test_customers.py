"""Customers written down before cards had a table of their own."""

from alembic import command
from sqlalchemy import text

from app.core.clock import SystemClock
from app.core.db.migrate import upgrade
from app.crm.cards import card_by_code
from app.crm.listing import Wanted, list_customers
from tests.factories.fixtures import OpenDatabase
from tests.migrations.test_migrations import config_for

OLD = (
    "INSERT INTO customer (uid, name, phone, card_code, note, created_at) "
    "VALUES (:uid, :name, :phone, :card, '', :created_at)"
)


def test_the_one_card_of_a_customer_and_the_names_are_kept(empty_database_url: str, opened: OpenDatabase) -> None:
    database = opened(empty_database_url)
    now = SystemClock().now().replace(tzinfo=None)
    config = config_for()
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        for uid, name, phone, card in (
            ("u1", "Пётр Орлов", "+359888123456", "VIP-1"),
            ("u2", "Anna Lang", None, None),
        ):
            values = {"uid": uid, "name": name, "phone": phone, "card": card, "created_at": now}
            connection.execute(text(OLD), values)
    assert upgrade(database)
    with database.read_unit() as tx:
        kept = card_by_code(tx, "vip-1")
        assert (kept.code, kept.state, [event.act for event in kept.events]) == ("VIP-1", "active", ["issued"])
        assert [one.card_code for one in list_customers(tx, Wanted("петр 3456")).customers] == ["VIP-1"]
        assert [one.name for one in list_customers(tx, Wanted()).customers] == ["Anna Lang", "Пётр Орлов"]
