"""The queue of the emulated service: strictly one order after the other, each name once, whatever is lost."""

import json
from typing import Any, Final

from devices.emulators.atol.check import Refusal
from devices.emulators.atol.condition import ON_RUN, Condition
from devices.emulators.atol.machine import NO_LINK, Machine
from devices.emulators.atol.memory import Order
from devices.emulators.atol.tasks import Task, carry_out

_NAME_MOST: Final = 200
_DEEP_MOST: Final = 30
_DELAYS: Final = {"busy": "wait", "slow": "inProgress", "block": "blocked", "block-before": "blocked"}
_FINE: Final = {"code": 0, "description": "Ошибок нет"}


class PowerLost(Exception):
    """The power goes now."""


class Malformed(Exception):
    """A request that is no order."""


class Queue:
    """Orders and their results. Not safe for two threads at once."""

    def __init__(self, machine: Machine, condition: Condition) -> None:
        self._machine = machine
        self._condition = condition

    @property
    def orders(self) -> list[Order]:
        """All that the service remembers, oldest first."""
        return self._machine.vault.memory.orders

    def find(self, uuid: str) -> Order | None:
        """The order of a name."""
        return next((order for order in self.orders if order.uuid == uuid), None)

    def put(self, order: Order) -> None:
        """Takes a new order; what can be carried out is."""
        self.orders.append(order)
        self.advance()

    def cancel(self, order: Order) -> bool:
        """Takes an order out that has not begun; False where it is too late."""
        if order.results or order.shown != "wait" or order.held is not None:
            return False
        order.results = [_result("canceled") for _ in order.tasks]
        order.looks = 0
        self.advance()
        return True

    def look(self, order: Order) -> list[dict[str, Any]]:
        """The results of an order as they are now; whoever looks makes time pass."""
        self._let_time_pass()
        shown = list(order.results)
        if not order.is_done:
            shown.append(_result(order.shown))
            shown += [_result("wait")] * (len(order.tasks) - len(shown))
        return shown

    def advance(self) -> None:
        """Carries out what is due; PowerLost where a fault says so."""
        for order in self.orders:
            if order.is_done:
                continue
            while not order.is_done:
                if order.looks:
                    return
                if order.held is not None:
                    order.results.append(order.held)
                    order.held, order.shown = None, "wait"
                elif any(result["status"] != "ready" for result in order.results):
                    order.results.append(_result("interrupted"))
                else:
                    self._run(order, order.tasks[len(order.results)])

    def _let_time_pass(self) -> None:
        waiting = next((order for order in self.orders if not order.is_done), None)
        if waiting is not None and waiting.looks:
            waiting.looks -= 1
        self.advance()

    def _run(self, order: Order, task: Task) -> None:
        """One task, with whatever fault meets it."""
        fault = self._condition.take(ON_RUN, {str(task.get("type"))})
        name = "" if fault is None else fault.name
        number = 0 if fault is None else fault.number
        if name == "power-off-queued":
            raise PowerLost
        if name in ("busy", "slow") and number:
            order.looks, order.shown = number, _DELAYS[name]
            return
        if name == "fail":
            order.held = _error(number, "")
        elif name == "block-before":
            order.held = _error(NO_LINK, "Нет связи")
        else:
            self._machine.paper_ends = name == "paper-end"
            order.held = self._carried_out(task)
            self._machine.paper_ends = False
        if name == "fail-after" and order.held["status"] == "ready":
            order.held = _error(number, "")
        if name in ("block", "power-off-after") and "warnings" in order.held.get("result", {}):
            order.held["result"]["warnings"]["recovered"] = True
        if name in ("block", "block-before") and number:
            order.looks, order.shown = number, _DELAYS[name]
        if name == "power-off-after":
            raise PowerLost

    def _carried_out(self, task: Task) -> dict[str, Any]:
        try:
            return {**_result("ready"), "result": carry_out(self._machine, task)}
        except Refusal as refusal:
            return _error(refusal.code, refusal.description)


def order_of(body: bytes) -> Order:
    """The order in a request; Malformed."""
    try:
        told = json.loads(body)
        # Half of a pair of surrogates can be escaped, and neither be kept nor answered.
        json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as problem:
        raise Malformed("no JSON") from problem
    if not isinstance(told, dict) or not _is_shallow(told):
        raise Malformed("no order")
    uuid, asked = told.get("uuid"), told.get("request")
    tasks: list[Any] = asked if isinstance(asked, list) else [asked]
    if not isinstance(uuid, str) or not 0 < len(uuid) <= _NAME_MOST:
        raise Malformed("uuid")
    if not tasks or not all(isinstance(task, dict) for task in tasks):
        raise Malformed("request")
    return Order(uuid, tasks)


def old_errors(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results as the first generation of the service writes errors."""
    return [
        {
            **{name: value for name, value in result.items() if name != "error"},
            "errorCode": result["error"]["code"],
            "errorDescription": result["error"]["description"],
        }
        for result in results
    ]


def _is_shallow(value: object) -> bool:
    layer = [value]
    for _ in range(_DEEP_MOST):
        layer = [
            inner
            for outer in layer
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not layer:
            return True
    return False


def _result(status: str) -> dict[str, Any]:
    return {"status": status, "error": dict(_FINE)}


def _error(code: int, description: str) -> dict[str, Any]:
    return {"status": "error", "error": {"code": code, "description": description or f"Ошибка {code}"}}
