"""Which goods a rule speaks of."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Selection:
    """The goods that are in every list given: by code, below a category (``tools`` holds ``tools/saws``), by tag.

    None is no list and leaves nothing out; an empty list holds nothing.
    """

    products: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None


ALL_GOODS: Final = Selection()
