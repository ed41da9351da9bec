"""Exact integer rounding and splitting: the only places where a remainder is decided."""

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
        order = sorted(
            range(len(weights)),
            key=lambda index: (-(magnitude * weights[index] % whole), index),
        )
        for index in order[:rest]:
            parts[index] += 1
    return [sign * part for part in parts]


def round_together(numerators: Sequence[int], denominator: int) -> list[int]:
    """Each ``numerator / denominator`` as a whole number, so that they add up to their sum rounded once, half up.

    Every part is its own exact value rounded down or up (on the magnitude): those with the largest remainder go
    up, ties to the earlier. All numerators must have one sign; ``denominator`` must be positive.
    """
    whole = sum(numerators)
    magnitudes = [abs(numerator) for numerator in numerators]
    if sum(magnitudes) != abs(whole):
        raise ValueError("numerators of both signs can not be rounded together")
    parts = [magnitude // denominator for magnitude in magnitudes]
    rest = round_half_up(abs(whole), denominator) - sum(parts)
    if rest:
        order = sorted(
            range(len(parts)),
            key=lambda index: (-(magnitudes[index] % denominator), index),
        )
        for index in order[:rest]:
            parts[index] += 1
    return [-part for part in parts] if whole < 0 else parts
