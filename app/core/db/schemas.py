"""Schemas of a PostgreSQL database: a second installation beside the first one."""

from sqlalchemy import URL, text

from app.core.db.engine import write_engine


def with_schema(url: URL, schema: str) -> URL:
    """The same database, in which tables are made and found in this schema only."""
    path = f"-csearch_path={schema}"
    options = url.query.get("options", "")
    given = options if isinstance(options, str) else " ".join(options)
    return url.update_query_dict({"options": f"{given} {path}".strip()})


def create_schema(url: URL, schema: str) -> None:
    """Makes the schema where it is missing."""
    _run(url, f"CREATE SCHEMA IF NOT EXISTS {schema}")


def drop_schema(url: URL, schema: str) -> None:
    """Removes the schema with all it holds."""
    _run(url, f"DROP SCHEMA IF EXISTS {schema} CASCADE")


def _run(url: URL, statement: str) -> None:
    engine = write_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
