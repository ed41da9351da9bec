"""The API's blueprint with every operation in place."""

from app.web.api import catalogue, customers, document, gift_cards, promotions, quote, sales
from app.web.api.operations import blueprint

OPERATION_MODULES = (quote, catalogue, customers, promotions, gift_cards, sales, document)

__all__ = ["OPERATION_MODULES", "blueprint"]
