"""Codes on their way from a scanner to a page."""

import pytest

from pos.scanning import arrivals as module
from pos.scanning.arrivals import MOST_KEPT, Arrivals, Fate


def test_each_stream_gets_each_code_once_in_order_and_a_new_one_the_last_seconds() -> None:
    woken: list[None] = []
    arrivals = Arrivals(lambda: woken.append(None))
    arrivals.put(1, ["A1", "A2"])
    arrivals.put(2, ["B1"])
    assert arrivals.fate(1) == Fate(2, is_told=False)
    first = arrivals.after(1, 0)
    assert [one.code for one in first] == ["A1", "A2"]
    assert arrivals.after(1, first[-1].number) == []
    arrivals.put(1, ["A3"])
    assert [one.code for one in arrivals.after(1, first[-1].number)] == ["A3"]
    again = arrivals.after(1, 0)
    assert [one.uid for one in again][:2] == [one.uid for one in first]
    assert arrivals.fate(1) == Fate(3, is_told=True)
    assert [one.code for one in arrivals.after(2, 0)] == ["B1"]
    assert arrivals.after(3, 0) == []
    assert len(woken) == 3


def test_what_nobody_took_is_dropped_after_a_while_and_never_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    arrivals = Arrivals(lambda: None)
    arrivals.put(1, [str(number) for number in range(MOST_KEPT + 10)])
    assert len(arrivals.after(1, 0)) == MOST_KEPT
    monkeypatch.setattr(module, "KEPT_S", -1.0)
    assert arrivals.after(1, 0) == []
    arrivals.put(1, ["late"])
    assert arrivals.after(1, 0) == []
    assert not arrivals.fate(1).is_told
