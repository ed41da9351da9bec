"""The goods that the emulated register knows by number: no command of the protocol programmes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Goods:
    """An article; ``group`` counts from 0, ``price`` is a decimal."""

    name: str
    group: int
    price: str


GOODS: Final[Mapping[int, Goods]] = {1: Goods("Хляб", 1, "1.20"), 2: Goods("Вестник", 3, "0.80")}
