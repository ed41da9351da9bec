"""Settings: declared with limits, kept for all tills, every change journaled."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

import app.schema  # noqa: F401  # every declared setting is known after it
from app.core import journal, settings
from app.core.actor import Actor
from app.core.clock import SetClock
from app.core.db.unit import Database, Unit
from app.core.errors import BadInput, Conflict
from app.core.journal import JournalEntry
from app.core.settings import Setting
from tests.factories.fixtures import OpenDatabase

ANNA = Actor("Anna")


@pytest.fixture
def declare() -> Iterator[type[Setting[Any]]]:
    """Declares settings that are forgotten after the test."""
    before = dict(settings._declared)
    yield Setting
    settings._declared.clear()
    settings._declared.update(before)


@pytest.fixture
def hour(declare: type[Setting[int]]) -> Setting[int]:
    """A number between 0 and 23."""
    return declare("try.hour", int, 4, "An hour", low=0, high=23)


def read(database: Database, setting: Setting[Any]) -> Any:
    with database.read_unit() as tx:
        return settings.get(tx, setting)


def put(database: Database, setting: Setting[Any], value: Any, reason: str = "") -> None:
    database.transact(ANNA, lambda tx: settings.put(tx, setting, value, reason=reason))


def changes(database: Database) -> list[dict[str, Any]]:
    with database.read_unit() as tx:
        found = tx.execute(select(JournalEntry.body).where(JournalEntry.kind == "setting.changed")).scalars()
        return [json.loads(body) for body in found]


@pytest.mark.parametrize(
    ("kind", "default", "value"),
    [(int, 1, -5), (bool, True, False), (str, "", "Здравствуйте «ё» 🪚\n\u0000 end"), (str, "a", "")],
)
def test_what_is_put_is_read_again_by_everyone(
    database: Database, opened: OpenDatabase, declare: type[Setting[Any]], kind: type, default: Any, value: Any
) -> None:
    setting = declare("try.value", kind, default, "A value")
    assert read(database, setting) == default
    put(database, setting, value)
    assert read(database, setting) == value
    assert read(opened(database.url.render_as_string(hide_password=False)), setting) == value
    put(database, setting, default)
    assert read(database, setting) == default


def test_a_unit_sees_its_own_change(database: Database, hour: Setting[int]) -> None:
    with database.unit_of_work(ANNA) as tx:
        settings.put(tx, hour, 7)
        assert settings.get(tx, hour) == 7


def test_a_change_undone_was_never_there(database: Database, hour: Setting[int]) -> None:
    def change_and_fail(tx: Unit) -> None:
        settings.put(tx, hour, 7)
        assert settings.get(tx, hour) == 7
        raise Conflict("not_today")

    assert read(database, hour) == 4
    with pytest.raises(Conflict):
        database.transact(ANNA, change_and_fail)
    assert read(database, hour) == 4
    assert changes(database) == []


def test_a_change_is_journaled_with_old_new_and_why(database: Database, hour: Setting[int], clock: SetClock) -> None:
    put(database, hour, 7, "summer")
    assert changes(database) == [{"old": 4, "new": 7, "reason": "summer"}]
    put(database, hour, 7, "again")
    assert len(changes(database)) == 1
    with database.read_unit() as tx:
        assert journal.verify(tx) == (1, [])


@pytest.mark.parametrize("value", [-1, 24, True, "7", 7.0, None])
def test_a_value_outside_the_declaration_is_refused(database: Database, hour: Setting[int], value: Any) -> None:
    with pytest.raises(BadInput) as refused:
        put(database, hour, value)
    assert (refused.value.code, refused.value.path) == ("setting_out_of_range", "try.hour")
    assert read(database, hour) == 4


def test_choices_lengths_and_checks_hold(declare: type[Setting[str]]) -> None:
    mode = declare("try.mode", str, "warn", "A mode", choices=("warn", "refuse"))
    footer = declare("try.footer", str, "", "A footer", max_length=5)
    even = declare("try.even", str, "aa", "An even text", check=lambda text: len(text) % 2 == 0)
    for setting, good, bad in [(mode, "refuse", "allow"), (footer, "12345", "123456"), (even, "", "a")]:
        assert setting.checked(good) == good
        with pytest.raises(BadInput, match="bad_setting"):
            setting.checked(bad)


def test_a_key_is_declared_once(declare: type[Setting[int]], hour: Setting[int]) -> None:
    with pytest.raises(RuntimeError, match="declared twice"):
        declare("try.hour", int, 1, "Another")


def test_a_default_outside_its_own_limits_stops_the_start(declare: type[Setting[int]]) -> None:
    with pytest.raises(BadInput):
        declare("try.low", int, 1, "Too low", low=2)


def test_settings_are_found_by_key(hour: Setting[int]) -> None:
    assert settings.by_key("try.hour") is hour
    assert hour.group == "try"
    assert hour in settings.declared()
    with pytest.raises(BadInput, match="unknown_setting"):
        settings.by_key("try.nothing")


def test_every_declared_setting_survives_a_round_trip() -> None:
    for setting in settings.declared():
        assert setting.parse(setting.to_json(setting.default)) == setting.default, setting.key
        assert setting.label, setting.key
