"""The emulated card terminal on the network: one line of JSON there, one line back (see docs/emulators.md)."""

import json
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from devices.emulators.card.condition import CardCondition
from devices.emulators.card.machine import KINDS, Machine, Refusal, Remembered
from devices.emulators.memory import remember, remembered
from devices.emulators.plugs import Plug
from devices.emulators.served import ServedDevice

MEMORY_FILE: Final = "memory.json"
_LONGEST_LINE_BYTES: Final = 64 * 1024
_HIGHEST_AMOUNT: Final = 10**12


class CardTerminalEmulator(ServedDevice[CardCondition]):
    """The terminal. What it remembers lies in ``folder``, where one is given; a new folder is a new serial number."""

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        host: str = "127.0.0.1",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(port, host, None, CardCondition())
        self._folder = folder
        self._monotonic = monotonic
        self._heard: dict[Plug, bytes] = {}
        self._answers_at = self._ends_at = 0.0
        kept: dict[str, Any] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            kept = remembered(folder / MEMORY_FILE)
        self.machine = Machine.from_facts(kept) if kept else Machine(f"TRAINING-{secrets.token_hex(4)}")
        self.machine.wake_up()
        self._keep()

    def _hear(self, plug: Plug, data: bytes) -> None:
        heard = self._heard.get(plug, b"") + data
        while b"\n" in heard:
            line, _, heard = heard.partition(b"\n")
            self._take(plug, line)
        self._heard[plug] = heard
        if len(heard) > _LONGEST_LINE_BYTES:
            plug.hang_up()

    def _plugged(self, plug: Plug) -> None:
        self._heard[plug] = b""

    def _take(self, plug: Plug, line: bytes) -> None:
        try:
            asked = json.loads(line)
            do = asked["do"]
        except (ValueError, TypeError, KeyError):
            self._say(plug, {"ok": False, "code": "not_understood"})
            return
        if do == "start" and self.condition.take("deaf"):
            plug.hang_up()
            return
        self._let_time_pass()
        try:
            answer = {"ok": True, **self._done(do, asked)}
        except Refusal as refusal:
            answer = {"ok": False, "code": refusal.code}
        except (TypeError, KeyError, ValueError):
            answer = {"ok": False, "code": "not_understood"}
        self._note()
        if not self.condition.power:
            return
        if do == "start" and self.condition.take("lose"):
            plug.hang_up()
            return
        self._say(plug, answer)

    def _say(self, plug: Plug, answer: dict[str, object]) -> None:
        self._answer(plug, json.dumps(answer).encode() + b"\n")

    def _done(self, do: str, asked: dict[str, Any]) -> dict[str, object]:
        machine = self.machine
        match do:
            case "status":
                return {"serial": machine.serial, "busy": machine.waiting is not None}
            case "last":
                return _told(machine.last())
            case "ask":
                return _told(machine.operations.get(_text(asked["key"])))
            case "cancel":
                return _told(machine.cancel(_text(asked["key"])))
            case "start":
                return _told(self._start(asked))
            case _:
                raise Refusal("not_understood")

    def _start(self, asked: dict[str, Any]) -> Remembered:
        kind, amount, seconds = asked["kind"], asked["amount"], asked["seconds"]
        if kind not in KINDS or type(amount) is not int or not 0 < amount < _HIGHEST_AMOUNT:
            raise Refusal("not_understood")
        was_known = asked["key"] in self.machine.operations
        one = self.machine.begin(_text(asked["key"]), kind, amount, _text(asked["currency"]), str(asked["of"]))
        if was_known:
            return one
        now = self._monotonic()
        self._answers_at, self._ends_at = now + self.condition.slow_ms / 1000, now + int(seconds)
        if self.condition.dies_at("ordered"):
            self._lose_power()
        else:
            self._let_time_pass()
        return one

    def _let_time_pass(self) -> None:
        """Whoever answers by itself does so when it is time, and nobody may wait for ever."""
        one, now = self.machine.waiting, self._monotonic()
        if one is None:
            return
        if self.condition.by_itself != "wait" and now >= self._answers_at:
            self._end(one, self.condition.by_itself)
        elif now >= self._ends_at:
            self.machine.time_out(one)

    def _end(self, one: Remembered, answer: str) -> None:
        part = self.condition.part_minor if answer == "approve" else 0
        self.machine.end(one, answer, part)
        self.condition.part_minor -= part
        if self.condition.dies_at("approved"):
            self._lose_power()

    def _obey(self, order: str) -> None:
        one = self.machine.waiting
        if order.strip() not in ("approve", "decline", "cancel"):
            super()._obey(order)
        elif one is not None:
            self._end(one, order.strip())

    def _wake_up(self) -> None:
        self.machine.wake_up()

    def _state(self) -> dict[str, object]:
        waiting = self.machine.waiting
        return {
            **self.condition.as_facts(),
            "serial": self.machine.serial,
            "waiting": None if waiting is None else f"{waiting.kind} {waiting.asked}",
            "operations": len(self.machine.operations),
            "taken": self.machine.taken,
        }

    def _note(self) -> None:
        self._keep()
        super()._note()

    def _keep(self) -> None:
        if self._folder is not None:
            remember(self._folder / MEMORY_FILE, self.machine.as_facts())


def _told(one: Remembered | None) -> dict[str, object]:
    return {"operation": None if one is None else one.told()}


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 80:
        raise Refusal("not_understood")
    return value
