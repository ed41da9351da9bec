"""The places the shop sells at: shops and their tills."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import exists, func, insert, select, update

from app.core import journal
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.core.ids import new_uid
from app.places.models import Device, Shop, ShopLogo, Till
from devices.fiscal.makers import Maker, maker_at

NAME_MOST = 80
PLACES: Final = "places"
"""The cache key of every till's place: whoever changes one outdates it."""


RECEIPT_PRINTER: Final = "receipt_printer"
"""The role of the device that prints a till's papers and opens its drawer."""
LABEL_PRINTER: Final = "label_printer"
"""The role of a device that prints price tags for the shop its till stands in."""
FISCAL_REGISTER: Final = "fiscal_register"
"""The role of the device that registers a till's sales as the law wants it."""
POLE_DISPLAY: Final = "pole_display"
"""The role of a display of two lines that shows the customer what is rung up."""
SCANNER: Final = "scanner"
"""The role of a scanner on a port; one that types like a keyboard is no device."""
SCALE: Final = "scale"
"""The role of the scale at a till."""
CARD_TERMINAL: Final = "card_terminal"
"""The role of a card terminal that is connected; a till without one has a stand-alone one, or none."""
SMS_MODEM: Final = "sms_modem"
"""The role of the modem that the shop sends short messages by; of several in use the first one does."""


_NEWEST_LOGO: Final = (
    select(ShopLogo.digest)
    .where(ShopLogo.shop_id == Shop.id)
    .order_by(ShopLogo.id.desc())
    .limit(1)
    .correlate(Shop)
    .scalar_subquery()
)
_REGISTER: Final = (
    select(Device.address)
    .where(Device.till_id == Till.id, Device.role == FISCAL_REGISTER, Device.active)
    .order_by(Device.id)
    .limit(1)
    .correlate(Till)
    .scalar_subquery()
)


_PLACES: Final = Prepared(
    select(
        Shop.id,
        Shop.uid,
        Till.id,
        Till.uid,
        Till.number,
        Till.name,
        Till.active,
        Shop.name,
        Shop.legal_name,
        Shop.tax_number,
        Shop.address,
        Shop.phone,
        func.coalesce(_NEWEST_LOGO, ""),
        exists().where(Device.till_id == Till.id, Device.role == RECEIPT_PRINTER, Device.active),
        func.coalesce(_REGISTER, ""),
        exists().where(Device.till_id == Till.id, Device.role == SCALE, Device.active),
        exists().where(Device.till_id == Till.id, Device.role == FISCAL_REGISTER, Device.active, Device.emulated),
        # A card that paid on a day kept on paper was charged then.
        exists().where(
            Device.till_id == Till.id, Device.role == CARD_TERMINAL, Device.active, Till.paper_day.is_(None)
        ),
        Till.paper_day,
        Till.paper_day_registered,
    )
    .join(Till, Till.shop_id == Shop.id)
    .order_by(Shop.id, Till.number)
)


@dataclass(frozen=True, slots=True)
class Place:
    """A till and the shop it stands in, with what papers say of the shop; ``logo`` is a digest, empty for none.

    ``register_address`` is that of its fiscal register, empty where it has none; what an emulated one registers counts
    for nothing. ``paper_day`` is the day kept on paper that is being entered there, whose sales the register has
    already where ``paper_day_registered``.
    """

    shop_id: int
    shop_uid: str
    till_id: int
    till_uid: str
    till_number: int
    till_name: str
    till_active: bool
    shop_name: str
    legal_name: str
    tax_number: str
    address: str
    phone: str
    logo: str
    has_printer: bool
    register_address: str = ""
    has_scale: bool = False
    has_emulated_register: bool = False
    has_terminal: bool = False
    paper_day: date | None = None
    paper_day_registered: bool = False

    @property
    def has_register(self) -> bool:
        """Whether a fiscal register registers its sales."""
        return bool(self.register_address)

    @property
    def register_maker(self) -> Maker | None:
        """Who made its fiscal register, with what his registers ask for; None without one."""
        return maker_at(self.register_address) if self.register_address else None

    @property
    def header(self) -> tuple[str, ...]:
        """The lines below the shop's name on a paper; empty ones leave no trace. The tax number is not among them."""
        return tuple(line for line in (self.legal_name, *self.address.splitlines(), self.phone) if line)


@dataclass(frozen=True, slots=True)
class ShopData:
    """What the papers say of a shop."""

    name: str
    legal_name: str = ""
    tax_number: str = ""
    address: str = ""
    phone: str = ""


def place_of(tx: ReadUnit, till_id: int) -> Place:
    """The place of a till; NotFound ``no_till``."""
    found = tx.cached(PLACES, _load).get(till_id)
    if found is None:
        raise NotFound("no_till")
    return found


def tills(tx: ReadUnit) -> list[Place]:
    """Every till, by shop and number."""
    return list(tx.cached(PLACES, _load).values())


def create_shop(tx: Unit, data: ShopData) -> int:
    """A new shop; answers its id."""
    tx.outdate(PLACES)
    key = tx.execute(
        insert(Shop),
        {
            "uid": new_uid(),
            "name": data.name,
            "legal_name": data.legal_name,
            "tax_number": data.tax_number,
            "address": data.address,
            "phone": data.phone,
        },
    ).inserted_primary_key
    assert key is not None
    shop_id: int = key[0]
    journal.record(tx, "shop.created", subject=f"shop:{shop_id}", body={"name": data.name})
    return shop_id


def create_till(tx: Unit, shop_id: int, name: str) -> int:
    """A new till with the next number of its shop; answers its id.

    Needs ``devices.manage``; BadInput ``name_missing``.
    """
    tx.actor.require("devices.manage")
    name = _named(name)
    last = tx.execute(select(func.max(Till.number)).where(Till.shop_id == shop_id)).scalar()
    number = (last or 0) + 1
    tx.outdate(PLACES)
    key = tx.execute(
        insert(Till), {"uid": new_uid(), "shop_id": shop_id, "number": number, "name": name, "active": True}
    ).inserted_primary_key
    assert key is not None
    till_id: int = key[0]
    journal.record(tx, "till.created", subject=f"till:{till_id}", body={"number": number, "name": name})
    return till_id


def rename_till(tx: Unit, till_id: int, name: str) -> None:
    """Gives a till another name. Needs ``devices.manage``; BadInput ``name_missing``, NotFound ``no_till``."""
    tx.actor.require("devices.manage")
    name = _named(name)
    old = place_of(tx, till_id)
    tx.outdate(PLACES)
    tx.execute(update(Till).where(Till.id == till_id).values(name=name))
    journal.record(tx, "till.renamed", subject=f"till:{till_id}", body={"old": old.till_name, "new": name})


def begin_paper_day(tx: Unit, till_id: int, day: date, *, is_registered: bool) -> None:
    """What is done at the till counts for a day that was kept on paper, until ``end_paper_day``."""
    tx.outdate(PLACES)
    tx.execute(update(Till).where(Till.id == till_id).values(paper_day=day, paper_day_registered=is_registered))


def end_paper_day(tx: Unit, till_id: int) -> None:
    """What is done at the till counts for the day itself again."""
    tx.outdate(PLACES)
    tx.execute(update(Till).where(Till.id == till_id).values(paper_day=None, paper_day_registered=False))


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_MOST:
        raise BadInput("name_missing", "name", most=NAME_MOST)
    return name


def _load(tx: ReadUnit) -> dict[int, Place]:
    return {row[2]: Place(*row) for row in _PLACES.all(tx, {})}
