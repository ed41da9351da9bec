"""The last bytes that went to a device and came back, to look at and to send to support."""

from datetime import tzinfo

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound, ShopError
from app.core.version import VERSION
from app.places.day import shop_zone
from app.places.devices import DeviceView, device_of
from app.places.service import CARD_TERMINAL, FISCAL_REGISTER, Place, place_of
from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.answering import sentence_of
from app.web.shared.context import context
from app.web.shared.units import read
from devices.exchanges.dump import dumped, hex_lines, written_at
from devices.exchanges.files import ExchangeFiles
from devices.exchanges.log import Piece, log_of
from devices.exchanges.secrets import covered_address

_SHOWN = 60
_PAGES = {FISCAL_REGISTER: "office.registers", CARD_TERMINAL: "office.card_terminals"}
"""Where the devices of a role are looked after; any other on the page of devices."""


@blueprint.get("/devices/<int:device_id>/log")
@needs("devices.manage")
def device_log(device_id: int) -> ResponseReturnValue:
    """The newest exchanges, newest first."""
    device, place, zone = _device(device_id)
    pieces = pieces_of(device)
    return render_template(
        "office/device_log.html",
        device=device,
        place=place,
        pieces=pieces[-_SHOWN:][::-1],
        earlier=max(0, len(pieces) - _SHOWN),
        text=_text(device, place, pieces, zone),
        back=_PAGES.get(device.role, "office.devices"),
        hex_lines=hex_lines,
        exact=lambda piece: written_at(piece, zone),
        sentence_of_code=lambda code: sentence_of(ShopError(code)),
    )


@blueprint.get("/devices/<int:device_id>/log.txt")
@needs("devices.manage")
def device_log_file(device_id: int) -> ResponseReturnValue:
    """All that is kept, as a file for support."""
    device, place, zone = _device(device_id)
    file = Response(_text(device, place, pieces_of(device), zone), mimetype="text/plain")
    file.headers["Content-Disposition"] = f"attachment; filename=device-{device.id}.txt"
    return file


def pieces_of(device: DeviceView) -> list[Piece]:
    """What was exchanged with a device, oldest first: in this program, else what the one that holds it kept."""
    shop = context()
    now = shop.database.clock.now()
    return log_of(device.address).pieces() or ExchangeFiles(shop.config.data_folder).kept(device.address, now)


def _device(device_id: int) -> tuple[DeviceView, Place, tzinfo]:
    with read() as tx:
        device = device_of(tx, device_id)
        if device is None:
            raise NotFound("no_device")
        return device, place_of(tx, device.till_id), shop_zone(tx)


def _text(device: DeviceView, place: Place, pieces: list[Piece], zone: tzinfo) -> str:
    head = f"Regulars {VERSION}\n{place.till_name}: {device.name}, {device.role}\n{covered_address(device.address)}\n"
    return f"{head}\n{dumped(pieces, zone)}"
