"""The fields of a kind of table, and which column of a file is which."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Final, Literal

from sqlalchemy import delete, insert, select

from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput
from app.core.folding import fold
from app.exchange.models import ImportMapping

_NEAR: Final = 0.86
"""How alike a header and a known name must be to be taken for the same word: one letter wrong in seven."""
_NAMES_KEPT: Final = 4096
FOR_NEW: Final = "new:"
"""Before a fixed value that only counts for what the file creates; what is there already keeps its own."""
_REMARK: Final = re.compile(r"\s*[,(\[:].*")
"""What people add to the name of a column: ``Price, EUR``, ``Price (with tax)``."""
_WITHOUT_REMARK: Final = 0.95
"""Likeness of a header that is a known name but for its remark: one without a remark comes first."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind. ``label`` is an English message id; ``names`` are headers people give such a column.

    ``several``: more than one column may be it. ``fixed``: one value may be given for all rows instead of a column.
    """

    code: str
    label: str
    names: tuple[str, ...]
    holds: Literal["text", "number", "date"] = "text"
    several: bool = False
    fixed: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Headers by field, and values that hold for every row by field."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """``{"sku": "Article", "barcodes": ["EAN", "EAN 2"], "tax": {"value": "20"}}``."""
        columns = {code: headers[0] if len(headers) == 1 else list(headers) for code, headers in self.columns.items()}
        return columns | {code: {"value": value} for code, value in self.fixed.items()}

    @classmethod
    def from_json(cls, data: object) -> "ColumnMapping":
        """The mapping of such an object; BadInput ``mapping_shape``."""
        if not isinstance(data, dict):
            raise BadInput("mapping_shape")
        columns: dict[str, tuple[str, ...]] = {}
        fixed: dict[str, str] = {}
        for code, said in data.items():
            match said:
                case str():
                    columns[code] = (said,)
                case [*headers] if headers and all(isinstance(header, str) for header in headers):
                    columns[code] = tuple(headers)
                case {"value": str(value), **rest} if not rest:
                    fixed[code] = value
                case _:
                    raise BadInput("mapping_shape", code)
        return cls(columns, fixed)

    def with_usual(self, usual: Mapping[str, str]) -> "ColumnMapping":
        """The mapping, with a usual value for each field of which it says nothing."""
        said = self.columns.keys() | self.fixed.keys()
        missing = {code: value for code, value in usual.items() if code not in said}
        return ColumnMapping(self.columns, {**self.fixed, **missing}) if self.columns else self

    def checked(self, fields: Sequence[Field], headers: Sequence[str]) -> "ColumnMapping":
        """The mapping if the kind and the file can follow it.

        Raises BadInput ``mapping_field`` for a field the kind does not have, ``mapping_column`` for a column the file
        does not have, ``mapping_twice`` for a column that would be two fields.
        """
        known = {one.code: one for one in fields}
        taken: set[str] = set()
        for code, names in self.columns.items():
            if code not in known or (len(names) > 1 and not known[code].several):
                raise BadInput("mapping_field", code, field=code)
            for name in names:
                if name not in headers:
                    raise BadInput("mapping_column", code, column=name)
                if name in taken:
                    raise BadInput("mapping_twice", code, column=name)
                taken.add(name)
        for code in self.fixed:
            if code not in known or not known[code].fixed or code in self.columns:
                raise BadInput("mapping_field", code, field=code)
        if not self.columns:
            raise BadInput("mapping_empty")
        return self


def propose(fields: Sequence[Field], headers: Sequence[str]) -> ColumnMapping:
    """Which column may be which field, by the names people give them, near spellings included."""
    chosen: dict[str, list[str]] = {}
    for least in (1.0, _NEAR):
        for header in headers:
            if any(header in names for names in chosen.values()):
                continue
            best = max(((_likeness(one, header), one) for one in fields), key=lambda pair: pair[0])
            if best[0] >= least and (best[1].several or best[1].code not in chosen):
                chosen.setdefault(best[1].code, []).append(header)
    return ColumnMapping({code: tuple(names) for code, names in chosen.items()})


def _likeness(one: Field, header: str) -> float:
    bare = _REMARK.sub("", header)
    whole = _likeness_of_words(one, header)
    return whole if bare == header else max(whole, _WITHOUT_REMARK * _likeness_of_words(one, bare))


def _likeness_of_words(one: Field, header: str) -> float:
    word = _word(header)
    if one.several:
        word = word.rstrip("0123456789() ")
    if not word:
        return 0.0
    names = map(_word, (one.code, one.label, *one.names))
    return max(_nearness(word, name) for name in names)


@lru_cache(_NAMES_KEPT)
def _nearness(word: str, name: str) -> float:
    """How much of two names is the same; nothing where that surely is less than near: most names are."""
    matcher = SequenceMatcher(None, word, name)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio)
    return 0.0 if any(bound() < _NEAR for bound in bounds) else matcher.ratio()


@lru_cache(_NAMES_KEPT)
def _word(text: str) -> str:
    return fold(text.replace("_", " ").replace("-", " ").replace(".", " ").replace("/", " ").replace("*", " "))


def _fingerprint(kind: str, headers: Sequence[str]) -> str:
    return hashlib.sha256("\n".join((kind, *map(fold, headers))).encode()).hexdigest()


def remembered(tx: ReadUnit, kind: str, fields: Sequence[Field], headers: Sequence[str]) -> ColumnMapping | None:
    """The mapping last used for a file with these headers, if the program can still follow it."""
    text = tx.execute(
        select(ImportMapping.mapping).where(ImportMapping.fingerprint == _fingerprint(kind, headers))
    ).scalar()
    if text is None:
        return None
    try:
        return ColumnMapping.from_json(json.loads(text)).checked(fields, headers)
    except BadInput:
        return None


def remember(tx: Unit, kind: str, headers: Sequence[str], mapping: ColumnMapping) -> None:
    """Keeps the mapping for the next file with these headers."""
    fingerprint = _fingerprint(kind, headers)
    tx.execute(delete(ImportMapping).where(ImportMapping.fingerprint == fingerprint))
    tx.execute(
        insert(ImportMapping),
        {
            "fingerprint": fingerprint,
            "mapping": json.dumps(mapping.as_json(), ensure_ascii=False),
            "changed_at": tx.now,
        },
    )
