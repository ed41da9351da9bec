"""Finding devices: what is on the ports of the PC and in its networks, each on its way into the form that adds it."""

from typing import Any, Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import BadInput
from app.core.texts import marked
from app.places.devices import DeviceView
from app.places.devices import devices as all_devices
from app.places.service import (
    FISCAL_REGISTER,
    LABEL_PRINTER,
    POLE_DISPLAY,
    RECEIPT_PRINTER,
    SCALE,
    SCANNER,
    Place,
    tills,
)
from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.context import context
from app.web.shared.language import translated
from app.web.shared.units import read
from app.web.shared.whole import whole_number
from devices.address import DeviceAddress
from devices.errors import SENTENCES
from devices.transports.finding import serial_ports
from devices.transports.usb_finding import usb_printers
from devices.usb_place import UsbPlace

ROLE_NAMES: Final = {
    RECEIPT_PRINTER: marked("Receipt printer"),
    LABEL_PRINTER: marked("Label printer"),
    SCALE: marked("Scale"),
    POLE_DISPLAY: marked("Pole display"),
    SCANNER: marked("Scanner"),
    "shtrih": "Shtrih-M",
    "datecs": "Datecs",
}
"""What a found thing may be added as; a fiscal register by its maker."""
PRINTERS: Final = (RECEIPT_PRINTER, LABEL_PRINTER)
_ONE_EACH: Final = {RECEIPT_PRINTER: RECEIPT_PRINTER, "shtrih": FISCAL_REGISTER, "datecs": FISCAL_REGISTER}
"""What a till has one of at most, by the role of its device."""


@blueprint.get("/devices/find")
@needs("devices.manage")
def find_devices() -> ResponseReturnValue:
    """What is connected to this PC now, and what the last search of its networks found."""
    printers = usb_printers()
    return render_template(
        "office/find_devices.html",
        ports=serial_ports(),
        printers=printers.ways,
        usb_trouble=printers.trouble,
        said=lambda trouble: translated(SENTENCES[trouble]),
        **_ways(),
    )


@blueprint.get("/devices/find/network")
@needs("devices.manage", counts_as_use=False)
def network_found() -> ResponseReturnValue:
    """How far the search is; the page asks again and again."""
    return render_template("office/find_network.html", **_ways())


@blueprint.post("/devices/find/network")
@needs("devices.manage")
def search_network() -> ResponseReturnValue:
    """Begins to look for printers in the PC's own networks, or stops."""
    search = context().search
    if request.form.get("do") == "stop":
        search.cancel()
    else:
        search.start()
    return redirect(url_for("office.find_devices", _anchor="network"), 303)


@blueprint.get("/devices/find/add")
@needs("devices.manage")
def add_found() -> ResponseReturnValue:
    """To the form that adds a found device, with its address filled in."""
    number, _, kind = request.args.get("as", "").partition(":")
    till_id, address = whole_number(number), request.args.get("address", "")
    if till_id is None or kind not in ROLE_NAMES:
        raise BadInput("bad_request", "as")
    if _ONE_EACH.get(kind) == FISCAL_REGISTER:
        whole = f"{kind}+serial://{address}"
        return redirect(
            url_for("office.registers", till=till_id, address=whole, _anchor=f"address-till-{till_id}"), 303
        )
    at = {RECEIPT_PRINTER: "address", LABEL_PRINTER: f"new-label-address-{till_id}"}.get(
        kind, f"address-{kind}-{till_id}"
    )
    return redirect(url_for("office.devices", till=till_id, role=kind, address=address, _anchor=at), 303)


def _ways() -> dict[str, Any]:
    """The state of the search, and what a found thing may become."""
    with read() as tx:
        places, found = tills(tx), all_devices(tx)
    return {
        "search": context().search.state,
        "of_port": _choices(places, found, tuple(ROLE_NAMES)),
        "of_printer": _choices(places, found, PRINTERS),
        "user_of": {_plain(DeviceAddress.parse(one.address)): one.name for one in found},
    }


def _plain(address: DeviceAddress) -> str:
    """An address as found things are called."""
    if address.transport == "usb":
        return UsbPlace.of(address.target, address.options).way
    return address.host or address.target


def _choices(places: list[Place], found: list[DeviceView], kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """The ways to add something, till by till, without what a till has already."""
    taken = {(device.till_id, device.role) for device in found}
    return [
        (f"{place.till_id}:{kind}", f"{place.till_name}: {translated(ROLE_NAMES[kind])}")
        for place in places
        for kind in kinds
        if (place.till_id, _ONE_EACH.get(kind)) not in taken
    ]
