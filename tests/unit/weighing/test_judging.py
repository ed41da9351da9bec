"""Which weights may be sold."""

from dataclasses import replace

import pytest

from devices.scales.options import ScaleOptions
from devices.scales.port import Weight
from pos.weighing.judging import LastTaken, refusal, seen_gone

OPTIONS = ScaleOptions(least_grams=40, same_grams=4)
KILO = Weight(1000, stable=True)


@pytest.mark.parametrize(
    ("weight", "code"),
    [
        (KILO, None),
        (Weight(41, stable=True), None),
        (Weight(40, stable=True), "weight_too_little"),
        (Weight(0, stable=True, zero=True), "weight_nothing"),
        (Weight(-5, stable=True, below_zero=True), "weight_below_zero"),
        (Weight(None, stable=False, below_zero=True), "weight_below_zero"),
        (Weight(1000, stable=False), "weight_moving"),
        (Weight(None, stable=False), "weight_moving"),
        (Weight(None, stable=False, overload=True), "weight_overload"),
    ],
)
def test_a_weight_is_sold_at_rest_and_above_the_least_load(weight: Weight, code: str | None) -> None:
    assert refusal(weight, OPTIONS, None) == code


def test_goods_that_still_lie_there_are_not_weighed_twice() -> None:
    last = LastTaken(1000)
    for grams, gone in ((1000, False), (1004, False), (996, False), (1005, True), (995, True), (40, True), (0, True)):
        weight = Weight(grams, stable=True)
        assert seen_gone(weight, OPTIONS, last) is gone
    assert refusal(KILO, OPTIONS, last) == "weight_same_goods"
    assert refusal(KILO, OPTIONS, replace(last, is_gone=True)) is None
    assert refusal(KILO, replace(OPTIONS, same_grams=None), last) is None
    assert seen_gone(Weight(None, stable=False, below_zero=True), OPTIONS, last)
    assert not seen_gone(Weight(None, stable=False), OPTIONS, last)
