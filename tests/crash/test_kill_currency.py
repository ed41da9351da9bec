"""The plug is pulled while the currency is changed: the shop counts in the old one or the new one, never in both."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from app.core.clock import SetClock, SystemClock
from app.core.config import URL_VARIABLE
from app.core.db.unit import Database
from app.core.installation import facts
from app.places.second_currency import SECOND_CODE, SECOND_RATE, SECOND_RATE_FOR
from pos.account.ledger import account_of
from tests.crash.test_kill_acts import ON_BOTH
from tests.factories.amounts import money, unit_price
from tests.factories.shop import Shop
from tests.support.databases import Backend, DatabasesFor
from tests.support.servers import start_quick
from warehouse.catalogue.sold_as import product_by_code

PATIENCE_SECONDS = 120


@pytest.mark.parametrize(("backend", "end"), [*ON_BOTH, ("postgresql", "before")])
def test_the_currency_is_changed_wholly_or_not_at_all(
    databases_for: DatabasesFor, tmp_path: Path, backend: Backend, end: str
) -> None:
    url = databases_for(backend).create()
    with closing(Database(url, clock=SystemClock())) as database:
        shop = Shop(database, SetClock(SystemClock().now()), "BGN")
        shop.sets(SECOND_CODE, "EUR")
        shop.sets(SECOND_RATE, "1.95583")
        shop.sets(SECOND_RATE_FOR, "second")
        till, saw, maria = shop.till(), shop.product("Saw", "199.99"), shop.customer("Maria", credit="500.00")
        till.is_of(maria)
        till.adds(saw)
        till.pays(account="rest")
        till.closes()

        def convert(step: str) -> int:
            arguments = ["currency", "convert", "EUR", "--yes", "--data", str(tmp_path)]
            command = ["-m", "tests.crash.launcher", step, *arguments]
            with Path(os.devnull).open("wb") as nowhere:
                return start_quick(command, {**os.environ, URL_VARIABLE: url}, nowhere.fileno()).wait(PATIENCE_SECONDS)

        def state() -> tuple[object, ...]:
            database.cache.drop("installation")
            with database.read_unit() as tx:
                found, account = product_by_code(tx, saw.code), account_of(tx, maria)
                assert found is not None
                assert account is not None
                return facts(tx).currency, found.unit_price, account.owed, account.credit_limit

        old = ("BGN", unit_price("199.99"), money("199.99"), money("500.00"))
        new = ("EUR", unit_price("102.25"), money("102.25"), money("255.65"))
        assert convert(f"{end} a new currency is kept") < 0, "nobody pulled the plug"
        assert state() == (old if end == "before" else new)
        assert shop.faults() == ([], [])
        assert convert("never") == (0 if end == "before" else 2)
        assert state() == new
        assert shop.faults() == ([], [])
