"""Families that had one price before prices had dates."""

from alembic import command
from sqlalchemy import text

from app.core.clock import SystemClock
from app.core.db.migrate import upgrade
from app.core.money import UnitPrice
from tests.factories.fixtures import OpenDatabase
from tests.migrations.test_migrations import config_for
from warehouse.catalogue.families import families

OLD = (
    "INSERT INTO product_family (uid, name, name_key, unit_code, tax_category_id, price, changed_at) "
    "VALUES (:uid, :name, :key, 'piece', 1, :price, :at)"
)


def test_the_common_price_of_a_family_is_kept(empty_database_url: str, opened: OpenDatabase) -> None:
    database = opened(empty_database_url)
    now = SystemClock().now().replace(tzinfo=None)
    config = config_for()
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0028")
        connection.execute(text("INSERT INTO unit (code, name, decimals) VALUES ('piece', 'pc', 0)"))
        connection.execute(text("INSERT INTO tax_category (code, name, exempt) VALUES ('one', 'One', false)"))
        for name, price in (("priced", 18_000_000), ("unpriced", None)):
            values = {"uid": f"u-{name}", "name": name, "key": name, "price": price, "at": now}
            connection.execute(text(OLD), values)
    assert upgrade(database)
    with database.read_unit() as tx:
        kept = families(tx, [1, 2])
    assert {one.data.name: one.data.price for one in kept.values()} == {
        "priced": UnitPrice(18_000_000),
        "unpriced": None,
    }
