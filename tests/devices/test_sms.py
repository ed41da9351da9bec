"""Short messages: the worked octets of the description, texts that are cut and read back, and what a modem may do."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import BadInput
from app.core.io_guard import mark_unit
from devices.drivers.gsm import open_gsm
from devices.emulators.gsm.server import GsmEmulator
from devices.errors import DeviceError, Trouble
from devices.exchanges.log import log_of
from devices.exchanges.secrets import covered_address
from devices.sms.alphabet import is_gsm
from devices.sms.fake import FakeSms
from devices.sms.modem import Patience
from devices.sms.options import sms_options
from devices.sms.parts import Coding, cut
from devices.sms.pdu import Link, StatusReport, read_status_report, read_submit, submit
from devices.sms.port import Delivery, DeliveryReport, SmsGateway, SmsPart, SmsResult

NUMBER = "+79161234567"
HEAD = "0021000B919761214365F7"
LINKED = "0061000B919761214365F7"
"""As the description has it, but a report is always asked for."""
QUICK = Patience(
    connect_ms=60_000,
    hello_ms=60_000,
    drop_ms=20,
    answer_ms=60_000,
    network_ms=200,
    look_ms=20,
    send_ms=2_000,
    prompt_ms=2_000,
)
PART = SmsPart(NUMBER, "Скидка {5}", Coding.UCS2)


@pytest.mark.parametrize(
    ("number", "text", "octets"),
    [
        (NUMBER, "hello", f"{HEAD}000005E8329BFD06"),
        (NUMBER, "Cena 5€", f"{HEAD}000008C3B23B0CAA6DCA"),
        ("+36301234567", "12345678", "0021000B916303214365F700000831D98C56B3DD70"),
        (NUMBER, "Заказ 5", f"{HEAD}00080E04170430043A0430043700200035"),
    ],
)
def test_the_worked_messages_of_the_description(number: str, text: str, octets: str) -> None:
    whole = cut(text)
    assert len(whole.parts) == 1
    assert submit(number, whole.parts[0], whole.coding).hex().upper() == octets


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (71 * "Ж", f"{LINKED}00088C050003050201" + 67 * "0416", f"{LINKED}00080E050003050202" + 4 * "0416"),
        (161 * "a", f"{LINKED}0000A0050003050201C2E170381C0E", f"{LINKED}00000F050003050202C2E170381C0E8701"),
    ],
)
def test_the_worked_messages_in_two_parts(text: str, first: str, last: str) -> None:
    whole = cut(text)
    octets = [
        submit(NUMBER, part, whole.coding, Link(5, 2, place)).hex().upper() for place, part in enumerate(whole.parts, 1)
    ]
    assert octets[0].startswith(first)
    assert len(octets[0]) == 2 * 154
    assert octets[1:] == [last]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("aZ €[{ж😀é\n@_"), min_size=1, max_size=400).filter(lambda text: bool(text.strip())))
def test_a_text_comes_out_as_it_went_in(text: str) -> None:
    whole = cut(text)
    assert whole.coding is (Coding.GSM7 if is_gsm(text.strip()) else Coding.UCS2)
    total = len(whole.parts)
    read = []
    for place, part in enumerate(whole.parts, 1):
        octets = submit(NUMBER, part, whole.coding, Link(255, total, place) if total > 1 else None)
        assert len(octets) <= 1 + 13 + 140
        read.append(read_submit(octets))
    assert "".join(one.text for one in read) == text.strip()
    assert {one.number for one in read} == {NUMBER}


def test_what_a_text_costs() -> None:
    assert [len(cut(count * "a").parts) for count in (160, 161, 306, 307)] == [1, 2, 2, 3]
    # An escape pair and an emoji are never torn: the 153rd septet and the 67th unit stay empty.
    assert len(cut(152 * "a" + "€" + 152 * "a").parts[0]) == 152
    assert len(cut(66 * "ж" + "😀" + 10 * "ж").parts[0]) == 66
    assert cut("До 5 мая").left == 62
    for text, code in ((" \n", "sms_text_missing"), (671 * "ж", "sms_text_long")):
        with pytest.raises(BadInput) as refused:
            cut(text)
        assert refused.value.code == code


def test_the_report_of_the_description_is_read() -> None:
    report = bytes.fromhex("07919730071111F1060B0B919761214365F7627082213400216270822134022100")
    assert read_status_report(report) == StatusReport(0x0B, NUMBER, 0)
    for broken in (b"", report[:20], b"\x00\x01"):
        with pytest.raises(ValueError, match=r"STATUS-REPORT|first octet"):
            read_status_report(broken)


def test_addresses_are_checked_and_their_pin_is_covered() -> None:
    assert sms_options("gsm+serial:///dev/ttyUSB2?pin=1234").pin == "1234"
    assert covered_address("gsm+serial:///dev/ttyUSB2?pin=1234&baud=9600").endswith("?pin=***&baud=9600")
    for address, code in (
        ("modem+serial:///dev/ttyUSB2", "sms_driver"),
        ("gsm+file:///tmp/x", "sms_transport"),
        ("gsm+tcp://127.0.0.1?pin=12", "address_value"),
        ("gsm+tcp://127.0.0.1?pan=1234", "address_option"),
    ):
        with pytest.raises(BadInput) as refused:
            sms_options(address)
        assert refused.value.code == code


@dataclass
class Bench:
    """A gateway, what it sent, and how an answer is lost and a delivery reported."""

    gateway: SmsGateway
    sent: Callable[[], list[str]]
    lose_answer: Callable[[], object]
    report: Callable[[], object]


@contextmanager
def fake() -> Iterator[Bench]:
    gateway = FakeSms()
    yield Bench(
        gateway,
        lambda: [one.text for one in gateway.sent],
        lambda: setattr(gateway, "answers_lost", 1),
        lambda: gateway.report(0),
    )


@contextmanager
def modem() -> Iterator[Bench]:
    """The driver on an emulated modem that says more than it is asked."""
    with GsmEmulator() as emulator, held(emulator) as gateway:
        emulator.order("chatty on")
        yield Bench(
            gateway,
            lambda: [text for _number, text in emulator.texts()],
            lambda: emulator.order("lose answer"),
            lambda: emulator.order("report deliver"),
        )


@contextmanager
def held(emulator: GsmEmulator, options: str = "") -> Iterator[SmsGateway]:
    gateway = open_gsm(f"gsm+tcp://127.0.0.1:{emulator.port}{options}", QUICK)
    try:
        yield gateway
    finally:
        gateway.close()


@pytest.mark.parametrize("way", [fake, modem])
def test_what_every_way_promises(way: Callable[[], AbstractContextManager[Bench]]) -> None:
    with way() as bench:
        gateway = bench.gateway
        assert not gateway.info.verified_on_hardware
        assert gateway.reports() == []
        mark_unit(opened=True)
        try:
            for act in (lambda: gateway.send(PART), gateway.status, gateway.reports):
                with pytest.raises(RuntimeError):
                    act()
        finally:
            mark_unit(opened=False)
        assert gateway.send(PART) == SmsResult(0)
        assert gateway.is_open
        assert gateway.status().trouble is None
        bench.report()
        assert heard(gateway) == [DeliveryReport(0, NUMBER, Delivery.DELIVERED)]
        bench.lose_answer()
        assert gateway.send(PART) == SmsResult(None)
        assert gateway.send(PART) == SmsResult(2)
        assert bench.sent() == 3 * [PART.text]
        with pytest.raises(BadInput, match="sms_number"):
            gateway.send(SmsPart("112", "x", Coding.GSM7))


def heard(gateway: SmsGateway) -> list[DeliveryReport]:
    """The next reports; they are on their way."""
    until_s = time.monotonic() + 60
    while time.monotonic() < until_s:
        if found := gateway.reports():
            return found
    raise TimeoutError("no report came")


def test_what_a_modem_refuses_says_whether_it_may_be_tried_again(tmp_path: Path) -> None:
    with GsmEmulator(folder=tmp_path) as emulator, held(emulator) as gateway:
        for order, trouble in (
            ("cms 500", Trouble.SMS_LATER),
            ("cms 1", Trouble.SMS_NUMBER),
            ("cms 21", Trouble.SMS_REFUSED),
            ("cms 330", Trouble.SMS_CENTER),
            ("prompt off", Trouble.NO_ANSWER),
            ("prompt on", None),
            ("lose ok", None),
            ("reset", Trouble.LOST),
            ("slow on", None),
        ):
            emulator.order(order)
            if trouble is None:
                assert gateway.send(PART).reference is not None, order
                continue
            with pytest.raises(DeviceError) as refused:
                gateway.send(PART)
            assert refused.value.trouble is trouble, order
        emulator.order("lose text")
        assert gateway.send(PART).reference is None
        assert len(emulator.texts()) == 3
    with GsmEmulator(folder=tmp_path) as emulator, held(emulator) as gateway:
        assert gateway.send(PART).reference == 3


def test_a_pin_is_tried_once_and_covered_in_what_is_kept(tmp_path: Path) -> None:
    with GsmEmulator() as emulator:
        emulator.order("sim pin")
        with held(emulator) as gateway:
            assert gateway.status().trouble is Trouble.SIM_PIN
        with held(emulator, "?pin=4321") as gateway:
            assert gateway.status().trouble is Trouble.SIM_PIN_REFUSED
            assert gateway.status().trouble is Trouble.SIM_PIN_REFUSED
        assert emulator.condition.pin_tries == 2
        with held(emulator, "?pin=1234") as gateway:
            assert gateway.status().operator == "Training"
            gateway.send(PART)
        kept = b"".join(one.data for one in log_of(f"gsm+tcp://127.0.0.1:{emulator.port}?pin=1234").pieces())
        assert b"1234" not in kept
        assert b"1A" not in kept
        assert "Скидка".encode("utf-16-be").hex().upper().encode() not in kept
        for order, trouble in (
            ("sim puk", Trouble.SIM_PUK),
            ("sim out", Trouble.SIM_MISSING),
            ("sim ready", None),
            ("network 2", Trouble.SMS_NO_NETWORK),
            ("network 3", Trouble.SMS_NOT_ADMITTED),
            ("network 5", None),
            ("center off", Trouble.SMS_CENTER),
            ("center on", None),
            ("refuse reports on", None),
        ):
            emulator.order(order)
            with held(emulator) as gateway:
                assert gateway.status().trouble is trouble, order


def test_a_modem_on_a_serial_port(tmp_path: Path) -> None:
    with GsmEmulator(terminal=tmp_path / "modem") as emulator:
        gateway = open_gsm(f"gsm+serial://{tmp_path}/modem", QUICK)
        try:
            assert gateway.send(PART).reference == 0
        finally:
            gateway.close()
        assert emulator.texts() == [(NUMBER, PART.text)]
