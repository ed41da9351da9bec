"""Transports whose conversations are kept: the one place where bytes of any device are recorded."""

from devices.errors import DeviceError
from devices.exchanges.log import ExchangeLog, is_recorded
from devices.transports.channel import Channel, Deadline, Outlet, Wire


class RecordedWire:
    """A wire whose conversations are kept in a log, with what breaks them."""

    def __init__(self, wire: Wire, log: ExchangeLog) -> None:
        self._wire = wire
        self._log = log

    def open(self, deadline: Deadline) -> Channel:
        """Connects as the wire does."""
        try:
            channel = self._wire.open(deadline)
        except DeviceError as problem:
            self._log.note_trouble(problem.code, problem.maker_code)
            raise
        return _RecordedChannel(channel, self._log) if is_recorded() else channel


class RecordedOutlet:
    """An outlet whose jobs are kept in a log."""

    def __init__(self, outlet: Outlet, log: ExchangeLog) -> None:
        self._outlet = outlet
        self._log = log

    def deliver(self, job: bytes, deadline: Deadline) -> None:
        """Hands the job over as the outlet does."""
        if is_recorded():
            self._log.note("sent", job)
        try:
            self._outlet.deliver(job, deadline)
        except DeviceError as problem:
            self._log.note_trouble(problem.code, problem.maker_code)
            raise


class _RecordedChannel:
    def __init__(self, channel: Channel, log: ExchangeLog) -> None:
        self._channel = channel
        self._log = log

    def write(self, data: bytes, deadline: Deadline) -> None:
        # Noted before: what was sent last is what matters where the line gives way.
        self._log.note("sent", data)
        try:
            self._channel.write(data, deadline)
        except DeviceError as problem:
            self._log.note_trouble(problem.code, problem.maker_code)
            raise

    def read(self, deadline: Deadline) -> bytes:
        try:
            data = self._channel.read(deadline)
        except DeviceError as problem:
            self._log.note_trouble(problem.code, problem.maker_code)
            raise
        if data:
            self._log.note("received", data)
        return data

    def close(self) -> None:
        self._channel.close()
