"""The emulated card terminal itself: the operations it remembers, and what it does with orders."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from app.core.currencies import CURRENCY_DECIMALS

KINDS: Final = ("payment", "refund", "reversal")
_ENDS: Final = {"approve": "approved", "decline": "declined", "cancel": "cancelled"}
_CARDS: Final = ("4242", "1881", "0005")
_HEADER: Final = "FOR TESTS AND TRAINING"


class Refusal(Exception):
    """An order that is not begun; ``code`` is the terminal's word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Remembered:
    """An operation. Amounts are in minor units; ``of`` is the reference of the payment that goes back."""

    key: str
    kind: str
    asked: int
    currency: str
    of: str
    state: str = "waiting"
    amount: int = 0
    reference: str = ""
    authorisation: str = ""
    card: str = ""
    code: str = ""

    @property
    def slip(self) -> list[str]:
        """What belongs on the receipt; nothing before its end."""
        if self.state != "approved":
            return []
        decimals = CURRENCY_DECIMALS.get(self.currency, 2)
        whole, part = divmod(self.amount, 10**decimals)
        amount = f"{whole}.{part:0{decimals}}" if decimals else str(whole)
        return [
            _HEADER,
            f"{self.kind.upper()} APPROVED",
            f"{amount} {self.currency}",
            f"TEST CARD **** {self.card}",
            f"CODE {self.authorisation}  REF {self.reference}",
        ]

    def told(self) -> dict[str, object]:
        """As it goes over the line."""
        facts = asdict(self)
        del facts["of"]
        return {**facts, "scheme": "TEST" if self.card else "", "slip": self.slip}


class Machine:
    """What a terminal keeps without power: its operations by key, and keys it was told to refuse."""

    def __init__(self, serial: str) -> None:
        self.serial = serial
        self.operations: dict[str, Remembered] = {}
        self.refused: set[str] = set()

    @property
    def waiting(self) -> Remembered | None:
        """The operation a customer has before him."""
        newest = next(reversed(self.operations.values()), None)
        return newest if newest is not None and newest.state == "waiting" else None

    @property
    def taken(self) -> int:
        """What it took from cards less what it gave back, in minor units."""
        return sum(one.amount if one.kind == "payment" else -one.amount for one in self.operations.values())

    def begin(self, key: str, kind: str, amount: int, currency: str, of: str) -> Remembered:
        """A new operation, or the one of that key; Refusal."""
        known = self.operations.get(key)
        if known is not None:
            return known
        if key in self.refused:
            raise Refusal("refused_key")
        if self.waiting is not None:
            raise Refusal("busy")
        if of:
            self._check_original(kind, amount, of)
        elif kind == "reversal":
            raise Refusal("unknown_original")
        begun = self.operations[key] = Remembered(key, kind, amount, currency, of)
        return begun

    def end(self, one: Remembered, answer: str, part: int = 0) -> None:
        """The customer has answered; ``part`` is what is approved where it is not all of it."""
        one.state = _ENDS[answer]
        one.code = "" if answer == "approve" else answer
        if one.state == "approved":
            number = len(self.operations)
            one.amount = part or one.asked
            one.reference, one.authorisation = f"{number:06}", f"{number * 7919 % 1_000_000:06}"
            one.card = _CARDS[number % len(_CARDS)]

    def time_out(self, one: Remembered) -> None:
        """Nobody came."""
        one.state, one.code = "timed_out", "timeout"

    def wake_up(self) -> None:
        """What waited when the power went is nothing now."""
        one = self.waiting
        if one is not None:
            one.state, one.code = "cancelled", "power"

    def cancel(self, key: str) -> Remembered | None:
        """Ends what waits; an unknown key is refused from now on."""
        one = self.operations.get(key)
        if one is None:
            self.refused.add(key)
        elif one.state == "waiting":
            one.state, one.code = "cancelled", "till"
        return one

    def last(self) -> Remembered | None:
        """The newest operation that came to an end."""
        ended = (one for one in reversed(self.operations.values()) if one.state != "waiting")
        return next(ended, None)

    def as_facts(self) -> dict[str, object]:
        """Everything, for its file."""
        return {
            "serial": self.serial,
            "refused": sorted(self.refused),
            "operations": [asdict(one) for one in self.operations.values()],
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Machine":
        """What ``as_facts`` told."""
        machine = cls(facts["serial"])
        machine.refused = set(facts["refused"])
        names = [field.name for field in fields(Remembered)]
        for one in facts["operations"]:
            machine.operations[one["key"]] = Remembered(**{name: one[name] for name in names})
        return machine

    def _check_original(self, kind: str, amount: int, of: str) -> None:
        original = next((one for one in self.operations.values() if one.reference == of), None)
        if original is None or original.kind != "payment":
            raise Refusal("unknown_original")
        left = original.amount - sum(one.amount for one in self.operations.values() if one.of == of)
        if amount > left or (kind == "reversal" and amount != original.amount):
            raise Refusal("too_much_back")
