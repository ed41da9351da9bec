"""Which goods a rule speaks of, from its JSON."""

from typing import Final

from app.core.json_fields import Fields, list_of, text
from loyalty.rules.selection import ALL_GOODS, Selection

SELECTION_KEYS: Final = frozenset({"products", "categories", "tags"})

texts: Final = list_of(text)


def read_selection(fields: Fields) -> Selection:
    """The selection of an object that may have the keys SELECTION_KEYS among others."""
    if not any(fields.has(key) for key in SELECTION_KEYS):
        return ALL_GOODS
    lists = {key: fields.get(key, texts, None) for key in ("products", "categories", "tags")}
    return Selection(**{key: None if found is None else tuple(found) for key, found in lists.items()})
