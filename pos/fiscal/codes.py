"""How a till's register calls the shop's taxes and ways of paying: the maker's usual codes, or the owner's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import bindparam, delete, insert, select

from app.core import journal
from app.core.db.prepared import Prepared
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, NotFound
from app.places.devices import DeviceView, add_device, change_device, devices
from app.places.service import FISCAL_REGISTER, place_of
from devices.address import DeviceAddress
from devices.fiscal.makers import MAKERS, NO_TAX, Maker, maker_at
from pos.fiscal.events import RegisterReplaced
from pos.fiscal.models import FiscalCode
from pos.fiscal.queue import queue_meeting
from pos.numbering.registers import forget
from pos.tender_kinds import TENDER_NAMES
from warehouse.catalogue.models import TaxRate

Part = Literal["tax", "tender", "tax_system"]
SYSTEM: Final = "system"
"""The one code of the part ``tax_system``."""
_CHOSEN: Final = Prepared(
    select(FiscalCode.part, FiscalCode.code, FiscalCode.value).where(FiscalCode.device_id == bindparam("of_device"))
)


@dataclass(frozen=True, slots=True)
class CodeTables:
    """What a register is told, by the shop's own codes: taxes by rate in basis points, or ``none``."""

    taxes: Mapping[str, str]
    tenders: Mapping[str, str]
    tax_system: str


def maker_of(address: str) -> Maker:
    """Who made the register at an address; BadInput ``address_no_register`` where nobody is known."""
    maker = maker_at(address)
    if maker is None:
        driver = DeviceAddress.parse(address).driver
        raise BadInput("address_no_register", "address", driver=driver, known=", ".join(MAKERS))
    return maker


def add_register(tx: Unit, till_id: int, name: str, address: str, *, emulated: bool = False) -> int:
    """Gives a till a fiscal register (a right); answers the device's id.

    Raises BadInput ``address_no_register``, ``register_there`` where the till has one, and what ``add_device`` raises.
    """
    tx.actor.require("devices.manage")
    maker = maker_of(address)
    place_of(tx, till_id)
    if any(device.role == FISCAL_REGISTER for device in devices(tx, till_id)):
        raise BadInput("register_there", "address")
    device_id = add_device(tx, till_id, FISCAL_REGISTER, name, address, emulated=emulated)
    if maker.wants_sale_number:
        queue_meeting(tx, till_id)
    tx.publish(RegisterReplaced(till_id))
    return device_id


def change_register(
    tx: Unit, device_id: int, name: str, address: str, *, active: bool, emulated: bool | None = None
) -> None:
    """Changes a register (a right); one of another maker has that one's codes, and says its own serial number.

    ``emulated``: see ``change_device``. Raises what ``add_register`` raises.
    """
    tx.actor.require("devices.manage")
    old = register(tx, device_id)
    is_new = maker_of(address) is not maker_of(old.address)
    if is_new:
        tx.execute(delete(FiscalCode).where(FiscalCode.device_id == device_id))
        forget(tx, device_id)
    change_device(tx, device_id, name, address, active=active, emulated=emulated)
    if active and maker_of(address).wants_sale_number:
        queue_meeting(tx, old.till_id)
    if active and (is_new or not old.active):
        tx.publish(RegisterReplaced(old.till_id))


def register(tx: ReadUnit, device_id: int) -> DeviceView:
    """A fiscal register among the devices; NotFound ``no_device``."""
    for device in devices(tx):
        if (device.id, device.role) == (device_id, FISCAL_REGISTER):
            return device
    raise NotFound("no_device")


def register_of_till(tx: ReadUnit, till_id: int) -> DeviceView | None:
    """The register of a till that is in use."""
    return next((one for one in devices(tx, till_id) if one.role == FISCAL_REGISTER and one.active), None)


def tables_of(tx: ReadUnit, device: DeviceView) -> CodeTables:
    """The codes in force at a register."""
    maker = maker_of(device.address)
    chosen: dict[str, dict[str, str]] = {"tax": {}, "tender": {}, "tax_system": {}}
    for part, code, value in _CHOSEN.all(tx, {"of_device": device.id}):
        chosen[part][code] = value
    return CodeTables(
        {**maker.taxes, **chosen["tax"]},
        {**maker.tenders, **chosen["tender"]},
        chosen["tax_system"].get(SYSTEM, maker.tax_system),
    )


def tax_codes(tx: ReadUnit) -> list[str]:
    """The shop's taxes as codes, the highest rate first and no tax last, whenever they hold."""
    rates = {rate for (rate,) in tx.execute(select(TaxRate.rate_bp).distinct()) if rate is not None}
    return [*(str(rate) for rate in sorted(rates, reverse=True)), NO_TAX]


def change_codes(tx: Unit, device_id: int, taxes: Mapping[str, str], tenders: Mapping[str, str], system: str) -> None:
    """Says how a register calls taxes, ways of paying and the tax system (a right).

    Raises NotFound ``no_device``, BadInput ``fiscal_code_unknown`` for a code that the maker does not know.
    """
    tx.actor.require("devices.manage")
    device = register(tx, device_id)
    maker, old = maker_of(device.address), tables_of(tx, device)
    wanted: list[tuple[Part, str, str]] = []
    for code, value in taxes.items():
        _check(value, maker.tax_choices, f"tax-{code}")
        wanted.append(("tax", code, value))
    for code, value in tenders.items():
        if code not in TENDER_NAMES:
            raise BadInput("unknown_tender", f"tender-{code}")
        _check(value, maker.tender_choices, f"tender-{code}")
        wanted.append(("tender", code, value))
    if maker.tax_systems:
        _check(system, maker.tax_systems, "tax_system")
        wanted.append(("tax_system", SYSTEM, system))
    tx.execute(delete(FiscalCode).where(FiscalCode.device_id == device_id))
    tx.execute(
        insert(FiscalCode),
        [{"device_id": device_id, "part": part, "code": code, "value": value} for part, code, value in wanted],
    )
    new = tables_of(tx, device)
    journal.record(
        tx,
        "fiscal.codes_changed",
        subject=f"device:{device_id}",
        body={"old": _plain(old), "new": _plain(new)},
    )


def _check(value: str, known: Mapping[str, str], path: str) -> None:
    if value not in known:
        raise BadInput("fiscal_code_unknown", path, got=value[:40])


def _plain(tables: CodeTables) -> dict[str, str]:
    return {
        **{f"tax {code}": value for code, value in tables.taxes.items()},
        **{f"tender {code}": value for code, value in tables.tenders.items()},
        "tax_system": tables.tax_system,
    }
