"""Customers as a table: created, or changed where the row tells who is meant."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.texts import marked
from app.crm.bulk import (
    NewConsent,
    add_cards,
    insert_customers,
    update_customers,
    write_consents,
)
from app.crm.held import EXCHANGE
from app.crm.search_text import refresh_search_texts
from app.exchange.cells import Habits
from app.exchange.client_book.fields import FIELDS, SEX_CHOICES, SOURCE_CHOICES
from app.exchange.client_book.known import FACTS, Known, KnownCustomers
from app.exchange.client_book.reading import CustomerReader
from app.exchange.client_book.undo import undo_customers
from app.exchange.fields import Field
from app.exchange.kind import Change, Columns, RowProblem, Verdict, Want
from app.exchange.table.row import TableRow
from app.places.settings import PAPER_LANGUAGES

CUSTOMER: Final = "customer"


class CustomerKind:
    """The kind "customers"."""

    code: Final = "customers"
    label: Final = marked("Customers")
    right: Final = EXCHANGE
    fields: Final[tuple[Field, ...]] = FIELDS

    def values_of(self, _tx: ReadUnit, code: str) -> Sequence[tuple[str, str]]:
        """The values that may hold for all rows."""
        match code:
            case "sex":
                return SEX_CHOICES
            case "consent_source":
                return SOURCE_CHOICES
            case _:
                return [(language, language) for language in PAPER_LANGUAGES]

    def usual(self, _tx: ReadUnit) -> Mapping[str, str]:
        """Nothing: what a file does not say stays empty."""
        return {}

    def begin(self, tx: ReadUnit, columns: Columns, habits: Habits) -> "CustomerSession":
        """Begins a walk; BadInput ``mapping_needs``."""
        return CustomerSession(CustomerReader(tx, columns, habits), columns)

    def undo(self, tx: Unit, changes: Sequence[Change]) -> dict[int, str]:
        """Takes changes back; answers what had to be kept."""
        return undo_customers(tx, changes)


class CustomerSession:
    """One walk through a file of customers."""

    def __init__(self, reader: CustomerReader, columns: Columns) -> None:
        self._reader = reader
        self._columns = columns
        self._met: dict[int, int] = {}

    def read(self, row: TableRow) -> Want:
        """What a row says."""
        return self._reader.read(row)

    def compare(self, tx: ReadUnit, wants: Sequence[Want]) -> list[Verdict]:
        """What the rows would do; adds ``customer_unknown``, ``customer_twice`` and what ``KnownCustomers`` raises."""
        known = KnownCustomers(tx, wants)
        verdicts: list[Verdict] = []
        for want in wants:
            try:
                found = known.found(want)
                verdicts.append(_created(want) if found is None else self._met_once(want, found))
            except BadInput as error:
                want.problems.append(RowProblem(want.row, self._columns.name(error.path), error))
        return verdicts

    def _met_once(self, want: Want, found: Known) -> Verdict:
        first = self._met.setdefault(found.id, want.row)
        if first != want.row:
            raise BadInput("customer_twice", "name", first=first)
        return _updated(want, found)

    def apply(self, tx: Unit, verdicts: Sequence[Verdict]) -> list[Change]:
        """Creates and changes customers with their cards and consents."""
        created = [verdict for verdict in verdicts if verdict.act == "created"]
        ids = insert_customers(tx, [_columns_of(one) | _uid_of(one) for one in created])
        for verdict, customer_id in zip(created, ids, strict=True):
            verdict.entity_id = customer_id
        update_customers(tx, {_id(one): _columns_of(one) for one in verdicts if one.act == "updated"})
        _add_cards(tx, verdicts)
        _write_consents(tx, verdicts)
        refresh_search_texts(tx, [_id(one) for one in verdicts])
        return [
            Change(one.want.row, CUSTOMER, _id(one), one.act, one.before, one.after, customer_id=_id(one))
            for one in verdicts
            if one.act != "unchanged"
        ]


def _created(want: Want) -> Verdict:
    values = want.values
    if not (values.keys() & {"name", "phone", "cards"}):
        raise BadInput("customer_unknown", "name")
    after = {name: values[name] for name in FACTS if name in values and name != "phone"}
    after |= dict(zip(("phone", "second_phone"), values.get("phone", ()), strict=False))
    after |= _belongings(want, None)
    if "uid" in values:
        after["uid"] = values["uid"]
    return Verdict(want, "created", after=after)


def _updated(want: Want, found: Known) -> Verdict:
    values = want.values
    wanted = {name: values[name] for name in FACTS if name in values and name != "phone"}
    new_phones = [phone for phone in values.get("phone", ()) if phone not in found.phones]
    if new_phones:
        # What the file says comes first, and what was known stays as far as there is room.
        phones = [*values["phone"], *(phone for phone in found.phones if phone not in values["phone"])]
        wanted |= {"phone": phones[0], "second_phone": phones[1] if len(phones) > 1 else None}
    now = {name: _plain(value) for name, value in found.facts.items()}
    after = {name: value for name, value in wanted.items() if value != now[name]}
    before = {name: now[name] for name in after}
    after |= _belongings(want, found)
    return Verdict(want, "updated" if after else "unchanged", found.id, before, after)


def _belongings(want: Want, found: Known | None) -> dict[str, Any]:
    """The cards and consents that are new."""
    held = found.cards if found is not None else set()
    new: dict[str, Any] = {}
    cards = [code for matched, code in want.values.get("cards", {}).items() if matched not in held]
    if cards:
        new["cards"] = cards
    consents = {
        channel: {"given": given, "at": at}
        for channel, (given, at) in want.values.get("consents", {}).items()
        if _is_news(given, at, found.said.get(channel) if found is not None else None)
    }
    if consents:
        new["consents"] = consents
    return new


def _is_news(given: bool, at: str | None, before: tuple[bool, datetime] | None) -> bool:
    """Whether what the file says counts. What the customer said later stands; without a day only a "no" counts."""
    if before is None:
        return given
    was_given, said_at = before
    if was_given == given:
        return False
    return datetime.fromisoformat(at) > said_at if at is not None else not given


def _add_cards(tx: Unit, verdicts: Sequence[Verdict]) -> None:
    cards = [(one, code) for one in verdicts for code in one.after.get("cards", ())]
    ids = add_cards(tx, [(_id(one), code) for one, code in cards])
    for (one, _), card_id in zip(cards, ids, strict=True):
        one.after.setdefault("card_ids", []).append(card_id)


def _write_consents(tx: Unit, verdicts: Sequence[Verdict]) -> None:
    lines: list[tuple[Verdict, NewConsent]] = []
    for one in verdicts:
        for channel, said in one.after.get("consents", {}).items():
            line = NewConsent(
                _id(one),
                channel,
                given=said["given"],
                at=datetime.fromisoformat(said["at"]) if said["at"] else tx.now,
                source=one.want.values.get("consent_source", "import"),
                wording=one.want.values.get("consent_wording", "") if said["given"] else "",
            )
            lines.append((one, line))
    ids = write_consents(tx, [line for _, line in lines])
    for (one, line), consent_id in zip(lines, ids, strict=True):
        one.after["consents"][line.channel]["id"] = consent_id


def _columns_of(verdict: Verdict) -> dict[str, Any]:
    columns = {name: verdict.after[name] for name in FACTS if name in verdict.after}
    if columns.get("birth_date"):
        columns["birth_date"] = date.fromisoformat(columns["birth_date"])
    return columns


def _uid_of(verdict: Verdict) -> dict[str, str]:
    return {"uid": verdict.after["uid"]} if "uid" in verdict.after else {}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _id(verdict: Verdict) -> int:
    assert verdict.entity_id is not None
    return verdict.entity_id
