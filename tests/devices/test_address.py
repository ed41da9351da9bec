"""Addresses as people write them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadInput
from devices.address import DeviceAddress
from devices.drivers.escpos.options import Drawing, EscposOptions
from devices.drivers.escpos.printer import EscposPrinter, MuteEscposPrinter, open_escpos
from devices.plain_address import whole_address
from devices.usb_place import UsbPlace


@pytest.mark.parametrize(
    ("text", "transport", "target", "host", "port"),
    [
        ("escpos+tcp://192.0.2.50:9100?width=48", "tcp", "192.0.2.50:9100", "192.0.2.50", 9100),
        ("escpos+tcp://printer.local", "tcp", "printer.local", "printer.local", 0),
        ("escpos+tcp://[2001:db8::5]:9101/", "tcp", "[2001:db8::5]:9101/", "2001:db8::5", 9101),
        ("escpos+serial:///dev/ttyUSB0?baud=9600", "serial", "/dev/ttyUSB0", "", 0),
        ("escpos+serial://COM3", "serial", "COM3", "", 0),
        ("escpos+file:///dev/usb/lp0", "file", "/dev/usb/lp0", "", 0),
        ("escpos+usb://04b8:0e15/J3%2FAF", "usb", "04b8:0e15/J3/AF", "", 0),
        ("escpos+cups://Till_1", "cups", "Till_1", "", 0),
        (" escpos+winspool://Receipt%20Printer ", "winspool", "Receipt Printer", "", 0),
    ],
)
def test_an_address_is_read(text: str, transport: str, target: str, host: str, port: int) -> None:
    address = DeviceAddress.parse(text)
    assert (address.driver, address.transport) == ("escpos", transport)
    assert (address.target, address.host, address.port) == (target, host, port)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "address_form"),
        ("192.0.2.50:9100", "address_form"),
        ("tcp://192.0.2.50", "address_form"),
        ("escpos+tcp://192.0.2.50:port", "address_form"),
        ("escpos+tcp://192.0.2.50:99999", "address_form"),
        ("escpos+tcp://[bad", "address_form"),
        ("escpos+telnet://192.0.2.50", "address_transport"),
        ("escpos+tcp://", "address_target"),
        ("escpos+tcp://:9100", "address_target"),
        ("escpos+tcp://host/path", "address_target"),
        ("escpos+file://", "address_target"),
        ("escpos+usb://04b8", "address_usb"),
        ("escpos+usb://epson:tm20", "address_usb"),
        ("escpos+usb://04b8:0202?socket=left", "address_value"),
        ("escpos+usb://04b8:0202?baud=9600", "address_option"),
        ("escpos+tcp://host?width=48&width=42", "address_option_twice"),
        ("escpos+tcp://host?colour=red", "address_option"),
        ("escpos+tcp://host?baud=9600", "address_option"),
        ("escpos+tcp://host?width=12", "address_value"),
        ("escpos+tcp://host?width=4 8", "address_value"),
        ("escpos+tcp://host?width=", "address_value"),
        ("escpos+tcp://host?cut=yes", "address_value"),
        ("escpos+tcp://host?drawer=pin3", "address_value"),
        ("escpos+tcp://host?print=fast", "address_value"),
        ("escpos+serial://COM3?baud=110", "address_value"),
        ("escpos+serial://COM3?flow=maybe", "address_value"),
        ("escpos+tcp://host?codepage=cp866", "address_codepage"),
        ("escpos+tcp://host?codepage=cp866:300", "address_codepage"),
        ("escpos+tcp://host?codepage=utf-8:0", "address_codepage"),
        ("escpos+tcp://host?codepage=gbk:0", "address_codepage"),
        ("escpos+tcp://host?codepage=cp932:0", "address_codepage"),
        ("escpos+tcp://host?codepage=cp500:0", "address_codepage"),
        ("escpos+tcp://host?codepage=none:0", "address_codepage"),
    ],
)
def test_a_wrong_address_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        open_escpos(text)
    assert refused.value.code == code


def test_a_misspelt_option_names_the_near_one() -> None:
    with pytest.raises(BadInput) as refused:
        open_escpos("escpos+tcp://host?codpage=cp866:17")
    assert refused.value.facts["near"] == "codepage"


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert DeviceAddress.parse(text).target


def test_options_say_what_the_printer_is() -> None:
    address = DeviceAddress.parse(
        "escpos+tcp://host?width=32&codepage=IBM866:17&cut=0&drawer=pin5&print=picture&codes=native&small=0"
        "&answers=0&dpi=300"
    )
    assert EscposOptions.of(address) == EscposOptions(
        columns=32,
        encoding="cp866",
        page=17,
        drawing=Drawing.PICTURE,
        native_codes=True,
        small=False,
        cut=False,
        drawer_pin=5,
        answers=False,
        dots_per_mm=12,
    )
    assert EscposOptions.of(DeviceAddress.parse("escpos+tcp://host")) == EscposOptions()


@pytest.mark.parametrize(
    ("address", "kind", "answers"),
    [
        ("escpos+tcp://host", EscposPrinter, True),
        ("escpos+serial://COM3?baud=19200&flow=none", EscposPrinter, True),
        ("escpos+tcp://host?answers=0", MuteEscposPrinter, False),
        ("escpos+file:///tmp/paper", MuteEscposPrinter, False),
        ("escpos+cups://Till", MuteEscposPrinter, False),
        ("escpos+winspool://Till", MuteEscposPrinter, False),
    ],
)
def test_the_way_to_a_printer_decides_what_is_known_of_it(address: str, kind: type, answers: bool) -> None:
    printer = open_escpos(address)
    assert type(printer) is kind
    assert printer.info.answers is answers


def test_the_info_is_what_the_options_say() -> None:
    info = open_escpos("escpos+tcp://host?width=32&codepage=cp852:18&cut=0&drawer=none").info
    assert (info.driver, info.columns, info.width_dots, info.encoding) == ("escpos", 32, 384, "cp852")
    assert (info.cuts, info.opens_drawer) == (False, False)


@pytest.mark.parametrize(
    ("typed", "roll", "whole"),
    [
        (" 192.0.2.50 ", "80", "escpos+tcp://192.0.2.50:9100?width=48"),
        ("192.0.2.50:9101", "58", "escpos+tcp://192.0.2.50:9101?width=32"),
        ("printer.shop.lan", "", "escpos+tcp://printer.shop.lan:9100"),
        ("COM3", "80", "escpos+serial://COM3?width=48"),
        ("/dev/ttyUSB0", "80", "escpos+serial:///dev/ttyUSB0?width=48"),
        ("/dev/usb/lp0", "80", "escpos+file:///dev/usb/lp0?width=48"),
        ("usb://04b8:0e15/J3%2FAF", "80", "escpos+usb://04b8:0e15/J3%2FAF?width=48"),
        ("usb://0416:5011?socket=1-2.4", "58", "escpos+usb://0416:5011?socket=1-2.4&width=32"),
    ],
)
def test_what_the_owner_of_a_printer_knows_is_enough(typed: str, roll: str, whole: str) -> None:
    assert whole_address(typed, roll) == whole
    assert DeviceAddress.parse(whole).driver == "escpos"


@pytest.mark.parametrize(
    "place", [UsbPlace(0x04B8, 0x0E15), UsbPlace(0x416, 0x5011, "", "1-2.4"), UsbPlace(1, 2, "№? #/&", "3-1")]
)
def test_a_place_on_usb_is_read_as_it_is_written(place: UsbPlace) -> None:
    address = DeviceAddress.parse(f"escpos+{place.way}")
    assert UsbPlace.of(address.target, address.options) == place


@pytest.mark.parametrize("typed", ["escpos+cups://name", "somewhere", "/etc/passwd", "", "http://192.0.2.50"])
def test_any_other_text_is_left_as_it_is(typed: str) -> None:
    assert whole_address(typed, "80") == typed
