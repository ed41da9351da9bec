"""The web server of the maker's driver: orders are put into its queue by name, and asked after by name.

The name is what an order is known by: the service takes each name once, for as long as it remembers it.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import quote

from devices.drivers.atol.answers import Outcome, TaskStatus, error_of, outcomes
from devices.drivers.atol.http import Answer, Door, request
from devices.errors import DeviceError, Trouble
from devices.transports.channel import Deadline, Wire

Task = dict[str, Any]
_T = TypeVar("_T")

_ACCEPTED: Final = frozenset({200, 201, 202})
_CONFLICT: Final = 409
_GROWTH: Final = 1.5


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take.

    ``answer_ms`` is a request's, ``look_ms`` and ``look_most_ms`` the pauses between two looks at an order. After
    ``ask_ms`` nobody looks at a question any more, after ``act_ms`` at an act that prints, after ``close_ms`` at a Z
    report. ``lost_ms`` is how long a service that fell silent is asked again before the act is in doubt.
    """

    connect_ms: int = 2_000
    answer_ms: int = 5_000
    look_ms: int = 60
    look_most_ms: int = 500
    ask_ms: int = 10_000
    act_ms: int = 60_000
    close_ms: int = 180_000
    lost_ms: int = 10_000


class Uncertain(DeviceError):
    """Nobody knows whether the order has been taken, or what became of it."""


class Unknown(DeviceError):
    """The service does not know the order, or does not know it any more."""


class Service:
    """The queue of one register."""

    def __init__(self, wire: Wire, door: Door, base: str, patience: Patience) -> None:
        self._wire = wire
        self._door = door
        self._base = base
        self._patience = patience

    def ask(self, key: str, *tasks: Task) -> tuple[Outcome, ...]:
        """What became of an order that changes nothing; DeviceError, ``register_busy`` where it still waits."""
        deadline = Deadline(self._patience.ask_ms)
        try:
            self._put(key, tasks, lost_ms=0)
            return self._awaited(key, len(tasks), deadline, lost_ms=0)
        except (Uncertain, Unknown) as problem:
            raise DeviceError(problem.trouble, maker_code=problem.maker_code) from problem

    def carry_out(self, key: str, task: Task, longest_ms: int) -> Outcome:
        """What became of an order that counts.

        Uncertain where it may be, or still become, carried out; Unknown where the service lost it; any other
        DeviceError where it surely never was.
        """
        deadline = Deadline(longest_ms)
        self._put(key, (task,), lost_ms=self._patience.lost_ms)
        return self._awaited(key, 1, deadline, lost_ms=self._patience.lost_ms)[0]

    def look(self, key: str, longest_ms: int) -> Outcome:
        """What became of an order of one task that was sent earlier; Unknown, Uncertain."""
        return self._awaited(key, 1, Deadline(longest_ms), lost_ms=0)[0]

    def _put(self, key: str, tasks: Sequence[Task], *, lost_ms: int) -> None:
        """Puts the order into the queue, the same again while it can not be reached.

        Where it may have arrived it is only asked after: a service that lost its queue would carry it out once more.
        """
        body = json.dumps({"uuid": key, "request": list(tasks)}).encode()
        may_have_arrived = False

        def sent() -> Answer | None:
            nonlocal may_have_arrived
            if may_have_arrived:
                return None
            try:
                answer = self._request("POST", self._base, body)
            except DeviceError as problem:
                may_have_arrived |= problem.trouble is not Trouble.UNREACHABLE
                raise
            may_have_arrived |= answer.status >= 500
            return _unless_broken(answer)

        try:
            answer = self._patiently(sent, lost_ms)
        except DeviceError as problem:
            if may_have_arrived:
                raise Uncertain(problem.trouble, maker_code=problem.maker_code) from problem
            raise
        if answer is None or answer.status in _ACCEPTED or answer.status == _CONFLICT:
            return
        trouble = Trouble.WRONG_LOGIN if answer.status in (401, 403) else Trouble.REGISTER_REFUSED
        kind = Uncertain if may_have_arrived else DeviceError
        raise kind(trouble, maker_code=f"HTTP {answer.status} {error_of(answer.body)}"[:120])

    def _awaited(self, key: str, count: int, deadline: Deadline, *, lost_ms: int) -> tuple[Outcome, ...]:
        """The outcomes once all of them are final; Uncertain where they do not become so in time."""
        path = f"{self._base}/{quote(key, safe='')}"
        pause_s = self._patience.look_ms / 1000
        while True:
            try:
                found = self._patiently(lambda: self._seen(path, key, count), lost_ms)
            except Unknown:
                raise
            except DeviceError as problem:
                raise Uncertain(problem.trouble, maker_code=problem.maker_code) from problem
            if all(one.status.is_final for one in found):
                return found
            if deadline.passed:
                blocked = any(one.status is TaskStatus.BLOCKED for one in found)
                raise Uncertain(Trouble.LOST if blocked else Trouble.BUSY, maker_code=found[0].maker_code)
            time.sleep(min(pause_s, deadline.remaining_s()))
            pause_s = min(pause_s * _GROWTH, self._patience.look_most_ms / 1000)

    def _seen(self, path: str, key: str, count: int) -> tuple[Outcome, ...]:
        answer = _unless_broken(self._request("GET", path))
        if answer.status == 404:
            raise Unknown(Trouble.LOST, maker_code="HTTP 404")
        if answer.status != 200:
            trouble = Trouble.WRONG_LOGIN if answer.status in (401, 403) else Trouble.GARBLED
            raise DeviceError(trouble, maker_code=f"HTTP {answer.status} {error_of(answer.body)}"[:120])
        return outcomes(answer.body, key, count)

    def _patiently(self, act: Callable[[], _T], lost_ms: int) -> _T:
        """The act's value; while it fails, and time is left, it is tried again."""
        deadline = Deadline(lost_ms)
        while True:
            try:
                return act()
            except Unknown:
                raise
            except DeviceError:
                if deadline.passed:
                    raise
            time.sleep(min(self._patience.look_ms / 1000, deadline.remaining_s()))

    def _request(self, method: str, path: str, body: bytes = b"") -> Answer:
        deadlines = Deadline(self._patience.connect_ms), Deadline(self._patience.answer_ms)
        return request(self._wire, self._door, method, path, body, deadlines)


def _unless_broken(answer: Answer) -> Answer:
    """An answer of the service itself; DeviceError where it broke down over the request."""
    if answer.status >= 500:
        raise DeviceError(Trouble.NO_ANSWER, maker_code=f"HTTP {answer.status} {error_of(answer.body)}"[:120])
    return answer
