"""The throw-away PostgreSQL: fresh databases, shared by processes, gone with the last of them."""

import json
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine, inspect

from tests.support.databases import Backend, DatabasesFor
from tests.support.postgres import PROJECT, PostgresServer, shared_postgres
from tests.support.postgres_keeper import reachable_by_others

GONE_TIMEOUT_S = 60


def test_every_test_gets_a_database_of_its_own(databases_for: DatabasesFor) -> None:
    databases = databases_for("postgresql")
    first, second = databases.create_empty(), databases.create_empty()

    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE only_in_first (id int)")

    with psycopg.connect(second) as connection:
        found = connection.execute("SELECT to_regclass('only_in_first')").fetchone()
    assert found == (None,)


def test_empty_databases_of_both_products(backend: Backend, empty_database_url: str) -> None:
    assert empty_database_url.startswith(backend)


def test_migrated_databases_of_both_products(backend: Backend, database_url: str) -> None:
    engine = create_engine(database_url)
    try:
        assert engine.dialect.name == backend
        assert "sale" in inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_trigrams_and_cyrillic_case_are_there(databases_for: DatabasesFor) -> None:
    with psycopg.connect(databases_for("postgresql").create_empty()) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        found = connection.execute("SELECT similarity('молоток', 'молотка') > 0.3, lower('ЁЖ')").fetchone()
    assert found == (True, "ёж")


def test_dropping_does_not_wait_for_forgotten_connections(postgres_server: PostgresServer) -> None:
    postgres_server.create("forgotten")
    connection = postgres_server.connect("forgotten")

    postgres_server.drop("forgotten")

    assert not postgres_server.exists("forgotten")
    with pytest.raises(psycopg.OperationalError):
        connection.execute(sql.SQL("SELECT 1"))


def test_processes_share_one_server_and_the_last_one_takes_it_along(tmp_path: Path) -> None:
    """The first user dies by kill -9, the second leaves orderly; the server outlives the first only."""
    program = textwrap.dedent(
        f"""
        from pathlib import Path
        from tests.support.postgres import shared_postgres
        with shared_postgres(Path({str(tmp_path)!r})) as server:
            print(server.host, flush=True)
            input()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        host = first.stdout.readline().strip()
        with shared_postgres(tmp_path) as server:
            assert server.host == host
            first.kill()
            first.wait()
            with server.connect() as connection:
                row = connection.execute("SHOW data_directory").fetchone()
            assert row is not None
            data = Path(row[0])
            postmaster = psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))
            keeper_port = json.loads((tmp_path / "postgres-keeper.json").read_text())["port"]
    assert keeper_port > 0
    assert psutil.wait_procs([postmaster], timeout=GONE_TIMEOUT_S)[1] == []


@pytest.mark.parametrize(("mode", "reachable"), [(0o755, True), (0o750, False), (0o711, False)])
def test_closed_folders_are_recognised(mode: int, reachable: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / "inner"
        inner.mkdir(0o755)
        Path(folder).chmod(mode)
        assert reachable_by_others(inner) == reachable
