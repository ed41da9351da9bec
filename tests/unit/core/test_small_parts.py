"""Registries, events, actors, wake-ups: the joints of the frame."""

import threading
from dataclasses import dataclass
from typing import Any, cast

import pytest

from app.core.actor import Actor, program
from app.core.db.cache import FreshCache
from app.core.db.unit import Unit
from app.core.db.wake import WakeUps
from app.core.errors import BadInput, Forbidden, NotFound, ShopError
from app.core.events import EventBus
from app.core.registry import Registry

PATIENCE_S = 60


def test_a_registry_gives_what_it_was_given() -> None:
    registry: Registry[int] = Registry("papers")
    registry.add("receipt", 1)
    assert registry.get("receipt") == 1
    assert "receipt" in registry
    assert list(registry) == ["receipt"]


def test_a_code_registered_twice_stops_the_start() -> None:
    registry: Registry[int] = Registry("papers")
    registry.add("receipt", 1)
    with pytest.raises(RuntimeError, match="'receipt' is registered twice"):
        registry.add("receipt", 2)


def test_an_unknown_code_explains_itself() -> None:
    with pytest.raises(NotFound) as missing:
        Registry[int]("papers").get("letter")
    assert missing.value.facts == {"subject": "papers", "code": "letter"}


@dataclass(frozen=True)
class Rang:
    """The bell rang."""

    times: int


def test_events_reach_the_handlers_of_their_class_in_order() -> None:
    bus, heard = EventBus(), list[str]()
    bus.subscribe(Rang, lambda _tx, event: heard.append(f"first {event.times}"))
    bus.subscribe(Rang, lambda _tx, event: heard.append(f"second {event.times}"))
    bus.subscribe(str, lambda _tx, event: heard.append(event))
    bus.publish(cast("Unit", None), Rang(2))
    assert heard == ["first 2", "second 2"]


def test_an_event_nobody_hears_is_no_trouble() -> None:
    EventBus().publish(cast("Unit", None), Rang(1))


def test_a_missing_right_is_named_so_that_it_can_be_lent() -> None:
    anna = Actor("Anna", rights=frozenset({"till.sell"}))
    anna.require("till.sell")
    with pytest.raises(Forbidden) as refused:
        anna.require("till.drop_cart")
    assert (refused.value.code, refused.value.facts) == ("right_needed", {"right": "till.drop_cart"})


def test_a_lent_right_names_who_lent_it_and_adds_nothing_else() -> None:
    anna = Actor("Anna", 7, frozenset({"till.sell"}))
    helped = anna.lent("till.drop_cart", "Boris")
    assert (helped.name, helped.account_id, helped.supervisor) == ("Anna", 7, "Boris")
    assert helped.rights == {"till.sell", "till.drop_cart"}
    assert anna.rights == {"till.sell"}


def test_the_program_itself_may_everything() -> None:
    assert program("job:outbox").may("anything.at_all")
    assert not Actor("Anna").may("till.sell")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ShopError("disk_full"), "disk_full"),
        (ShopError("unknown_code", code="123", subject="papers"), "unknown_code (code=123, subject=papers)"),
        (BadInput("not_a_uid", "cart_uid"), "not_a_uid"),
    ],
)
def test_an_error_tells_its_code_and_facts(error: ShopError, text: str) -> None:
    assert str(error) == text


def test_a_wake_up_that_came_before_the_wait_is_not_lost() -> None:
    wake_ups = WakeUps()
    seen = wake_ups.seen("outbox")
    wake_ups.notify("outbox")
    assert wake_ups.wait("outbox", seen, PATIENCE_S) == seen + 1


def test_waiters_hear_of_their_own_topic_only() -> None:
    wake_ups = WakeUps()
    seen = wake_ups.seen("outbox")
    wake_ups.notify("feed")
    assert wake_ups.wait("outbox", seen, timeout_seconds=0.01) == seen


def test_every_waiter_is_woken() -> None:
    wake_ups, woken = WakeUps(), list[int]()
    seen = wake_ups.seen("outbox")
    threads = [
        threading.Thread(target=lambda: woken.append(wake_ups.wait("outbox", seen, PATIENCE_S))) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    wake_ups.notify("outbox")
    for thread in threads:
        thread.join(PATIENCE_S)
    assert woken == [seen + 1] * 5


def test_what_was_loaded_before_a_change_does_not_hide_it() -> None:
    cache = FreshCache()

    def load_while_it_changes() -> Any:
        cache.drop("prices")
        return "old"

    assert cache.get("prices", load_while_it_changes, since=cache.drops) == "old"
    assert cache.get("prices", lambda: "new", since=cache.drops) == "new"
    assert cache.get("prices", lambda: "newer", since=cache.drops) == "new"
