"""A row of a table of customers, as values of a customer."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, Final

from app.core import settings
from app.core.codes import checked_code, match_code
from app.core.db.unit import ReadUnit
from app.core.errors import BadInput, ShopError
from app.core.folding import fold
from app.core.ids import parse_uid
from app.crm.birth_dates import checked_birth_date, typed_birth_date
from app.crm.customers import checked_language, checked_phone
from app.crm.phones import normal_phone
from app.crm.settings import COUNTRY
from app.crm.typed import NAME_MOST, clean_email, clean_line, clean_note
from app.exchange.cells import Habits, code_of, date_of, text_of, yes_or_no
from app.exchange.client_book.fields import CONSENTS, SEXES, SOURCES
from app.exchange.kind import Columns, RowProblem, Want
from app.exchange.product_reading import split_codes
from app.exchange.table.row import Cell, TableRow
from app.places.day import shop_zone, today

WORDING_MOST: Final = 2000
_PHONES_MOST: Final = 2
_BETWEEN_PHONES: Final = re.compile(r"[,;|\n]|\s/\s|(?<=\d)/(?=\+|\d{6})")
_TIME_BEHIND: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
"""The time of day that some programs write behind a birth date."""
_SAID_ON: Final = re.compile(r"(\S+?)[\s,;]+(\S+)")


class CustomerReader:
    """Reads rows of one file; remembers whom it read of before."""

    def __init__(self, tx: ReadUnit, columns: Columns, habits: Habits) -> None:
        """Raises BadInput ``mapping_needs`` where no column can tell which customer a row is about."""
        if not any(map(columns.has, ("uid", "name", "phone", "cards"))):
            raise BadInput("mapping_needs", "name")
        self._columns, self._habits = columns, habits
        self._today, self._now, self._zone = today(tx), tx.now, shop_zone(tx)
        self._country = settings.get(tx, COUNTRY)
        self._seen: dict[tuple[str, ...], int] = {}
        self._phones: dict[str, int] = {}
        self._nameless: dict[str, int] = {}
        self._readers: dict[str, Callable[[TableRow], Any]] = {
            "uid": columns.cell_reader("uid", lambda cell: parse_uid(text_of(cell))),
            "name": self._name,
            "phone": self._phone_numbers,
            "email": columns.cell_reader("email", lambda cell: clean_email(text_of(cell), "email")),
            "birth_date": columns.cell_reader("birth_date", self._birth_date),
            "sex": columns.cell_reader("sex", _sex),
            "language": columns.cell_reader("language", lambda cell: checked_language(text_of(cell).lower())),
            "note": columns.cell_reader("note", lambda cell: clean_note(_lines(cell), "note")),
            "cards": self._card_codes,
            "consent_date": columns.cell_reader("consent_date", self._day),
            "consent_source": columns.cell_reader("consent_source", _source),
            "consent_wording": columns.cell_reader(
                "consent_wording", lambda cell: clean_line(text_of(cell), "consent_wording", WORDING_MOST)
            ),
        }

    def read(self, row: TableRow) -> Want:
        """The values of the fields that hold something; an empty cell leaves a field as it is."""
        want = Want(row.number)
        self._columns.read_into(want, row, self._readers)
        self._read_consents(row, want)
        if not want.problems:
            self._identify(want)
        return want

    def _name(self, row: TableRow) -> str:
        words = " ".join(filter(None, map(text_of, self._columns.cells(row, "name"))))
        return clean_line(words, "name", NAME_MOST)

    def _phone_numbers(self, row: TableRow) -> list[str]:
        numbers: list[str] = []
        for cell in self._columns.cells(row, "phone"):
            whole = normal_phone(code_of(cell, "phone"), self._country)
            pieces = _BETWEEN_PHONES.split(_lines(cell)) if whole is None else []
            found = [whole, *(checked_phone(piece, self._country) for piece in pieces)]
            numbers += [number for number in found if number is not None]
        numbers = list(dict.fromkeys(numbers))
        if len(numbers) > _PHONES_MOST:
            raise BadInput("phones_too_many", "phone", limit=_PHONES_MOST)
        return numbers

    def _card_codes(self, row: TableRow) -> dict[str, str]:
        codes: dict[str, str] = {}
        for cell in self._columns.cells(row, "cards"):
            for code in split_codes(code_of(cell, "cards")):
                codes.setdefault(match_code(checked_code(code, "cards")), checked_code(code, "cards"))
        return codes

    def _birth_date(self, cell: Cell) -> str | None:
        if isinstance(cell, date):
            day = checked_birth_date(cell, self._today)
        else:
            text = _TIME_BEHIND.sub("", text_of(cell))
            day = self._month_first(text) or typed_birth_date(text, self._today)
        return day.isoformat() if day is not None else None

    def _month_first(self, text: str) -> date | None:
        """The day of a file that writes the month first, which a typed date alone does not tell."""
        if self._habits.dates != "mdy":
            return None
        try:
            return checked_birth_date(date_of(text, self._habits, "birth_date"), self._today)
        except BadInput:
            return None

    def _day(self, cell: Cell) -> date:
        day = date_of(cell, self._habits, "consent_date")
        if day > self._today:
            raise BadInput("consent_to_come", "consent_date")
        return day

    def _read_consents(self, row: TableRow, want: Want) -> None:
        day_of_all: date | None = want.values.pop("consent_date", None)
        said: dict[str, tuple[bool, str | None]] = {}
        for code, channel in CONSENTS.items():
            cell = self._columns.cell(row, code)
            if cell == "":
                continue
            try:
                given, day = self._consent(cell)
            except ShopError as error:
                want.problems.append(RowProblem(row.number, self._columns.name(code), error))
                continue
            day = day or day_of_all
            said[channel] = given, self._instant(day).isoformat() if day is not None else None
        if said:
            want.values["consents"] = said

    def _consent(self, cell: Cell) -> tuple[bool, date | None]:
        """``yes``, ``no``, a day on which it was given, or both: ``yes 2024-05-01``."""
        word, behind = text_of(cell), None
        if found := _SAID_ON.fullmatch(word):
            word, behind = found[1], found[2]
        try:
            given = yes_or_no(word, "consent")
        except BadInput:
            given, behind = True, cell if isinstance(cell, date) else text_of(cell)
        try:
            return given, self._day(behind) if behind is not None else None
        except BadInput as error:
            raise error if error.code == "consent_to_come" else BadInput("consent_unclear", "consent") from None

    def _instant(self, day: date) -> datetime:
        return min(datetime.combine(day, time(), self._zone).astimezone(UTC), self._now)

    def _identify(self, want: Want) -> None:
        """Refuses a row that says nothing of its customer, and a customer who stood in the file before."""
        values = want.values
        name, phones = fold(values.get("name", "")), values.get("phone", ())
        keys: list[tuple[str, ...]] = [("card", code) for code in values.get("cards", ())]
        keys += [("phone", phone, name) for phone in phones]
        if "uid" in values:
            keys.append(("uid", values["uid"]))
        if not keys and name:
            keys.append(("name", name, values.get("email", ""), values.get("birth_date", "")))
        if not keys:
            want.problems.append(RowProblem(want.row, self._columns.name("name"), BadInput("customer_unknown", "name")))
        earlier = [self._seen.setdefault(key, want.row) for key in keys]
        for phone in phones:
            earlier.append(self._nameless.get(phone, want.row))
            if not name:
                # A phone alone says who is meant only as long as no other row has it.
                earlier.append(self._phones.get(phone, want.row))
                self._nameless.setdefault(phone, want.row)
            self._phones.setdefault(phone, want.row)
        if earlier and min(earlier) != want.row:
            error = BadInput("customer_twice", "name", first=min(earlier))
            want.problems.append(RowProblem(want.row, self._columns.name("name"), error))


def _lines(cell: Cell) -> str:
    """The cell with its line ends."""
    return cell if isinstance(cell, str) else text_of(cell)


def _sex(cell: Cell) -> str:
    word = text_of(cell).strip(". ")
    sex = SEXES.get(fold(word), SEXES.get(word))
    if sex is None:
        raise BadInput("sex_unknown", "sex")
    return sex


def _source(cell: Cell) -> str:
    source = SOURCES.get(fold(text_of(cell).replace("-", " ")))
    if source is None:
        raise BadInput("unknown_source", "consent_source")
    return source
