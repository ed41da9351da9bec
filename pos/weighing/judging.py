"""Whether what a scale shows may be sold, and why not."""

from dataclasses import dataclass

from devices.scales.options import ScaleOptions
from devices.scales.port import Weight


@dataclass(frozen=True, slots=True)
class LastTaken:
    """The weight taken last in grams; ``is_gone`` once something else was seen on the scale."""

    grams: int
    is_gone: bool = False


def refusal(weight: Weight, options: ScaleOptions, last: LastTaken | None) -> str | None:
    """The code of what keeps a weight from being sold; None where it may be.

    ``weight_overload``, ``weight_below_zero``, ``weight_moving``, ``weight_nothing``, ``weight_too_little`` up to the
    least load of the scale, ``weight_same_goods`` where the goods weighed last still lie there.
    """
    grams = weight.grams
    if weight.overload:
        return "weight_overload"
    if weight.below_zero:
        return "weight_below_zero"
    if not weight.stable or grams is None:
        return "weight_moving"
    if grams == 0:
        return "weight_nothing"
    if grams <= options.least_grams:
        return "weight_too_little"
    return "weight_same_goods" if last is not None and not seen_gone(weight, options, last) else None


def seen_gone(weight: Weight, options: ScaleOptions, last: LastTaken) -> bool:
    """Whether the goods weighed last are not what lies there now, or were gone before."""
    if last.is_gone or options.same_grams is None:
        return True
    if weight.grams is None:
        return weight.below_zero
    return weight.grams <= options.least_grams or abs(weight.grams - last.grams) > options.same_grams
