"""A modem that answers, but later than the driver waits: what is counted as sent was sent, and no PIN is guessed."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.emulators.gsm.server import GsmEmulator
from devices.emulators.plugs import Plug
from devices.errors import DeviceError, Trouble
from devices.sms import modem
from devices.sms.modem import GsmModem
from devices.sms.options import SmsOptions
from devices.sms.parts import Coding
from devices.sms.port import SmsPart
from tests.devices.late import Late

LINE_TROUBLES = {Trouble.NO_ANSWER, Trouble.GARBLED}
pauses = st.lists(st.sampled_from([0, 0, 0, 0, 0, 0, 1, 2]), max_size=60)


class Bench:
    """A modem on a late serial line."""

    def __init__(self, pin: str = "") -> None:
        self.emulator, self.wire = GsmEmulator(), Late(keeps=True)
        self.gateway = GsmModem(self.wire, SmsOptions(pin=pin))
        plug = Plug()
        plug.send = self.wire.said  # type: ignore[method-assign]
        self.wire.hear = lambda data: self._hear(plug, data)

    def _hear(self, plug: Plug, data: bytes) -> None:
        with self.emulator._changed:
            self.emulator._hear(plug, data)

    def sends(self, text: str) -> int | Trouble | None:
        """The reference, nothing where it may be sent, or why it was not."""
        with self.wire.passing(modem):
            try:
                return self.gateway.send(SmsPart("+79161234567", text, Coding.GSM7)).reference
            except DeviceError as problem:
                return problem.trouble


@settings(max_examples=60)
@given(pauses)
@example([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
def test_what_is_counted_as_sent_was_sent(waited: list[int]) -> None:
    bench = Bench()
    bench.wire.pauses, bench.wire.is_late = list(waited), True
    for text in ("one", "two", "three"):
        before = len(bench.emulator.sent)
        told = bench.sends(text)
        sent = [part.message.text for part in list(bench.emulator.sent)[before:]]
        if isinstance(told, Trouble):
            assert told in LINE_TROUBLES
            assert not sent
        elif told is None:
            assert sent in ([], [text])
        else:
            assert sent == [text]
            assert bench.emulator.sent[-1].reference == told


@settings(max_examples=60)
@given(pauses)
def test_a_wrong_pin_is_tried_once(waited: list[int]) -> None:
    bench = Bench(pin="4321")
    bench.emulator.condition.obey("sim pin")
    bench.wire.pauses, bench.wire.is_late = list(waited), True
    for _ in range(4):
        assert bench.sends("one") in LINE_TROUBLES | {Trouble.SIM_PIN_REFUSED}
    assert bench.emulator.condition.pin_tries >= 2
