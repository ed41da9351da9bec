"""The kinds of tables there are."""

from typing import Final

from app.core.errors import NotFound
from app.exchange.kind import Kind
from app.exchange.products import ProductKind

KINDS: Final[tuple[Kind, ...]] = (ProductKind(),)


def kind_named(code: str) -> Kind:
    """The kind; NotFound ``no_import_kind``."""
    for kind in KINDS:
        if kind.code == code:
            return kind
    raise NotFound("no_import_kind", kind=code)
