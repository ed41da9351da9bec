"""The kinds of tables there are."""

from typing import Final

from app.core.errors import NotFound
from app.exchange.client_book.kind import CustomerKind
from app.exchange.kind import Kind
from app.exchange.past_sales.kind import PastSaleKind
from app.exchange.products import ProductKind
from app.exchange.stock.kind import StockKind

KINDS: Final[tuple[Kind, ...]] = (ProductKind(), CustomerKind(), StockKind(), PastSaleKind())
KIND_CODES: Final = tuple(kind.code for kind in KINDS)


def kind_named(code: str) -> Kind:
    """The kind; NotFound ``no_import_kind``."""
    for kind in KINDS:
        if kind.code == code:
            return kind
    raise NotFound("no_import_kind", kind=code)
