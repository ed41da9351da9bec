"""The nightly proof of the books."""

import logging
from typing import Final

from app.core import feed, journal
from app.core.actor import program
from app.core.db.search import mend_indexes
from app.core.db.unit import Database
from app.reports.ledgers import check_ledgers

ALARM_TOPIC: Final = "alarm"
_JOB: Final = program("job:prove_books")

_log = logging.getLogger(__name__)


def prove_books(database: Database) -> None:
    """Recomputes balances and walks the journal; a difference is journaled and shown as an alarm.

    A search index that fell behind its table is made anew.
    """
    with database.unit_of_work(_JOB) as tx:
        for table in mend_indexes(tx):
            _log.warning("the search index of %s was made anew", table)
    with database.read_unit() as read:
        differences = check_ledgers(read)
        _, faults = journal.verify(read)
    if not differences and not faults:
        return
    _log.error("the books disagree: %s differences, %s faults of the journal", len(differences), len(faults))
    with database.unit_of_work(_JOB) as tx:
        journal.record(tx, "books.disagree", body={"differences": len(differences), "faults": len(faults)})
        feed.announce(tx, ALARM_TOPIC, {"code": "books_disagree"})
