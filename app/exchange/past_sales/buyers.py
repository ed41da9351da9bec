"""Whose past sales they were."""

from collections.abc import Iterable
from typing import Any

from app.core.db.unit import ReadUnit
from app.core.errors import BadInput
from app.exchange.client_book.known import Known, KnownCustomers
from app.exchange.kind import Want


class Buyers:
    """The customers that rows of past sales name; nobody is written down by them."""

    def __init__(self, tx: ReadUnit, wants: Iterable[Want]) -> None:
        self._known = KnownCustomers(tx, [_asked(want) for want in wants])

    def of(self, want: Want) -> int | None:
        """The customer of a row, None where it names none: by id or card, else phone and name, else one of the two.

        Raises BadInput ``no_such_customer`` and what KnownCustomers raises.
        """
        asked = _asked(want)
        if not asked.values:
            return None
        found = self._known.found(asked) or self._by_less(asked)
        if found is None:
            path = next((path for path in ("customer", "phone", "uid") if path in want.values), "card")
            raise BadInput("no_such_customer", path)
        return found.id

    def _by_less(self, asked: Want) -> Known | None:
        """The only one with the phone, whatever the name; without a phone the only one with the name."""
        phone, name = asked.values.get("phone"), asked.values.get("name")
        if phone:
            return self._known.found(Want(asked.row, {"phone": phone}))
        return self._known.named(name) if name else None


def _asked(want: Want) -> Want:
    """The row as a row about its customer."""
    values: dict[str, Any] = {key: want.values[key] for key in ("uid", "cards", "phone") if key in want.values}
    if "customer" in want.values:
        values["name"] = want.values["customer"]
    return Want(want.row, values)
