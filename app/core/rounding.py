"""Exact integer rounding and splitting: the only two places where a remainder is decided."""

from collections.abc import Sequence


def round_half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number to ``numerator / denominator``, halves away from zero.

    Symmetric around zero, so that a return mirrors its sale. ``denominator`` must be positive.
    """
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of ``total`` in proportion to ``weights`` that sum to it exactly.

    Largest remainder, ties to the earlier weight, symmetric around zero. Weights are not
    negative; with nothing to weigh by, a total other than zero is refused.
    """
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("nothing to split over")
        return [0] * len(weights)
    sign = -1 if total < 0 else 1
    magnitude = abs(total)
    parts = [magnitude * weight // whole for weight in weights]
    rest = magnitude - sum(parts)
    if rest:
        order = sorted(range(len(weights)), key=lambda index: (-(magnitude * weights[index] % whole), index))
        for index in order[:rest]:
            parts[index] += 1
    return [sign * part for part in parts]
