"""Settings of the shop: declared in code with type, default, limits and help; kept in the database for all tills."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import String, Text, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import journal
from app.core.db.model import Base
from app.core.db.prepared import Prepared
from app.core.db.types import UtcDateTime
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput

T = TypeVar("T")
V = TypeVar("V", int, str, bool)


class StoredSetting(Base):
    """A value the owner changed; where there is no row the default holds."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Setting(Generic[V]):
    """One setting. ``label`` and ``help`` are English message ids; ``choices`` or ``low``/``high`` limit it.

    Declaring it registers it; a key declared twice or a default outside its own limits stops the start.
    """

    key: str
    kind: type[V]
    default: V
    label: str
    help: str = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[V, ...] = ()
    max_length: int = 2000
    check: Callable[[V], bool] | None = None
    tidied: Callable[[V], V] | None = None
    """What a person may have typed differently and meant: a comma for a point, small letters for capital ones."""

    def __post_init__(self) -> None:
        if self.key in _declared:
            raise RuntimeError(f"setting {self.key!r} is declared twice")
        if self.parse(self.to_json(self.default)) != self.default:
            raise RuntimeError(f"the default of {self.key!r} does not survive a round trip")
        _declared[self.key] = self

    @property
    def group(self) -> str:
        """The page section: what stands before the first point of the key."""
        return self.key.partition(".")[0]

    @staticmethod
    def to_json(value: V) -> str:
        """The stored form."""
        return json.dumps(value, ensure_ascii=False)

    def parse(self, text: str) -> V:
        """The value behind a stored form; BadInput ``bad_setting`` where it breaks the declaration."""
        return self.checked(json.loads(text))

    def checked(self, value: Any) -> V:
        """The value if the declaration allows it; BadInput ``bad_setting``, ``setting_out_of_range`` otherwise."""
        fits = type(value) is self.kind
        if fits and self.choices:
            fits = value in self.choices
        if fits and isinstance(value, int) and not isinstance(value, bool):
            fits = (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        if fits and isinstance(value, str):
            fits = len(value) <= self.max_length
        if fits and self.check is not None:
            fits = self.check(value)
        if not fits:
            raise self.refusal()
        return value  # type: ignore[no-any-return]  # its type was compared above

    def refusal(self) -> BadInput:
        """What is said of a value that the declaration does not allow."""
        if self.low is not None and self.high is not None:
            return BadInput("setting_out_of_range", self.key, label=self.label, low=self.low, high=self.high)
        return BadInput("bad_setting", self.key, label=self.label)


_declared: dict[str, Setting[Any]] = {}


def declared() -> Iterator[Setting[Any]]:
    """Every setting, in order of declaration."""
    return iter(_declared.values())


def by_key(key: str) -> Setting[Any]:
    """The declared setting; BadInput ``unknown_setting``."""
    if key not in _declared:
        raise BadInput("unknown_setting", key)
    return _declared[key]


_CACHE_KEY: Final = "settings"
_STORED: Final = Prepared(select(StoredSetting.key, StoredSetting.value))


@dataclass(frozen=True, slots=True)
class _InForce:
    """The stored values by key, and what was made of them."""

    values: dict[str, Any]
    made: dict[str, Any] = field(default_factory=dict)


def _load(tx: ReadUnit) -> _InForce:
    return _InForce({key: json.loads(value) for key, value in _STORED.all(tx, {})})


def get(tx: ReadUnit, setting: Setting[V]) -> V:
    """The value in force. A unit that changed a setting sees its own change."""
    value = tx.cached(_CACHE_KEY, _load).values.get(setting.key, setting.default)
    return value  # type: ignore[no-any-return]  # checked when it was stored


def made_of_settings(tx: ReadUnit, key: str, make: Callable[[], T]) -> T:
    """What ``make`` makes of settings and of nothing else, made once for as long as all of them stay as they are."""
    made = tx.cached(_CACHE_KEY, _load).made
    if key not in made:
        made[key] = make()
    value: T = made[key]
    return value


def put(tx: Unit, setting: Setting[V], value: V, *, reason: str = "") -> None:
    """Changes a setting and journals old and new; BadInput ``bad_setting`` where the value is not allowed."""
    change(tx, setting, lambda _: value, reason=reason)


def change(tx: Unit, setting: Setting[V], changed: Callable[[V], V], *, reason: str = "") -> None:
    """Makes the value what ``changed`` makes of the one in force, which nobody else changes until this unit ends.

    Journals old and new. Raises BadInput ``bad_setting``, and what ``changed`` raises.
    """
    # Never from memory: another server may have written it a moment ago.
    locked = select(StoredSetting.value).where(StoredSetting.key == setting.key).with_for_update()
    stored: str | None = tx.execute(locked).scalar()
    old: V = setting.default if stored is None else json.loads(stored)
    value = setting.checked(changed(old))
    if value == old:
        return
    tx.outdate(_CACHE_KEY)
    kept = {"value": setting.to_json(value), "changed_at": tx.now}
    # The row stays where it is, so that whoever waits for it finds it; of two first ones one begins anew.
    if stored is None:
        tx.execute(insert(StoredSetting), {"key": setting.key, **kept})
    else:
        tx.execute(update(StoredSetting).where(StoredSetting.key == setting.key).values(kept))
    journal.record(
        tx,
        "setting.changed",
        subject=f"setting:{setting.key}",
        body={"old": old, "new": value, "reason": reason},
    )
