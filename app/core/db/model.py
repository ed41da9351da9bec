"""The declarative base: names of constraints are fixed, so that migrations can name what they change."""

from typing import Any

from sqlalchemy import MetaData, text
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table of the program."""

    metadata = MetaData(naming_convention=NAMING)


def of_few(column: str) -> dict[str, Any]:
    """Options of an index on a column that is empty in most rows: those rows are not indexed and cost nothing."""
    filled = text(f"{column} IS NOT NULL")
    return {"sqlite_where": filled, "postgresql_where": filled}
