"""The jobs that keep the house."""

from datetime import timedelta
from typing import Final

from app.auth import lending, sessions
from app.core import feed
from app.core.actor import program
from app.core.db.unit import Database

KEEP_NOTICES: Final = timedelta(days=1)
KEEP_LOGINS: Final = timedelta(days=30)


def forget_notices(database: Database) -> None:
    """Drops notices of the feed that no open page can still be waiting for."""
    with database.unit_of_work(program("job:forget_notices")) as tx:
        feed.forget_before(tx, tx.now - KEEP_NOTICES)


def forget_logins(database: Database) -> None:
    """Drops sessions and lent rights that ended long ago."""
    with database.unit_of_work(program("job:forget_logins")) as tx:
        sessions.forget_before(tx, tx.now - KEEP_LOGINS)
        lending.forget_before(tx, tx.now - KEEP_LOGINS)
