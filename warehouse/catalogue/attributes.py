"""What the variants of a family differ by: at most three attributes, each with its values in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Final

from sqlalchemy import delete, insert

from app.core.db.unit import Unit
from app.core.errors import BadInput
from app.core.folding import fold
from warehouse.catalogue.models import FamilyAttribute, FamilyValue
from warehouse.catalogue.names import checked_name

MOST_ATTRIBUTES: Final = 3
MOST_COMBINATIONS: Final = 400
"""What one page can show to be ticked."""
ATTRIBUTE_LIMIT: Final = 40
VALUE_LIMIT: Final = 30


@dataclass(frozen=True, slots=True)
class Attribute:
    """``Size`` with ``S``, ``M``, ``L``."""

    name: str
    values: tuple[str, ...]

    @property
    def said(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {"name": self.name, "values": list(self.values)}

    def known(self, value: str) -> str | None:
        """The value as the family writes it, whatever its capitals; None where the family does not have it."""
        return next((one for one in self.values if word_key(one) == word_key(value)), None)


def word_key(text: str) -> str:
    """The form in which names of families and attributes and their values are compared."""
    return fold(text) or text


def checked_attributes(attributes: Sequence[Attribute]) -> tuple[Attribute, ...]:
    """The attributes if a family may have them.

    BadInput ``attribute_needed``, ``too_many_attributes``, ``too_many_combinations``, ``attribute_twice``,
    ``attribute_without_values``, ``value_twice``, ``value_with_semicolon``, and as names are refused.
    """
    if not attributes:
        raise BadInput("attribute_needed", "attributes")
    if len(attributes) > MOST_ATTRIBUTES:
        raise BadInput("too_many_attributes", "attributes", limit=MOST_ATTRIBUTES)
    checked: list[Attribute] = []
    for one in attributes:
        name = checked_name(one.name, ATTRIBUTE_LIMIT, "attributes")
        if any(word_key(name) == word_key(other.name) for other in checked):
            raise BadInput("attribute_twice", "attributes", name=name)
        if not one.values:
            raise BadInput("attribute_without_values", "attributes", name=name)
        checked.append(Attribute(name, _distinct(one.values)))
    if prod(len(one.values) for one in checked) > MOST_COMBINATIONS:
        raise BadInput("too_many_combinations", "attributes", limit=MOST_COMBINATIONS)
    return tuple(checked)


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for each in values:
        value = checked_value(each)
        if word_key(value) in kept:
            raise BadInput("value_twice", "attributes", value=value)
        kept[word_key(value)] = value
    return tuple(kept.values())


def checked_value(text: str, path: str = "attributes") -> str:
    """The value on one line; BadInput ``value_with_semicolon``, and as names are refused."""
    value = checked_name(text, VALUE_LIMIT, path)
    if ";" in value:
        raise BadInput("value_with_semicolon", path, value=value)
    return value


def write_attributes(tx: Unit, family_id: int, attributes: Sequence[Attribute]) -> None:
    """Keeps checked attributes instead of those the family had."""
    tx.execute(delete(FamilyValue).where(FamilyValue.family_id == family_id))
    tx.execute(delete(FamilyAttribute).where(FamilyAttribute.family_id == family_id))
    places = list(enumerate(attributes, start=1))
    if places:
        tx.execute(
            insert(FamilyAttribute),
            [{"family_id": family_id, "place": place, "name": one.name} for place, one in places],
        )
        tx.execute(
            insert(FamilyValue),
            [
                {"family_id": family_id, "place": place, "value": value, "position": position}
                for place, one in places
                for position, value in enumerate(one.values)
            ],
        )
