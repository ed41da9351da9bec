"""The installation's facts are fixed once."""

import pytest

from app.core.actor import Actor
from app.core.db.unit import Database
from app.core.errors import Conflict
from app.core.installation import facts, is_opened, open_installation

ANNA = Actor("Anna")


@pytest.mark.parametrize(("currency", "decimals"), [("EUR", 2), ("JPY", 0), ("KWD", 3)])
def test_a_shop_is_opened_in_one_currency(database: Database, currency: str, decimals: int) -> None:
    with database.read_unit() as tx:
        assert not is_opened(tx)
        with pytest.raises(Conflict, match="not_opened"):
            facts(tx)
    database.transact(ANNA, lambda tx: open_installation(tx, currency, demo=True))
    with database.read_unit() as tx:
        assert is_opened(tx)
        assert (facts(tx).currency, facts(tx).decimals, facts(tx).demo) == (currency, decimals, True)


def test_it_is_opened_once(database: Database) -> None:
    database.transact(ANNA, lambda tx: open_installation(tx, "EUR", demo=False))
    with pytest.raises(Conflict, match="already_opened"):
        database.transact(ANNA, lambda tx: open_installation(tx, "RUB", demo=False))
    with database.read_unit() as tx:
        assert facts(tx).currency == "EUR"
