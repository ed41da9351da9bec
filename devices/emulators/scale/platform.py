"""What is inside an emulated scale: a platform, its load, zero point and tare, and the time it takes to settle."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_GRAMS: Final = {"kg": Decimal(1000), "g": Decimal(1), "lb": Decimal("453.59237")}
# Up to which part of its capacity a scale takes a load for its zero, and how many divisions may lie beyond each end.
_ZERO_RANGE: Final = 50
_OVER_DIVISIONS: Final = 9
_UNDER_DIVISIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What the scale indicates; whole grams, rounded to its division.

    ``fails`` is that it was switched on with a load and has no zero point.
    """

    gross_g: int
    tare_g: int
    unit: str
    stable: bool
    over: bool
    under: bool
    fails: bool

    @property
    def net_g(self) -> int:
        """What the goods weigh."""
        return self.gross_g - self.tare_g

    @property
    def is_net(self) -> bool:
        """Whether a tare is taken off."""
        return self.tare_g != 0

    @property
    def at_zero(self) -> bool:
        """Whether nothing lies there, at rest."""
        return self.stable and self.gross_g == 0

    @property
    def sign(self) -> str:
        """A minus or a blank."""
        return "-" if self.net_g < 0 else " "

    def digits(self, width: int, places: int = 3) -> str:
        """The weight without its sign in the scale's unit, with leading zeros; grams have no places."""
        return format(self._amount(places), f"0{width}.{0 if self.unit == 'g' else places}f")

    def number(self, width: int, places: int = 3) -> str:
        """The weight with its sign, aligned to the right."""
        return f"{self.sign.strip()}{self.digits(1, places)}".rjust(width)

    def _amount(self, places: int) -> Decimal:
        step = Decimal(1).scaleb(0 if self.unit == "g" else -places)
        return (abs(self.net_g) / _GRAMS[self.unit]).quantize(step, ROUND_HALF_UP)


@dataclass
class Platform:
    """The mechanics. All weights are whole grams; ``monotonic`` is a clock in seconds that never jumps."""

    monotonic: Callable[[], float]
    capacity_g: int = 15_000
    division_g: int = 1
    load_g: int = 0
    zero_g: int = 0
    tare_g: int = 0
    unit: str = "kg"
    settle_ms: int = 300
    noise_divisions: int = 0
    steady: bool = True
    fails: bool = False
    _changed_s: float | None = None
    _looks: int = 0

    def put(self, load_g: int) -> None:
        """Another load lies there."""
        if load_g != self.load_g:
            self.load_g = load_g
            self._changed_s = self.monotonic()
        if self._is_near_zero():
            self.fails = False

    def switch_on(self) -> None:
        """The power came: the tare is gone, and a load on it keeps it from finding its zero."""
        self.tare_g = 0
        self.fails = not self._is_near_zero()

    def shown(self) -> Shown:
        """What it indicates now. While it moves it wavers by its noise, now up, now down."""
        stable = self.is_stable
        self._looks += 1
        noise = 0 if stable else self.noise_divisions * self.division_g * (1 if self._looks % 2 else -1)
        gross = self._rounded(self.load_g - self.zero_g + noise)
        return Shown(
            gross_g=gross,
            tare_g=self.tare_g,
            unit=self.unit,
            stable=stable,
            over=gross > self.capacity_g + _OVER_DIVISIONS * self.division_g,
            under=gross < -_UNDER_DIVISIONS * self.division_g,
            fails=self.fails,
        )

    @property
    def is_stable(self) -> bool:
        """Whether the platform is at rest."""
        if not self.steady:
            return False
        return self._changed_s is None or (self.monotonic() - self._changed_s) * 1000 >= self.settle_ms

    def zero(self) -> bool:
        """Takes what lies there for nothing; whether it could."""
        if not (self.is_stable and self._is_near_zero()):
            return False
        self.zero_g, self.tare_g = self.load_g, 0
        return True

    def tare(self, tare_g: int | None = None) -> bool:
        """Takes so much off, or what lies there; whether it could."""
        shown = self.shown()
        wanted = shown.gross_g if tare_g is None else tare_g
        if not 0 <= wanted <= self.capacity_g or (tare_g is None and not shown.stable) or shown.fails:
            return False
        self.tare_g = self._rounded(wanted)
        return True

    def _is_near_zero(self) -> bool:
        return abs(self.load_g) <= self.capacity_g // _ZERO_RANGE

    def _rounded(self, grams: int) -> int:
        steps = (Decimal(abs(grams)) / self.division_g).quantize(Decimal(1), ROUND_HALF_UP)
        return int(steps) * self.division_g * (-1 if grams < 0 else 1)
