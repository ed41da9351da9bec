"""The worked frames of the maker's protocol, byte for byte, and what the line does to them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.emulators.datecs.memory import SERVICE, Stored
from devices.emulators.datecs.server import DIALECTS
from tests.devices.datecs_host import NOON, Answer, Desk, Host, NotHeard, framed, hexed, read

OPEN = hexed(
    "01 42 22 30 31 2C 30 30 30 30 2C 31 2C 44 54 30 30 30 36 30 30 2D 4F 50 30 31 2D 30 30 30 31 30 30 30"
    "05 30 36 3A 38 03"
)
SALE = hexed("01 30 23 31 D5 EB FF E1 09 C1 31 2E 32 30 2A 32 05 30 36 31 30 03")
PAYMENT = hexed("01 2A 24 35 09 50 35 2E 30 30 05 30 31 3A 34 03")
CLOSE = hexed("01 24 25 38 05 30 30 38 36 03")
LAST_NUMBER = hexed("01 24 26 71 05 30 30 3C 30 03")


def said(desk: Desk, frame: bytes) -> bytes:
    return desk.exchange(frame, until=lambda _got: True)


def with_documents(desk: Desk, count: int) -> Desk:
    for number in range(1, count + 1):
        desk.vault.keep_document(Stored(number, SERVICE, NOON.isoformat(), 1))
    return desk


def test_a_sale_in_the_frames_of_the_protocol() -> None:
    desk = with_documents(Desk(), 122)
    status = read(said(desk, hexed("01 24 20 4A 05 30 30 39 33 03")))
    assert (status.command, status.status) == (0x4A, hexed("80 80 80 80 86 9A"))
    transaction = read(said(desk, hexed("01 25 21 4C 54 05 30 30 3E 3B 03")))
    assert transaction.text == "0,0,+000000000,+000000000"
    assert read(said(desk, OPEN)).text == "0122,0000"
    assert read(said(desk, SALE)).text == ""
    assert said(desk, PAYMENT) == hexed("01 30 24 35 52 32 2E 36 30 04 80 80 88 80 86 9A 05 30 34 3D 32 03")
    assert read(said(desk, CLOSE)).text == "0123,0001"
    assert said(desk, LAST_NUMBER) == hexed("01 32 26 71 30 30 30 30 31 32 33 04 80 80 80 80 86 9A 05 30 35 34 38 03")


def test_no_paper_in_the_frame_of_the_protocol() -> None:
    desk = Desk()
    said(desk, OPEN)
    desk.condition.has_paper = False
    assert said(desk, SALE) == hexed("01 2B 23 31 04 A0 80 89 80 86 9A 05 30 33 3D 31 03")
    assert desk.machine.memory.receipt is not None
    assert desk.machine.memory.receipt.items == []


def test_the_frames_of_the_x_family() -> None:
    desk = with_documents(Desk("x"), 122)
    status = read(said(desk, hexed("01 30 30 32 3A 20 30 30 34 3A 05 30 31 3B 3F 03")), wide=True)
    assert (status.command, status.text[:2], len(status.status)) == (0x4A, "0\t", 8)
    host = Host(desk, wide=True)
    host.ask(48, "1\t0000\tDT000600-OP01-0001000\t1\t\t")
    host.ask(49, "Хляб\t2\t1.20\t2\t\t\t\t")
    host.ask(53, "0\t\t\t")
    assert said(desk, framed(0x25, 0x38, b"", wide=True)) == hexed(
        "01 30 30 33 39 25 30 30 33 38 30 09 31 32 33 09 04 80 80 80 80 86 9A 80 80 05 30 36 3B 3D 03"
    )


def test_a_number_that_comes_again_gets_the_last_answer_and_does_nothing() -> None:
    desk = Desk()
    host = Host(desk)
    host.ask(48, "1,0000,1")
    first = host.ask(49, "Хляб\tБ1.20")
    assert host.ask(49, "Хляб\tБ1.20", again=True) == first
    # Whatever it asks: the register looks at the number alone.
    assert host.ask(74, "", again=True).command == 49
    assert host.ask(76).text == "1,1,+000000120"


def test_power_makes_it_forget_its_last_answer() -> None:
    desk = Desk()
    host = Host(desk)
    host.ask(62)
    desk.port.power_up()
    assert host.ask(90, "1", again=True).command == 90


@pytest.mark.parametrize(
    "spoiled",
    [
        SALE[:-2] + b"\x31\x03",
        SALE[:-1] + b"\x04",
        SALE[:1] + b"\x21" + SALE[2:],
        SALE[:-6] + b"\x06" + SALE[-5:],
        framed(0x1F, 74, b""),
    ],
    ids=["checksum", "end", "length", "no 05", "number below 20h"],
)
def test_a_broken_frame_is_answered_with_nak(spoiled: bytes) -> None:
    desk = Desk()
    said(desk, OPEN)
    assert said(desk, spoiled)[:1] == b"\x15"
    assert desk.machine.memory.receipt is not None
    assert desk.machine.memory.receipt.items == []
    assert read(said(desk, SALE)).command == 49


def test_frames_split_glued_and_broken_off() -> None:
    desk = Desk()
    said(desk, b"\xff\x00" + OPEN[:7])
    for byte in b"\x33" + OPEN:
        desk.port.receive(bytes((byte,)))
    desk.said.clear()
    desk.port.receive(SALE + PAYMENT)
    sale, _, payment = bytes(desk.said).partition(b"\x03")
    assert (read(sale + b"\x03").command, read(payment).text) == (49, "R2.60")


def test_control_bytes_go_escaped_and_do_no_harm() -> None:
    desk = Desk()
    assert read(said(desk, framed(0x30, 54, b"a\x10\x41b"))).has(0, 0)
    assert read(said(desk, framed(0x31, 74, b"\x10"))).has(0, 0)
    assert read(said(desk, framed(0x32, 74, b"\x10\x98"))).text


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_what_is_unknown_wrong_and_not_allowed_is_told_by_its_bit(dialect: str) -> None:
    host = Host(Desk(dialect), wide=dialect == "x")
    unknown, wrong, too_early = host.ask(251), host.ask(113, " "), host.ask(56)
    assert [unknown.has(0, 1), wrong.has(0, 0), too_early.has(1, 1)] == [True, True, True]
    assert all(answer.has(0, 5) for answer in (unknown, wrong, too_early))
    texts = [answer.text for answer in (unknown, wrong, too_early)]
    assert all(text.startswith("-111") and text.endswith("\t") for text in texts) if dialect == "x" else not any(texts)


def heard(desk: Desk, data: bytes) -> list[Answer | bytes]:
    """All that is said to some bytes: answers, and single control bytes."""
    out: list[Answer | bytes] = []
    rest = said(desk, data)
    while rest:
        if rest[:1] in (b"\x15", b"\x16"):
            out.append(rest[:1])
            rest = rest[1:]
            continue
        frame, _, rest = rest.partition(b"\x03")
        out.append(read(frame + b"\x03", wide=desk.dialect.name == "x"))
    return out


def commands(dialect: str) -> st.SearchStrategy[bytes]:
    known = sorted(Desk(dialect).dialect.commands())
    pieces = st.sampled_from(
        ["1,0000,1", ",I", "\t", ",", "1\t", "0\t", "0000\t", "Б1.20", "P5.00", "*2", ",-10", ";-1", "W,1", "T", "2"]
    )
    text = st.one_of(
        st.lists(pieces, max_size=8).map(lambda parts: "".join(parts).encode("cp1251")),
        st.binary(max_size=40).map(lambda data: bytes(byte for byte in data if byte >= 0x20 or byte in b"\t\n\x10")),
    )
    wide = dialect == "x"
    return st.builds(
        lambda sequence, command, data: framed(sequence, command, data, wide=wide),
        st.integers(0x20, 0xFF),
        st.one_of(st.sampled_from(known), st.integers(0x20, 0xFF)),
        text,
    )


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_any_command_is_answered_in_a_whole_frame(dialect: str) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(commands(dialect), max_size=12))
    def run(frames: list[bytes]) -> None:
        desk = Desk(dialect)
        for frame in frames:
            (answer,) = heard(desk, frame)
            assert isinstance(answer, Answer)

    run()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(commands("p"), st.binary(max_size=60)), max_size=12))
def test_noise_does_not_stop_the_register(noise: list[bytes]) -> None:
    desk = Desk()
    for piece in noise:
        heard(desk, piece)
    desk.port.power_up()
    assert read(said(desk, framed(0x20, 74, b""))).status[0] & 0x80


def test_nothing_is_heard_of_a_silent_register() -> None:
    desk = Desk()
    desk.condition.silent = True
    with pytest.raises(NotHeard):
        Host(desk).ask(74)
