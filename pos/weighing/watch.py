"""The thread that owns one scale: it asks as long as somebody looks, and for a while after goods were weighed."""

import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final, Literal

from app.core.errors import Conflict
from devices.errors import DeviceError, Trouble
from devices.scales.options import ScaleOptions
from devices.scales.port import Scale, Weight
from pos.weighing.judging import LastTaken, refusal, seen_gone

LOOKED_AT_S: Final = 5.0
"""How long it goes on asking after the last look."""
GOODS_GONE_S: Final = 600.0
"""How long it watches whether goods that were weighed leave the scale."""
FRESH_S: Final = 1.0
"""Older weights are not sold."""
SETTLED_S: Final = 4.0
"""How long somebody waits for the scale to be zeroed or to take a tare: two questions of a slow one."""
_PACE_S: Final = 0.1
_CALM_PACE_S: Final = 0.5
_REMEMBERED: Final = 50

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a scale showed when it was asked for the ``number``th time; ``refusal`` says why it is not sold as it is.

    Without a ``weight`` the refusal is what is wrong with the scale.
    """

    number: int
    weight: Weight | None
    refusal: str | None
    at_s: float

    @property
    def grams(self) -> int | None:
        """What may be sold; None where nothing may."""
        return self.weight.grams if self.weight is not None and self.refusal is None else None


@dataclass(frozen=True, slots=True)
class Taken:
    """A weight that became the quantity of a line."""

    grams: int
    tare_grams: int | None


Settling = Literal["zero", "tare"]
"""What a scale takes what lies on it for: nothing, or packing."""


@dataclass(slots=True)
class _Wish:
    act: Settling
    is_done: bool = False
    problem: DeviceError | None = None


class WeightGone(Conflict):
    """The scale shows another weight than the one that was to be taken, or none that may be sold."""

    def __init__(self) -> None:
        super().__init__("weight_gone")


class ScaleWatch:
    """One scale. Its thread begins with the first look and ends by itself; ``stop`` ends it at once."""

    def __init__(self, scale: Scale, options: ScaleOptions) -> None:
        self._scale = scale
        self._options = options
        self._changed = threading.Condition()
        self._seen: Seen | None = None
        self._last: LastTaken | None = None
        self._taken: OrderedDict[str, Taken] = OrderedDict()
        self._looked_at_s = self._taken_at_s = -GOODS_GONE_S
        self._wishes: list[_Wish] = []
        self._thread: threading.Thread | None = None
        self._stopping = False

    def look(self, after: int = 0, timeout_s: float = FRESH_S) -> Seen | None:
        """What it showed last, waited for until it was asked more often than ``after``; None where it is silent.

        Waits no longer than the time-out, whatever the scale does.
        """
        with self._changed:
            self._looked_at_s = time.monotonic()
            self._wake()
            self._changed.wait_for(lambda: self._is_news(after) or self._stopping, timeout_s)
            return self._seen if self._is_news(after) else None

    def take(self, line_uid: str, grams: int, *, again: bool = False) -> Taken:
        """Takes the weight for a line, where it is still what the scale shows; the same line gets the same weight.

        ``again`` takes goods that still lie there from before. Raises WeightGone.
        """
        with self._changed:
            known = self._taken.get(line_uid)
            if known is not None:
                return known
            seen = self._seen
            is_fresh = seen is not None and time.monotonic() - seen.at_s <= FRESH_S
            if seen is None or seen.weight is None or not is_fresh or seen.weight.grams != grams:
                raise WeightGone
            if seen.refusal is not None and not (again and seen.refusal == "weight_same_goods"):
                raise WeightGone
            taken = self._taken[line_uid] = Taken(grams, seen.weight.tare_grams)
            if len(self._taken) > _REMEMBERED:
                self._taken.popitem(last=False)
            self._last, self._taken_at_s = LastTaken(grams), time.monotonic()
            # Whoever looks before the scale is read again must not be offered what was sold.
            self._seen = self._judged(seen)
            return taken

    def give_back(self, line_uid: str) -> None:
        """The weight became no line after all: the same goods may be weighed."""
        with self._changed:
            if self._taken.pop(line_uid, None) is not None:
                self._last = None
                if self._seen is not None:
                    self._seen = self._judged(self._seen)

    def settle(self, act: Settling) -> None:
        """Lets the scale take what lies on it for nothing, or for packing, once.

        Raises DeviceError: what the scale says, ``device_no_answer`` where it said nothing in time.
        """
        wish = _Wish(act)
        with self._changed:
            self._looked_at_s = time.monotonic()
            self._wishes.append(wish)
            self._wake()
            self._changed.wait_for(lambda: wish.is_done or self._stopping, SETTLED_S)
            if wish in self._wishes:
                self._wishes.remove(wish)
        if wish.problem is not None:
            raise wish.problem
        if not wish.is_done:
            raise DeviceError(Trouble.NO_ANSWER)

    def stop(self) -> None:
        """Ends the thread and lets go of the scale."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _is_news(self, after: int) -> bool:
        """Whether there is a fresh reading that the page does not have; a new watch begins to count anew."""
        seen = self._seen
        return seen is not None and seen.number != after and time.monotonic() - seen.at_s <= FRESH_S

    def _wake(self) -> None:
        if self._thread is None and not self._stopping:
            self._thread = threading.Thread(target=self._work, name="scale", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _work(self) -> None:
        number = 0 if self._seen is None else self._seen.number
        while True:
            with self._changed:
                if self._stopping or not self._is_wanted():
                    self._thread = None
                    break
                wishes, self._wishes = self._wishes, []
            for wish in wishes:
                self._fulfil(wish)
            number += 1
            seen = self._ask(number)
            with self._changed:
                self._note(seen)
                if seen.weight is not None and self._is_looked_at():
                    self._changed.wait_for(self._is_called, _PACE_S)
                elif seen.weight is not None:
                    self._changed.wait_for(lambda: self._is_called() or self._is_looked_at(), _CALM_PACE_S)
                else:
                    self._changed.wait_for(self._is_called, _CALM_PACE_S)
        self._scale.close()

    def _fulfil(self, wish: _Wish) -> None:
        try:
            if wish.act == "zero":
                self._scale.zero()
            else:
                self._scale.tare()
        except DeviceError as error:
            wish.problem = error
        except Exception:  # noqa: BLE001  # a thread that ends leaves a till without its scale
            _log.exception("a scale could not be told to %s", wish.act)
            wish.problem = DeviceError(Trouble.GARBLED)
        with self._changed:
            # What was seen before is not what lies there now.
            self._seen = None
            wish.is_done = True
            self._changed.notify_all()

    def _ask(self, number: int) -> Seen:
        try:
            weight = self._scale.read()
        except DeviceError as error:
            return Seen(number, None, error.code, time.monotonic())
        except Exception:  # noqa: BLE001  # a thread that ends leaves a till without its scale
            _log.exception("a scale could not be read")
            return Seen(number, None, "device_garbled", time.monotonic())
        return Seen(number, weight, None, time.monotonic())

    def _note(self, seen: Seen) -> None:
        last = self._last
        if seen.weight is not None and last is not None and seen_gone(seen.weight, self._options, last):
            self._last = replace(last, is_gone=True)
        self._seen = self._judged(seen)
        self._changed.notify_all()

    def _judged(self, seen: Seen) -> Seen:
        """With what was sold last in mind; a scale that has no weight to tell keeps its own words."""
        if seen.weight is None:
            return seen
        return replace(seen, refusal=refusal(seen.weight, self._options, self._last))

    def _is_called(self) -> bool:
        return self._stopping or bool(self._wishes)

    def _is_looked_at(self) -> bool:
        return time.monotonic() - self._looked_at_s <= LOOKED_AT_S

    def _is_wanted(self) -> bool:
        lies_there = self._last is not None and not self._last.is_gone
        return self._is_looked_at() or (lies_there and time.monotonic() - self._taken_at_s <= GOODS_GONE_S)
