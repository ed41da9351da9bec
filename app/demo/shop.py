"""A believable shop to look around in: tools and a salon, with staff, customers and days that were lived."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from app.auth.roles import make_built_in_roles
from app.auth.settings import LOGIN_HINT
from app.core import settings
from app.core.actor import program
from app.core.clock import SetClock
from app.core.config import Config
from app.core.db.hurry import hurried
from app.core.db.unit import Database
from app.core.errors import Conflict
from app.core.installation import is_opened, open_installation
from app.demo.catalogue import fill_catalogue
from app.demo.devices import add_devices
from app.demo.history import History
from app.demo.home import UNFINISHED
from app.demo.loyalty import demo_program
from app.demo.people import add_customers, add_staff, login_hint
from app.demo.prepaid import let_one_rest, offer_packages
from app.demo.promotions import add_promotions
from app.demo.regulars import Regulars
from app.places.day import shop_zone
from app.places.service import ShopData, create_shop, create_till
from app.places.settings import ZONE
from app.wiring import open_database
from loyalty.program.store import save_program
from pos.papers.layout import RECEIPT_FOOTER
from pos.recognition.counting import recognise_regulars

DEFAULT_DAYS: Final = 60
PROMOTED_DAYS: Final = 21
CURRENCY: Final = "EUR"
_DEMO: Final = program("demo")


def fill_demo(config: Config, now: datetime, *, days: int = DEFAULT_DAYS) -> dict[str, Any]:
    """Opens the demo shop in the configured database, which must be upgraded and hold no shop.

    Its history ends at ``now``, aware, and is the same for the same instant. Answers what was made. Raises Conflict
    ``already_opened``.
    """
    clock = SetClock(now - timedelta(days=days + 1))
    database = open_database(config, clock)
    try:
        with database.read_unit() as tx:
            if is_opened(tx):
                raise Conflict("already_opened")
        mark = config.data_folder / UNFINISHED
        mark.touch()
        with hurried(database):
            made = _fill(database, clock, now, days)
        mark.unlink()
        return made
    finally:
        database.close()


def _fill(database: Database, clock: SetClock, now: datetime, days: int) -> dict[str, Any]:
    with database.unit_of_work(_DEMO) as tx:
        open_installation(tx, CURRENCY, demo=True)
        shop_id = create_shop(
            tx,
            ShopData(
                name="Oak & Iron",
                legal_name="Oak & Iron Ltd",
                tax_number="BG123456789",
                address="12 Mill Street\n1000 Sofia",
                phone="+359 2 555 01 23",
            ),
        )
        till_id = create_till(tx, shop_id, "Till 1")
        make_built_in_roles(tx)
        settings.put(tx, ZONE, "Europe/Sofia")
        save_program(tx, demo_program())
        settings.put(tx, LOGIN_HINT, login_hint())
        settings.put(tx, RECEIPT_FOOTER, "Thank you for coming!\nExchange within 14 days with this receipt.")
    cashiers = add_staff(database)
    products = fill_catalogue(database, _DEMO, shop_id)
    with database.unit_of_work(_DEMO) as tx:
        packages = offer_packages(tx)
    products += len(packages)
    regulars = Regulars(database, add_customers(database))
    with database.read_unit() as tx:
        zone = shop_zone(tx)
    first_day = (now.astimezone(zone) - timedelta(days=days)).date()
    add_promotions(database, _DEMO, first_day + timedelta(days=days - min(days, PROMOTED_DAYS)))
    sales = History(database, clock, till_id, cashiers, regulars, packages).live(first_day, days)
    clock.set(max(now, datetime.combine(first_day + timedelta(days=days), time(), zone)))
    recognise_regulars(database)
    # The devices come last: papers of past days are kept, not printed, and their sales not registered.
    with database.unit_of_work(_DEMO) as tx:
        add_devices(tx, till_id)
        let_one_rest(tx, shop_id, regulars.ids)
    return {"products": products, "sales": sales, "days": days}
