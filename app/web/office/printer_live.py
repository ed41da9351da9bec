"""How a receipt or label printer is now, in words, with its drawer; and how a card terminal is."""

from typing import Final

from app.core.errors import Conflict
from app.core.texts import marked
from app.places.devices import DeviceView
from app.web.office.standing import Standing, waiting
from app.web.shared.answering import sentence_of
from app.web.shared.context import context
from app.web.shared.language import gettext, translated
from devices.errors import DeviceError, Trouble
from devices.ports import PrinterState, PrinterStatus

_STATES: Final = {
    PrinterState.READY: ("", marked("It answers: ready")),
    PrinterState.PAPER_LOW: ("warn", marked("Its paper is running low")),
    PrinterState.UNKNOWN: ("", marked("It does not tell how it is")),
}


def printer_standing(device: DeviceView) -> Standing:
    """Asks the printer, unless its lane is at work; raises what its address refuses."""
    tests = context().tests
    if tests is None:
        return waiting()
    try:
        status = tests.look(device)
    except Conflict as error:
        return Standing("busy", sentence_of(error))
    if status.trouble is not None:
        return Standing("bad", sentence_of(DeviceError(status.trouble)))
    kind, words = _STATES.get(status.state, ("warn", marked("It is offline or in trouble")))
    return Standing(kind, translated(words), more=_drawer(status))


def terminal_standing(device: DeviceView) -> Standing:
    """Asks the terminal, which takes money meanwhile; raises what its address refuses."""
    tests = context().tests
    if tests is None:
        return waiting()
    status = tests.look_at_terminal(device)
    if status.trouble is None:
        return Standing("", gettext("It answers: ready"), more=status.serial_number)
    kind = "busy" if status.trouble is Trouble.TERMINAL_BUSY else "bad"
    return Standing(kind, sentence_of(DeviceError(status.trouble)), more=status.serial_number)


def _drawer(status: PrinterStatus) -> str:
    if status.drawer_is_open is not None:
        return gettext("The drawer is open") if status.drawer_is_open else gettext("The drawer is closed")
    if status.drawer_pin_high is None:
        return ""
    level = "high" if status.drawer_pin_high else "low"
    return gettext(
        "The contact of the drawer: %(level)s. Open the drawer and see what it says then: with drawer_open=high or"
        " drawer_open=low in the address, open and closed are told here.",
        level=level,
    )
