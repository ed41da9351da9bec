"""Which lines of a cart a selection of goods holds, as sets in the bits of a whole number."""

from collections.abc import Sequence
from typing import Final

from loyalty.rules.selection import Selection
from pos.pricing.worksheet import WorkLine


class LineIndex:
    """Finds lines by product, category and tag; bit n of a set stands for line n.

    ``takers`` are the lines that take discounts other than their own manual one.
    """

    def __init__(self, lines: Sequence[WorkLine]) -> None:
        self._lines: Final = lines
        self._quantities: Final[dict[int, int]] = {}
        self._products: Final[dict[str, int]] = {}
        self._categories: Final[dict[str, int]] = {}
        self._tags: Final[dict[str, int]] = {}
        self._found: Final[dict[Selection, int]] = {}
        self._indexes: Final[dict[int, tuple[int, ...]]] = {}
        self._all: Final = (1 << len(lines)) - 1
        takers = 0
        for index, work in enumerate(lines):
            bit, line = 1 << index, work.line
            if line.takes_discounts:
                takers |= bit
            if line.product is not None:
                self._products[line.product] = self._products.get(line.product, 0) | bit
            if line.category is not None:
                self._categories[line.category] = self._categories.get(line.category, 0) | bit
            for tag in line.tags:
                self._tags[tag] = self._tags.get(tag, 0) | bit
        self.takers: Final = takers

    def find(self, goods: Selection) -> int:
        """The set of all lines that are in every list of the selection."""
        found = self._found.get(goods)
        if found is None:
            found = self._all
            if goods.products is not None:
                found &= _union(goods.products, self._products)
            if goods.categories is not None:
                found &= self._below(goods.categories)
            if goods.tags is not None:
                found &= _union(goods.tags, self._tags)
            self._found[goods] = found
        return found

    def _below(self, wanted: Sequence[str]) -> int:
        """``tools`` holds ``tools`` and ``tools/saws``, not ``toolshed``."""
        found = 0
        for category, lines in self._categories.items():
            if any(category == above or category.startswith(f"{above}/") for above in wanted):
                found |= lines
        return found

    def find_products(self, codes: Sequence[str]) -> int:
        """The set of the lines that sell one of the products."""
        return _union(codes, self._products)

    def qty_milli(self, lines: int) -> int:
        """The units of a set of lines times their pieces, in thousandths."""
        found = self._quantities.get(lines)
        if found is None:
            of_lines = [self._lines[place].line for place in self.indexes(lines)]
            found = self._quantities[lines] = sum([line.qty_milli * line.pieces for line in of_lines])
        return found

    def indexes(self, lines: int) -> tuple[int, ...]:
        """The places of a set of lines, in their order."""
        found = self._indexes.get(lines)
        if found is None:
            places, rest = [], lines
            while rest:
                lowest = rest & -rest
                places.append(lowest.bit_length() - 1)
                rest ^= lowest
            found = self._indexes[lines] = tuple(places)
        return found


def _union(wanted: Sequence[str], lines: dict[str, int]) -> int:
    found = 0
    for key in wanted:
        found |= lines.get(key, 0)
    return found
