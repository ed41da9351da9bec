"""A shop to practise in: goods, people, tills, promotions and settings of the real one, and nothing of what happened.

Customers stay out of it, and so does every key: to a printer, to the API, of a browser that is a till.
"""

from typing import Final

from sqlalchemy import Table, update

from app.core.actor import program
from app.core.db.copying import read_tables, write_tables
from app.core.db.hurry import hurried
from app.core.db.model import Base
from app.core.db.unit import Database, Unit
from app.core.installation import facts, open_installation
from app.places.devices import add_device, devices
from app.places.service import LABEL_PRINTER, POLE_DISPLAY, RECEIPT_PRINTER, SCALE, SCANNER, tills
from devices.emulators.trials import CARD_TERMINALS, POLE_DISPLAYS, SCALES, SCANNERS, register_like, trial_like
from devices.emulators.trials import LABEL_PRINTERS as LABEL_TRIALS
from loyalty.promotions.models import Promotion
from pos.fiscal.codes import add_register
from pos.payments.devices import add_terminal
from warehouse.stock.starting import start_with, stock_of

_PARTS: Final = ("app.core.settings", "app.places", "app.auth", "warehouse.catalogue", "loyalty.program")
"""Packages whose tables say how a shop is set up."""
_TOO: Final = frozenset({"location", "promotion", "promotion_version", "package_terms"})
_STAYS: Final = frozenset({"device", "till_pairing", "login_throttle", "web_session", "right_grant", "api_token"})
_AT_HAND: Final = {
    SCALE: ("Emulated scale", SCALES),
    POLE_DISPLAY: ("Emulated pole display", POLE_DISPLAYS),
    SCANNER: ("Emulated scanner", SCANNERS),
}
"""What a till has for hands and eyes, with what is tried in its place."""
_ACTOR: Final = program("practice")


def copied_tables() -> list[Table]:
    """The tables that a shop to practise in takes over, each behind those it points at."""
    chosen = set(_TOO)
    for mapper in Base.registry.mappers:
        if f"{mapper.class_.__module__}.".startswith(tuple(f"{part}." for part in _PARTS)):
            chosen.add(str(mapper.local_table.name))  # type: ignore[attr-defined]  # every model of ours is a table
    return [table for table in Base.metadata.sorted_tables if table.name in chosen - _STAYS]


def copy_shop(real: Database, practice: Database, printer_address: str) -> None:
    """Fills an empty, upgraded SQLite database with a shop to practise in, each till with a printer at the address.

    A till has an emulated device in place of each fiscal register (of its kind), card terminal, scale, pole display and
    serial scanner of the real one; each shop has an emulated label printer. The real shop is only read. Raises Conflict
    ``not_opened`` where there is none.
    """
    with real.read_unit() as tx:
        shop = facts(tx)
        rows = read_tables(tx, copied_tables())
        registers = {place.till_id: place.register_address for place in tills(tx) if place.has_register}
        with_terminal = {place.till_id for place in tills(tx) if place.has_terminal}
        at_hand = {(one.till_id, one.role): one.address for one in devices(tx) if one.active and one.role in _AT_HAND}
        stock = {shop_id: stock_of(tx, shop_id) for shop_id in {place.shop_id for place in tills(tx)}}

    def fill(tx: Unit) -> None:
        open_installation(tx, shop.currency, demo=shop.demo, practice=True)
        write_tables(tx, rows)
        tx.execute(update(Promotion).values(used=0))
        for shop_id, held in stock.items():
            start_with(tx, shop_id, held)
        for (till_id, role), address in at_hand.items():
            add_device(tx, till_id, role, _AT_HAND[role][0], trial_like(_AT_HAND[role][1], address), emulated=True)
        labelled: set[int] = set()
        for place in tills(tx):
            add_device(tx, place.till_id, RECEIPT_PRINTER, "Emulated receipt printer", printer_address, emulated=True)
            if place.till_id in registers:
                trial = register_like(registers[place.till_id])
                add_register(tx, place.till_id, "Emulated fiscal register", trial.address, emulated=True)
            if place.till_id in with_terminal:
                terminal = CARD_TERMINALS["training"].address
                add_terminal(tx, place.till_id, "Emulated card terminal", terminal, emulated=True)
            if place.shop_id not in labelled:
                labelled.add(place.shop_id)
                labels = LABEL_TRIALS["tspl"]
                add_device(tx, place.till_id, LABEL_PRINTER, "Emulated label printer", labels.address, emulated=True)

    with hurried(practice):
        practice.transact(_ACTOR, fill)
