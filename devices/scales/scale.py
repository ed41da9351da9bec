"""A scale at the end of a wire, whatever its protocol."""

from collections.abc import Callable
from typing import Final, TypeVar

from app.core.io_guard import refuse_inside_unit
from devices.errors import DeviceError, Trouble
from devices.scales.dialect import Patience, ScaleDialect
from devices.scales.line import ScaleLine
from devices.scales.port import ScaleInfo, ScaleStatus, Weight
from devices.transports.channel import Channel, Deadline, Wire
from devices.transports.owed import OwedAnswers

_DRY_MS: Final = 1
_TRIES: Final = 2
"""A broken frame is asked for once more within one call."""
_IN_STEP: Final = frozenset(
    {
        Trouble.SCALE_UNIT,
        Trouble.SCALE_BUSY,
        Trouble.SCALE_MODE,
        Trouble.SCALE_FAULT,
        Trouble.SCALE_REFUSED,
        Trouble.SCALE_CANNOT,
    }
)
"""Troubles that are an answer: the line is in order."""

Answer = TypeVar("Answer")


class WiredScale:
    """A ``Scale``. The connection stays open from question to question, and is opened anew after any failure."""

    def __init__(self, wire: Wire, dialect: ScaleDialect, patience: Patience | None = None) -> None:
        self._wire = wire
        self._dialect = dialect
        self._patience = patience or Patience()
        self._channel: Channel | None = None
        self._owed = OwedAnswers()
        self.info: Final = ScaleInfo(
            dialect.name, dialect.zeroes, dialect.tares, dialect.tells_rest, verified_on_hardware=False
        )

    def status(self) -> ScaleStatus:
        """Whether it answers, by asking for the weight."""
        try:
            self.read()
        except DeviceError as error:
            return ScaleStatus(error.trouble, error.maker_code)
        return ScaleStatus()

    def read(self) -> Weight:
        """What it shows now. The answers owed to questions that were given up are taken first and thrown away."""
        refuse_inside_unit()
        self._owed.take(self._ask_for_nothing, self._fall_silent)
        for _ in range(_TRIES - 1):
            try:
                return self._held(self._dialect.read)
            except DeviceError as error:
                if error.trouble is not Trouble.GARBLED:
                    raise
        return self._held(self._dialect.read)

    def zero(self) -> None:
        """Asks once; where nothing was said, what it shows then decides."""
        self._settle(self._dialect.zeroes, self._dialect.zero, lambda weight: weight.zero or weight.grams == 0)

    def tare(self) -> None:
        """Asks once; where nothing was said, what it shows then decides."""
        self._settle(self._dialect.tares, self._dialect.tare, lambda weight: weight.net and weight.grams == 0)

    def close(self) -> None:
        """Lets go of the connection."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def _settle(self, can: bool, ask: Callable[[ScaleLine], bool], is_done: Callable[[Weight], bool]) -> None:
        refuse_inside_unit()
        if not can:
            raise DeviceError(Trouble.SCALE_CANNOT)
        self._owed.take(self._ask_for_nothing, self._fall_silent)
        try:
            if self._held(ask):
                return
        except DeviceError as error:
            if error.trouble not in {Trouble.NO_ANSWER, Trouble.GARBLED}:
                raise
        if not is_done(self.read()):
            raise DeviceError(Trouble.SCALE_REFUSED)

    def _ask_for_nothing(self) -> None:
        try:
            self._held(self._dialect.read)
        except DeviceError as error:
            if error.trouble not in _IN_STEP:
                raise

    def _fall_silent(self) -> None:
        if self._dialect.is_asked:
            self._held(lambda line: line.fall_silent(self._patience.silent_ms))

    def _held(self, ask: Callable[[ScaleLine], Answer]) -> Answer:
        """One question on a line without old bytes; a line that failed is closed, so that nothing late is believed."""
        try:
            channel = self._connected()
            return ask(ScaleLine(channel, Deadline(self._patience.answer_ms)))
        except DeviceError as error:
            if error.trouble not in _IN_STEP:
                if self._channel is not None:
                    self._owed.gave_up()
                self.close()
            raise

    def _connected(self) -> Channel:
        if self._channel is None:
            self._channel = self._wire.open(Deadline(self._patience.connect_ms))
        deadline = Deadline(self._patience.drain_ms)
        while self._channel.read(Deadline(_DRY_MS)) and not deadline.passed:
            pass
        return self._channel
