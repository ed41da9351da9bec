"""The emulated service by itself, and whatever bytes may come: neither side hangs, breaks or registers nonsense."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.clock import SetClock
from app.core.errors import BadInput
from app.core.money import ZERO
from devices.drivers.atol.build import task_of
from devices.drivers.atol.codes import AtolOptions, CodeTables
from devices.drivers.atol.http import Door, request
from devices.drivers.atol.register import AtolRegister
from devices.drivers.atol.service import Patience
from devices.emulators.atol.codes import picture
from devices.emulators.atol.server import AtolEmulator
from devices.emulators.atol.web import Reply
from devices.errors import DeviceError, Trouble
from devices.fiscal.evidence import Counters, Finding, attempt_of
from devices.fiscal.port import InDoubt
from devices.fiscal.receipt import FiscalReceipt
from devices.transports.channel import Channel, Deadline
from devices.transports.tcp import TcpWire
from tests.devices.fiscal_acts import ATOL_SETTINGS, MOSCOW, opening, receipt
from tests.devices.test_atol_tasks import SOLD
from tests.support.decoders import DECODERS

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)
HASTY = Patience(look_ms=0, look_most_ms=0, ask_ms=0, act_ms=0, close_ms=0, lost_ms=0)


def emulated(folder: Path | None = None) -> AtolEmulator:
    """A service whose desk is asked without its network."""
    return AtolEmulator(folder=folder, clock=SetClock(NOON), zone=MOSCOW)


def results_of(emulator: AtolEmulator, uuid: str, *tasks: dict[str, Any]) -> list[dict[str, Any]]:
    taken = emulator.put(json.dumps({"uuid": uuid, "request": list(tasks)}).encode())
    assert taken.status == 201
    return looked(emulator, uuid)


def looked(emulator: AtolEmulator, uuid: str) -> list[dict[str, Any]]:
    reply = emulator.look(uuid)
    assert isinstance(reply.body, dict)
    found: list[dict[str, Any]] = reply.body["results"]
    return found


def errors_of(results: list[dict[str, Any]]) -> list[int]:
    return [result["error"]["code"] for result in results]


def test_the_maker_s_example_is_taken_and_a_name_only_once() -> None:
    emulator = emulated()
    results_of(emulator, "o", {"type": "openShift"})
    body = json.dumps({"uuid": "pos1-000123-a1", "request": [json.loads(SOLD)]}).encode()
    assert [emulator.put(body).status, emulator.put(body).status] == [201, 409]
    ((result),) = looked(emulator, "pos1-000123-a1")
    told = result["result"]["fiscalParams"]
    assert (told["fiscalDocumentNumber"], told["fiscalReceiptNumber"], told["shiftNumber"]) == (2, 1, 1)
    assert (told["total"], told["fiscalDocumentDateTime"]) == (91.0, "2026-03-02T12:00:00+03:00")
    assert [kept.total for kept in emulator.receipts] == [9100]
    assert emulator.memory.cash == 9100


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"items": []}, 501),
        ({"payments": [{"type": "cash", "sum": 90}]}, 66),
        ({"payments": [{"type": "electronically", "sum": 92}]}, 52),
        ({"payments": [{"type": "gold", "sum": 91}]}, 501),
        ({"total": 92}, 227),
        ({"total": 90}, 227),
        ({"taxationType": "patent"}, 143),
        ({"taxationType": "none"}, 501),
        ({"operator": {"vatin": "1"}}, 501),
        ({"type": "sellReturn"}, 80),
        ({"type": "sellCorrection"}, 501),
        ({"type": "sing"}, 11),
        ({"postItems": [{"type": "barcode", "barcodeType": "CODE128"}]}, 501),
        ({"postItems": [{"type": "barcode", "barcodeType": "CODE127", "barcode": "40"}]}, 501),
        ({"postItems": [{"type": "barcode", "barcodeType": "EAN13", "barcode": "40"}]}, 501),
        ({"postItems": [{"type": "barcode", "barcodeType": "CODE128", "barcode": "A" * 30}]}, 501),
        ({"postItems": [{"type": "barcode", "barcodeType": "CODE128", "barcode": "40", "scale": "2"}]}, 501),
    ],
)
def test_what_can_not_be_sold_is_refused_and_leaves_nothing(change: dict[str, Any], code: int) -> None:
    emulator = emulated()
    results_of(emulator, "o", {"type": "openShift"})
    task = {**json.loads(SOLD), **change}
    assert errors_of(results_of(emulator, "s", task, {"type": "getFnStatus"})) == [code, 0]
    assert [result["status"] for result in looked(emulator, "s")] == ["error", "interrupted"]
    assert (emulator.receipts, emulator.memory.cash) == ([], 0)


def test_codes_come_out_as_bars_that_decoders_read_with_their_text_below(tmp_path: Path) -> None:
    codes = ("GC-7F3K9Q2M", "4006381333931", "Код", "A" * 22)
    sold = receipt(texts=("Подарочная карта", *codes), codes=frozenset(codes))
    with AtolEmulator(folder=tmp_path, clock=SetClock(NOON), zone=MOSCOW) as emulator:
        register = AtolRegister(TcpWire(emulator.host, emulator.port), "t", AtolOptions(), ATOL_SETTINGS)
        assert register.info.prints_codes
        register.carry_out(opening(), register.prepare(opening()))
        register.carry_out(sold, register.prepare(sold))
        paper = [line.strip() for line in emulator.papers[-1].splitlines()]
    start = paper.index("Подарочная карта")
    bars = [f"||| CODE128 {code} |||" for code in codes[:2]]
    assert paper[start + 1 : start + 7] == [bars[0], codes[0], bars[1], codes[1], *codes[2:]], (
        "what fits no bars is text"
    )
    told = task_of(sold, CodeTables.of(ATOL_SETTINGS), {})["postItems"]
    drawn = [picture(item) for item in told if item["type"] == "barcode"]
    for read in DECODERS:
        assert [read(dots) for dots in drawn if dots] == [[("CODE128", code)] for code in codes[:2]]
    narrow = task_of(sold, CodeTables.of(ATOL_SETTINGS), {}, columns=24)["postItems"]
    assert [item["type"] for item in narrow] == ["text"] * 5


def test_the_states_of_a_register_are_errors_of_its_tasks() -> None:
    emulator = emulated()
    sale, opens = json.loads(SOLD), {"type": "openShift"}
    seen = [errors_of(results_of(emulator, str(number), task))[0] for number, task in enumerate((sale, opens, opens))]
    assert seen == [73, 0, 83]
    for order, code in (("paper out", 44), ("paper in", 0), ("cover open", 45), ("register off", 2), ("hours 24", 2)):
        emulator.order(order)
        assert errors_of(results_of(emulator, order, sale)) == [code]
    emulator.order("register on")
    emulator.order("cover closed")
    assert errors_of(results_of(emulator, "old", sale)) == [68]
    assert errors_of(results_of(emulator, "z", {"type": "closeShift"})) == [0]
    missing = {"type": "getFnDocument", "fiscalDocumentNumber": 99}
    assert errors_of(results_of(emulator, "document", missing)) == [123]
    with pytest.raises(BadInput):
        emulator.order("explode")


def test_the_queue_is_strict_and_what_waits_can_be_cancelled() -> None:
    emulator = emulated()
    emulator.order("busy 2 at openShift")
    assert results_of(emulator, "first", {"type": "openShift"})[0]["status"] == "wait"
    emulator.put(json.dumps({"uuid": "second", "request": json.loads(SOLD)}).encode())
    assert emulator.cancel("second").status == 200
    assert looked(emulator, "first")[0]["status"] == "ready"
    assert looked(emulator, "second")[0]["status"] == "canceled"
    assert emulator.cancel("first").status == 400
    assert emulator.cancel("third").status == 404
    assert emulator.receipts == []


def test_everything_is_remembered_and_an_interrupted_order_goes_on(tmp_path: Path) -> None:
    with emulated(tmp_path) as emulator:
        results_of(emulator, "o", {"type": "openShift"})
        emulator.order("busy 9 at sell")
        results_of(emulator, "s", json.loads(SOLD))
        emulator.memory.orders[-1].looks = 0
        emulator.order("status")
    with emulated(tmp_path) as emulator:
        assert looked(emulator, "s")[0]["status"] == "ready"
        assert [kept.total for kept in emulator.receipts] == [9100]
    again = emulated(tmp_path)
    assert (again.memory.cash, len(again.documents)) == (9100, 2)
    again.order("swap 7")
    assert (emulated(tmp_path).documents, emulated(tmp_path).memory.serial) == ([], 7)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["sell", "cash"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=10,
)
_PLACES = st.sampled_from(
    [
        *(("type",), ("items",), ("payments",), ("total",), ("operator",), ("clientInfo",), ("postItems",)),
        *(("items", 0), ("items", 0, "price"), ("items", 0, "quantity"), ("items", 0, "amount"), ("items", 0, "tax")),
        *(("items", 0, "imcParams"), ("items", 0, "name"), ("payments", 0), ("payments", 0, "sum")),
        ("payments", 0, "type"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(_PLACES, _JSON)
def test_a_sale_with_anything_anywhere_is_refused_or_adds_up(place: tuple[Any, ...], value: object) -> None:
    emulator = emulated()
    results_of(emulator, "o", {"type": "openShift"})
    task = json.loads(SOLD)
    inner = task
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    reply = emulator.put(json.dumps({"uuid": "s", "request": task}).encode())
    if reply.status == 201:
        (result,) = looked(emulator, "s")
        assert (result["status"] == "ready") == bool(emulator.receipts)
    assert emulator.memory.cash == sum(kept.total for kept in emulator.receipts if "1031" in kept.tags)
    assert errors_of(results_of(emulator, "after", {"type": "getFnStatus"})) == [0]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60) | _JSON.map(lambda value: json.dumps(value).encode()))
def test_no_request_breaks_the_service(body: bytes) -> None:
    emulator = emulated()
    assert emulator.put(body).status in (201, 400)
    assert emulator.put(b"[" * 100_000).status == 400
    assert isinstance(emulator.look("x"), Reply)


class Scripted:
    """A wire whose other end says the same bytes to every request, and hangs up."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def open(self, deadline: Deadline) -> Channel:
        return ScriptedChannel(self._answer)


class ScriptedChannel:
    """One connection of it."""

    def __init__(self, answer: bytes) -> None:
        self._left = answer
        self.sent = b""

    def write(self, data: bytes, deadline: Deadline) -> None:
        self.sent += data

    def read(self, deadline: Deadline) -> bytes:
        piece, self._left = self._left[:7], self._left[7:]
        if not piece:
            raise DeviceError(Trouble.LOST)
        return piece

    def close(self) -> None:
        """Nothing is open."""


def replied(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=80)
    | st.binary(max_size=80).map(replied)
    | _JSON.map(lambda value: replied(json.dumps({"results": value}).encode()))
    | _JSON.map(lambda value: replied(json.dumps({"results": [{"status": "ready", "result": value}]}).encode()))
    | st.sampled_from([replied(b"", f"{status} X") for status in (201, 204, 302, 400, 401, 404, 409, 418, 500, 999)])
)
def test_no_answer_breaks_the_driver_or_is_taken_for_a_registration(answer: bytes) -> None:
    register = AtolRegister(Scripted(answer), "localhost", AtolOptions(), ATOL_SETTINGS, patience=HASTY)
    assert register.status().trouble is not None
    sold = receipt()
    with pytest.raises(DeviceError):
        register.prepare(sold)
    attempt = attempt_of(sold, _before(sold), "k")
    assert register.resolve(attempt).finding is Finding.UNKNOWN
    with pytest.raises(DeviceError) as refused:
        register.carry_out(sold, attempt)
    assert not isinstance(refused.value, InDoubt)


def _before(_sold: FiscalReceipt) -> Counters:
    return Counters("1", "2", 3, 4, shift_is_open=True, cash=ZERO, cash_moves=0)


def test_an_answer_without_end_and_one_cut_short_are_told_apart() -> None:
    def ask(answer: bytes) -> Trouble:
        deadlines = Deadline(5_000), Deadline(5_000)
        with pytest.raises(DeviceError) as refused:
            request(Scripted(answer), Door("localhost"), "GET", "/", b"", deadlines)
        return refused.value.trouble

    assert ask(replied(b"{}")[:-1]) is Trouble.LOST
    assert ask(b"") is Trouble.LOST
    assert ask(b"SSH-2.0-OpenSSH\r\n") is Trouble.GARBLED
    assert ask(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") is not None
    assert ask(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000) is Trouble.GARBLED


def test_the_network_says_what_the_desk_says() -> None:
    with emulated() as emulator:
        wire, door = TcpWire(emulator.host, emulator.port), Door("localhost")

        def ask(method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
            answer = request(wire, door, method, path, body, (Deadline(5_000), Deadline(5_000)))
            return answer.status, answer.body

        status, page = ask("GET", "/")
        assert status == 200
        assert b"EMULATED" in page
        assert ask("POST", "/api/v2/requests", b"{")[0] == 400
        assert ask("POST", "/elsewhere", b"{}")[0] == 404
        assert ask("POST", "/requests", b'{"uuid": "a/b", "request": {"type": "getFnStatus"}}')[0] == 201
        assert json.loads(ask("GET", "/api/v2/requests/a%2Fb")[1])["results"][0]["status"] == "ready"
        assert ask("GET", "/api/v2/requests/other")[0] == 404
        assert ask("DELETE", "/api/v2/requests/a%2Fb")[0] == 400
        assert ask("PATCH", "/")[0] == 501
