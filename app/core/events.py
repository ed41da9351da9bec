"""Synchronous events: how a lower package tells higher ones, inside the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from app.core.db.unit import Unit

E = TypeVar("E")


class EventBus:
    """Calls the handlers of an event's class in the order they were subscribed.

    Handlers run in the publisher's unit of work: an exception in one rolls the whole use case back.
    """

    def __init__(self) -> None:
        self._handlers: dict[type[Any], list[Callable[[Unit, Any], None]]] = defaultdict(list)

    def subscribe(self, event: type[E], handler: Callable[["Unit", E], None]) -> None:
        """Adds a handler for one event class; only ``app.wiring`` calls this."""
        self._handlers[event].append(handler)

    def publish(self, tx: "Unit", event: object) -> None:
        """Hands the event to every handler of its class."""
        for handler in self._handlers.get(type(event), ()):
            handler(tx, event)
