"""Sentences of error codes that belong to the domain packages and that the core does not know."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.core.texts import marked
from app.crm.sentences import SENTENCES as CRM
from app.exchange.sentences import SENTENCES as EXCHANGE
from app.messaging.sentences import SENTENCES as MESSAGING
from devices.errors import SENTENCES as DEVICES
from loyalty.sentences import SENTENCES as LOYALTY
from pos.sentences import SENTENCES as TILL
from warehouse.sentences import SENTENCES as WAREHOUSE

_ELSEWHERE: Final = {
    "bad_field": marked("This field is not right: {problem}."),
    "not_json_body": marked("The request is not JSON; send one JSON object."),
    "has_badge": marked("{name} has a badge already. Nothing was changed; replace it instead."),
    "badge_changed": marked("The badge of {name} is another one by now. Nothing was changed; load the page again."),
    "badge_reason_unknown": marked("Choose why the badge ends."),
    "badge_ended": marked("This badge was blocked or replaced once and is never given again; use another one."),
    "clock_order": marked("That cannot follow what was clocked last. Nothing was taken down; choose again."),
    "clock_future": marked("This time is still to come. Nothing was written; correct it."),
    "no_clock_entry": marked("There is no such entry."),
    "unknown_clock_kind": marked("Choose what is to be taken down: came, break, back or went."),
    "bad_moment": marked("Write a date and a time."),
    "no_picture": marked("There is no such picture any more."),
    "too_many_pictures": marked("The display shows {most} pictures at most. Remove one first; nothing was added."),
    "bad_opening_time": marked("Write both times, like 09:30 and 18:00, or leave both empty. Nothing was changed."),
    "opening_past_day_start": marked(
        "These hours run into the next day, which begins at {start}. Nothing was changed; close by then, or begin the"
        " day later in the settings."
    ),
    "opening_overlaps": marked("The two pairs of times overlap. Nothing was changed; correct one of them."),
    "closed_day_unnamed": marked("Write why the shop is closed, in {most} letters at most."),
    "too_many_closed_days": marked("There are {most} closed days already. Remove past ones first; nothing was added."),
    "no_device": marked("This device does not exist any more."),
    "device_unknown": marked("There is no device {device} here; `regulars devices list` shows them all."),
    "device_name_twice": marked("Several devices are called {device}; name it by its number."),
    "device_not_in_use": marked("{name} is not in use. Nothing was sent to it; put it into use first."),
    "device_busy": marked("It is at work just now; it is looked at again in a moment."),
    "device_has_queue": marked(
        "Something waits for {name}, or somebody has to say what came out of it. Nothing was sent; look at its queue."
    ),
    "server_holds_no_devices": marked(
        "The server that runs on {folder} did not answer. Try the device out in the office, under Devices."
    ),
    "address_form": marked(
        "This is no address of a device; type 192.0.2.50 where it is on the network, or all of it: escpos+tcp://192.0.2.50:9100."
    ),
    "address_transport": marked("There is no way {transport} to a device; known are {known}."),
    "address_target": marked("The address names no host, port or file; write it like escpos+tcp://192.0.2.50:9100."),
    "address_usb": marked(
        "A printer on USB is written like escpos+usb://04b8:0202/J3AF012345; Find devices fills that in by itself."
    ),
    "address_option": marked("The address has an option that does not exist: {option}."),
    "address_option_twice": marked("An option stands twice in the address: {option}."),
    "address_value": marked("The option {option} of the address cannot be {got}; it is one of {allowed}."),
    "label_driver": marked("There are no label printers of the kind {driver}; known are {known}."),
    "pole_driver": marked("There are no pole displays of the kind {driver}; known are {known}."),
    "scanner_driver": marked("There are no serial scanners of the kind {driver}; write {known}."),
    "sms_driver": marked("There are no modems of the kind {driver}; write {known}."),
    "sms_transport": marked("A modem is on a serial port or on the network, not on {transport}."),
    "scale_driver": marked("There are no scales of the kind {driver}; known are {known}."),
    "address_codepage": marked("The code page of the address is not known; write it like codepage=cp866:17."),
    "emulator_order": marked("The emulated device does not know this order: {got}."),
    "unknown_currency": marked("{got} is no currency; write its code, like EUR."),
    "currency_already": marked("The shop counts in {currency} already. Nothing was changed."),
    "no_fixed_rate": marked(
        "{currency} is not the second currency of the shop, or it has no fixed rate. Nothing was changed; write both"
        " under Settings, Prices and taxes first."
    ),
    "currency_open_shift": marked(
        "The shift of {till}, opened by {opened_by}, is still open. Nothing was changed; count the drawer and close it."
    ),
    "currency_open_cart": marked(
        "A cart with {lines} lines is open at {till}. Nothing was changed; pay it or drop it first."
    ),
    "currency_held_cart": marked(
        "A cart with {lines} lines was put aside at {till}. Nothing was changed; pay it or drop it first."
    ),
    "currency_import_running": marked(
        "The import of {file} is not finished. Nothing was changed; start the server and let it finish first."
    ),
    "no_yes": marked("Nothing was changed. Say --yes where nobody can be asked."),
    "system_refused": marked("The system does not let it be done: {problem}."),
    "file_not_readable": marked("The file {file} cannot be read: {problem}."),
    "unknown_country": marked("{got} is no country; write two letters, like RU."),
    "bad_delimiter": marked("{got} is no delimiter; give one sign, or tab, semicolon, comma or bar."),
    "no_practice_here": marked("There is no shop to practise in here. Nothing was changed."),
    "no_owner_logs_in": marked("Nobody here who may do everything has a login; there is no password to set."),
    "no_terminal": marked("The password is typed at a terminal, or comes as one line on standard input."),
    "no_shop_here": marked("The folder {folder} holds no shop; choose one with --data, or start `regulars serve`."),
    "older_database": marked("The database is of an older version; start `regulars serve` once, which upgrades it."),
    "server_running": marked("A server is running on {folder}. Close it first, then do this again."),
    "server_running_use_page": marked(
        "A server is running on {folder}; do this on its page {page}, or close it first."
    ),
    "demo_unfinished": marked(
        "The filling of the demo shop was broken off. Make the database empty, delete {file}, and start again."
    ),
    "port_in_use": marked("Port {port} is in use by another program; choose another one with {option}."),
    "port_refused": marked("The system refuses port {port}; choose one above 1023 with {option}."),
    "address_unknown": marked("{host} is no address of this machine; correct --host."),
    "given_below_amount": marked(
        "Less cash was given than is to be paid off. Nothing was booked; correct one of the two amounts."
    ),
    "scan_in_pad": marked("A scan does not count here. Nothing was changed; close the pad first."),
}

MORE_SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{str(code): words for code, words in DEVICES.items()},
        **CRM,
        **LOYALTY,
        **TILL,
        **WAREHOUSE,
        **EXCHANGE,
        **MESSAGING,
        **_ELSEWHERE,
    }
)
