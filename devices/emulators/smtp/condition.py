"""How the emulated mail server is, and the orders that change it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.core.errors import BadInput

HELP: Final = """\
  well                 everything is taken
  refuse login         no login is right
  refuse sender        the sender is refused
  refuse address       the recipient is refused for ever
  busy                 the recipient is refused for now
  refuse mail          the whole mail is refused after it came
  break                the connection breaks before the mail is sent
  drop                 the mail is kept, and the connection breaks before the answer
  slow MS              each answer waits so many milliseconds
  off, on              nobody listens; somebody does again
  status               only says how it is"""


@dataclass
class Condition:
    """The faults of the server."""

    listening: bool = True
    refuses: str = ""
    breaks: str = ""
    slow_ms: int = 0

    def obey(self, order: str) -> None:
        """Changes what the order says; BadInput ``emulator_order``."""
        words = " ".join(order.split()).lower()
        change = _ORDERS.get(words)
        if change is not None:
            change(self)
            return
        start, _, number = words.partition(" ")
        if start != "slow" or not (number.isascii() and number.isdigit() and len(number) < 7):
            raise BadInput("emulator_order", got=order[:80])
        self.slow_ms = int(number)

    def as_facts(self) -> dict[str, object]:
        """The state, as the control port tells it."""
        return {
            "listening": self.listening,
            "refuses": self.refuses or "nothing",
            "breaks": self.breaks or "never",
            "slow_ms": self.slow_ms,
        }

    def get_well(self) -> None:
        """No fault is left."""
        self.listening, self.refuses, self.breaks, self.slow_ms = True, "", "", 0


def _set(name: str, value: object) -> Callable[[Condition], None]:
    return lambda condition: setattr(condition, name, value)


_ORDERS: Final[dict[str, Callable[[Condition], None]]] = {
    "status": lambda _condition: None,
    "well": Condition.get_well,
    "refuse login": _set("refuses", "login"),
    "refuse sender": _set("refuses", "sender"),
    "refuse address": _set("refuses", "address"),
    "refuse mail": _set("refuses", "mail"),
    "busy": _set("refuses", "for now"),
    "break": _set("breaks", "before"),
    "drop": _set("breaks", "after"),
    "off": _set("listening", False),
    "on": _set("listening", True),
}
