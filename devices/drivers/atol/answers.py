"""What the service answers, as values. Pure functions; whatever does not fit is ``device_garbled``."""

import json
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Final

from app.core.money import MOST_AMOUNT, Money
from devices.errors import DeviceError, Trouble

_MOST_DIGITS: Final = 15
_DESCRIPTION: Final = 120


class TaskStatus(StrEnum):
    """How far a task is."""

    WAIT = "wait"
    IN_PROGRESS = "inProgress"
    READY = "ready"
    ERROR = "error"
    INTERRUPTED = "interrupted"
    BLOCKED = "blocked"
    CANCELED = "canceled"

    @property
    def is_final(self) -> bool:
        """Whether nothing changes any more."""
        return self in {TaskStatus.READY, TaskStatus.ERROR, TaskStatus.INTERRUPTED, TaskStatus.CANCELED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task; ``code`` is the maker's error, 0 for none."""

    status: TaskStatus
    code: int = 0
    description: str = ""
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def maker_code(self) -> str:
        """For the log and the service desk."""
        return f"{self.code} {self.description}"[:_DESCRIPTION].strip() if self.code else self.status.value

    def part(self, name: str) -> dict[str, Any]:
        """An object inside the result; DeviceError ``device_garbled`` where it is missing."""
        found: dict[str, Any] = entry(self.result, name, dict)
        return found


def garbled(what: str) -> DeviceError:
    """An answer that cannot be read."""
    return DeviceError(Trouble.GARBLED, maker_code=what[:_DESCRIPTION])


def decoded(body: bytes) -> dict[str, Any]:
    """The object in an answer, its fractions as Decimal."""
    try:
        found = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as problem:
        raise garbled(body[:_DESCRIPTION].decode("utf-8", "replace")) from problem
    if not isinstance(found, dict):
        raise garbled("no object")
    return found


def outcomes(body: bytes, key: str, count: int) -> tuple[Outcome, ...]:
    """What became of the ``count`` tasks of an order; of other orders' nothing is read."""
    results = entry(decoded(body), "results", list)
    own = [one for one in results if isinstance(one, dict) and one.get("uuid", key) == key]
    inner = [part for one in own for part in (one["results"] if isinstance(one.get("results"), list) else [one])]
    if len(inner) != count:
        raise garbled(f"{len(inner)} results")
    return tuple(_outcome(one) for one in inner)


def error_of(body: bytes) -> str:
    """The code and words of a refused request, as far as they can be read."""
    try:
        outcome = _error(decoded(body))
    except DeviceError as problem:
        return problem.maker_code
    return f"{outcome[0]} {outcome[1]}".strip()


def _outcome(one: object) -> Outcome:
    if not isinstance(one, dict) or one.get("status") not in set(TaskStatus):
        raise garbled("status")
    code, description = _error(one)
    result = one.get("result")
    return Outcome(TaskStatus(one["status"]), code, description, result if isinstance(result, dict) else {})


def _error(one: dict[str, Any]) -> tuple[int, str]:
    """Of both generations of the service."""
    inner = one.get("error")
    if isinstance(inner, dict):
        code, description = inner.get("code"), inner.get("description")
    else:
        code, description = one.get("errorCode"), one.get("errorDescription")
    is_number = isinstance(code, int) and not isinstance(code, bool) and abs(code) < 10**9
    return (code or 0) if is_number else 0, description[:_DESCRIPTION] if isinstance(description, str) else ""


def entry(of: dict[str, Any], name: str, kind: type[Any]) -> Any:
    """A value of a kind; true and false are no numbers."""
    value = of.get(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise garbled(name)
    return value


def count_in(of: dict[str, Any], name: str) -> int:
    """A whole number from 0 up."""
    value: int = entry(of, name, int)
    if not 0 <= value < 10**_MOST_DIGITS:
        raise garbled(name)
    return value


def money_in(of: dict[str, Any], name: str) -> Money:
    """A sum; the service counts in fractions, so it is rounded to whole minor units."""
    value = of.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise garbled(name)
    amount = Decimal(value) if isinstance(value, Decimal) or abs(value) < 10**_MOST_DIGITS else Decimal("NaN")
    if not amount.is_finite() or amount.adjusted() > _MOST_DIGITS:
        raise garbled(name)
    found = Money(int(amount.scaleb(2).to_integral_value(ROUND_HALF_UP)))
    if abs(found) > MOST_AMOUNT:
        raise garbled(name)
    return found


def moment_in(of: dict[str, Any], name: str, zone: tzinfo) -> datetime | None:
    """A moment of the register's clock; None where it does not tell one."""
    text = of.get(name)
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text.strip())
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(zone)
    except (ValueError, OverflowError):
        return None
