"""Frames of scales as the protocols write them, and bytes that are none."""

import contextlib
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadInput
from devices.drivers.scale import massa, toledo
from devices.drivers.scale.cas import Cas, read_frame
from devices.drivers.scale.lines import Sics, Sma
from devices.drivers.scale.massa import Massa, OldMassa
from devices.drivers.scale.streams import INDICATOR, PLAIN, Rest, Stream, framed_command
from devices.drivers.scale.toledo import Toledo
from devices.drivers.scales import open_scale
from devices.errors import DeviceError, Trouble
from devices.scales.dialect import ScaleDialect
from devices.scales.grams import grams_of
from devices.scales.line import ScaleLine
from devices.scales.options import ScaleOptions, scale_options
from devices.scales.port import Weight
from devices.transports.channel import Deadline


@pytest.mark.parametrize(
    ("frame", "weight"),
    [
        ("01 02 53 20 30 31 2E 32 33 34 6B 67 65 03 04", Weight(1234, stable=True)),
        ("01 02 55 20 30 30 2E 35 30 30 6B 67 62 03 04", Weight(500, stable=False)),
        ("01 02 53 2D 30 30 2E 30 31 30 6B 67 6D 03 04", Weight(-10, stable=True, below_zero=True)),
    ],
)
def test_cas_frames(frame: str, weight: Weight) -> None:
    assert read_frame(bytes.fromhex(frame)) == weight


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("23", "23 00"),
        ("24 D2 04 00 00 01 01 00 00 00 00 00 00", "11 54"),
        ("24 FB FF FF FF 01 01 00 00 00 00 00 00", "FE 69"),
        ("24 64 00 00 00 01 00 00 00", "B8 C5"),
        ("72", "72 00"),
        ("27", "27 00"),
        ("A3 64 00 00 00", "22 23"),
        ("28 08", "08 28"),
    ],
)
def test_massa_frames(body: str, check: str) -> None:
    length = len(bytes.fromhex(body)).to_bytes(2, "little").hex()
    assert massa.framed(bytes.fromhex(body)) == bytes.fromhex(f"F8 55 CE {length} {body} {check}")


def test_massa_bodies() -> None:
    def read(body: str) -> Weight:
        return massa.read_body(bytes.fromhex(body)).weight

    assert read("24 D2 04 00 00 01 01 00 00 00 00 00 00") == Weight(1234, stable=True, tare_grams=0)
    assert read("24 FB FF FF FF 01 01 00 00 00 00 00 00") == Weight(-5, stable=True, below_zero=True, tare_grams=0)
    assert read("24 64 00 00 00 01 00 00 00") == Weight(100, stable=False)
    assert read("24 15 00 00 00 00 01 00 00") == Weight(2, stable=True)
    assert read("10 05 00 00 00 02 01") == Weight(50, stable=True)
    assert read("28 08") == Weight(None, stable=False, overload=True)
    with pytest.raises(DeviceError) as told:
        read("28 09")
    assert (told.value.trouble, told.value.maker_code) == (Trouble.SCALE_MODE, "28 09")
    assert OldMassa().read_answer(bytes.fromhex("80 00 D0 07 00")) == Weight(2000, stable=True)
    assert massa.framed(b"\x23", "reflected") != massa.framed(b"\x23")


def test_toledo_answers() -> None:
    assert toledo.read_figures(b"01.235") == Weight(1235, stable=True)
    assert toledo.read_figures(b"00.500N") == Weight(500, stable=True, net=True)
    assert not toledo.read_bits(0x01).stable
    assert toledo.read_bits(0x02).overload
    assert toledo.read_bits(0x04).below_zero
    with pytest.raises(DeviceError) as refused:
        toledo.read_bits(0x50)
    assert refused.value.trouble is Trouble.SCALE_REFUSED
    with pytest.raises(DeviceError) as pounds:
        toledo.read_figures(b"02.72")
    assert pounds.value.trouble is Trouble.SCALE_UNIT


def test_lines_of_text() -> None:
    indicator = Stream("casline", INDICATOR, tells_rest=True)
    sample = bytes.fromhex("53 54 2C 47 53 2C 31 C4 2C 20 20 30 31 2E 32 33 34 20 6B 67")
    assert indicator.read_line(sample) == Weight(1234, stable=True)
    assert indicator.read_line(sample.replace(b"\xc4", b"\x84")) == Weight(1234, stable=False)
    assert indicator.read_line(b"OL,GS,1\x84,          kg").overload
    assert framed_command(1, b"WZER") == bytes.fromhex("02 30 31 57 5A 45 52 41 39 03")
    assert Sics().read_answer(b"S S      1.234 kg") == Weight(1234, stable=True)
    assert not Sics().read_answer(b"S D     -0.010 kg").stable
    assert Sma().read_answer(b" 1NM      1.234kg ") == Weight(1234, stable=False, net=True)
    for half in (b"ST,GS,+ 1.2", b"kg", b""):
        with pytest.raises(DeviceError):
            Stream("ascii", PLAIN, tells_rest=False).read_line(half)


def test_two_equal_readings_apart_are_rest() -> None:
    now = 0.0
    rest = Rest(lambda: now)
    assert not rest.note(500)
    now = 0.2
    assert not rest.note(500)
    now = 0.35
    assert rest.note(500)
    assert not rest.note(502)
    now = 9.0
    assert not rest.note(502)


def test_figures_become_whole_grams() -> None:
    assert [grams_of("1.2345", "kg"), grams_of("-  0.0005", "kg"), grams_of("12,5", "g")] == [1235, -1, 13]
    with pytest.raises(DeviceError) as ounces:
        grams_of("1.0", "oz")
    assert ounces.value.trouble is Trouble.SCALE_UNIT


@given(st.integers(-9_999_999, 9_999_999))
def test_kilograms_with_three_decimals_are_grams(grams: int) -> None:
    sign = "-" if grams < 0 else ""
    assert grams_of(f"{sign}{abs(grams) // 1000}.{abs(grams) % 1000:03d}", "kg") == grams


def test_options_of_an_address() -> None:
    options = scale_options("massa+tcp://192.0.2.70?division_g=5&same_goods=allow&check=reflected&ask=short")
    assert options == ScaleOptions(least_grams=100, same_grams=None, check="reflected", short=True)
    assert scale_options("cas+serial:///dev/ttyUSB0?framing=7e1&least_g=0").least_grams == 0
    for address, code in {
        "tspl+tcp://192.0.2.70": "scale_driver",
        "cas+file:///dev/usb/lp0": "address_transport",
        "cas+tcp://192.0.2.70?pattern=x": "address_option",
        "ascii+tcp://192.0.2.70?pattern=[0-9]": "address_value",
        "ascii+tcp://192.0.2.70?pattern=[0": "address_value",
        "cas+serial:///dev/ttyUSB0?framing=9n1": "address_value",
    }.items():
        with pytest.raises(BadInput) as refused:
            open_scale(address)
        assert refused.value.code == code


class Noise:
    """A channel on which only certain bytes come, in certain pieces."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Takes everything."""

    def read(self, deadline: Deadline) -> bytes:
        """The next piece; nothing more after the last."""
        return self._pieces.pop(0) if self._pieces else b""

    def close(self) -> None:
        """Nothing to end."""


DIALECTS: tuple[ScaleDialect, ...] = (
    Cas(),
    Toledo(),
    Massa(),
    Massa(check="reflected", short=True),
    OldMassa(),
    Sma(),
    Sics(),
    Stream("casline", INDICATOR, tells_rest=True),
    Stream("ascii", PLAIN, tells_rest=False),
)
TELLING = [b"\x06", b"\x01\x02S", b"kg", b"\x02?", b"\r", b"\n", massa.HEADER, b"S S ", b"ST,GS,", b"1.234", b"\x15"]
PIECES = st.lists(st.one_of(st.sampled_from(TELLING), st.binary(min_size=1, max_size=40)), max_size=12)


@given(PIECES)
def test_whatever_comes_ends_in_a_weight_or_a_trouble(pieces: list[bytes]) -> None:
    for dialect in DIALECTS:
        acts = (dialect.read, *chain([dialect.zero] * dialect.zeroes, [dialect.tare] * dialect.tares))
        for act in acts:
            # Anything but a DeviceError would end the thread that owns the scale.
            with contextlib.suppress(DeviceError):
                assert act(ScaleLine(Noise(list(pieces)), Deadline(60_000))) is not None
