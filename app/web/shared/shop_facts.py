"""What every page needs to know of the shop to write its figures."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from app.core import installation
from app.core.db.unit import Database, ReadUnit, Unit
from app.core.settings import get
from app.places.day import shop_zone
from app.places.second_currency import SecondCurrency, second_currency
from app.web.shared.settings import ACCENT

_KEY: Final = "web:shop"
_DECIMALS_UNKNOWN: Final = 2


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """Currencies, zone and colour; ``opened`` is False while the database holds no shop yet.

    In a ``demo`` and in a ``practice`` shop nothing is real.
    """

    opened: bool
    demo: bool
    currency: str
    decimals: int
    zone: ZoneInfo
    accent: str
    practice: bool = False
    second: SecondCurrency | None = None


UNKNOWN_SHOP: Final = ShopFacts(False, False, "", _DECIMALS_UNKNOWN, ZoneInfo("UTC"), ACCENT.default)


def shop_facts(database: Database) -> ShopFacts:
    """The facts, from memory where they were read in the last two seconds. No unit may be open."""

    def load() -> ShopFacts:
        with database.read_unit() as tx:
            return _read(tx)

    facts: ShopFacts = database.cache.get(_KEY, load)
    return facts


def outdate_shop_facts(tx: Unit) -> None:
    """Says that this unit changes what every page knows of the shop."""
    tx.outdate(_KEY)


def _read(tx: ReadUnit) -> ShopFacts:
    zone, accent = shop_zone(tx), get(tx, ACCENT)
    if not installation.is_opened(tx):
        return ShopFacts(False, False, "", _DECIMALS_UNKNOWN, zone, accent)
    found = installation.facts(tx)
    return ShopFacts(
        True, found.demo, found.currency, found.decimals, zone, accent, found.practice, second_currency(tx)
    )
