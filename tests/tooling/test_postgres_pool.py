"""A database that comes back from a test is as new, or is not used again."""

import psycopg
import pytest

from app.core.actor import Actor
from app.core.db.unit import Database
from app.core.journal import record, verify
from tests.support.databases import DatabasesFor, PostgresDatabases
from tests.support.postgres_pool import PostgresPool


@pytest.fixture
def databases(databases_for: DatabasesFor) -> PostgresDatabases:
    """A maker of databases on PostgreSQL."""
    made = databases_for("postgresql")
    assert isinstance(made, PostgresDatabases)
    return made


def leave(databases: PostgresDatabases) -> str:
    """The name of the database that the test has just left."""
    name = databases.migrated[-1]
    databases.drop_all()
    return name


def test_a_database_comes_back_without_rows_and_counts_from_one(databases: PostgresDatabases) -> None:
    for _ in range(2):
        opened = Database(databases.create())
        with opened.unit_of_work(Actor("Anna")) as tx:
            assert verify(tx) == (0, [])
            record(tx, "tried", detail={"name": "Anna"})
            assert tx.connection.exec_driver_sql("SELECT max(id) FROM journal_entry").scalar_one() == 1
        opened.close()
        assert leave(databases) in databases.pool.spare


def test_forgotten_connections_do_not_keep_it(databases: PostgresDatabases) -> None:
    forgotten = Database(databases.create())
    connection = forgotten.writer.connect()
    connection.begin()
    connection.exec_driver_sql("LOCK TABLE sale")
    assert leave(databases) in databases.pool.spare
    connection.invalidate()
    connection.close()
    forgotten.close()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE left_behind (id int)",
        "DROP TRIGGER keep_sale_update ON sale",
        "ALTER TABLE sale DISABLE TRIGGER keep_sale_update",
        "ALTER TABLE sale DROP CONSTRAINT ck_sale_paid_in_full",
        "UPDATE alembic_version SET version_num = 'future'",
    ],
)
def test_one_that_was_changed_is_not_used_again(
    databases: PostgresDatabases, postgres_pool: PostgresPool, change: str
) -> None:
    with psycopg.connect(databases.create()) as connection:
        connection.execute(change)
    name = leave(databases)
    assert name not in postgres_pool.spare
    assert not postgres_pool.server.exists(name)
