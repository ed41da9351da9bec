"""Why a card was blocked or replaced, in words."""

from collections.abc import Mapping
from typing import Final

from app.core.texts import marked
from app.crm.cards import CardReason

CARD_REASONS: Final[Mapping[CardReason, str]] = {
    "": "",
    "lost": marked("lost"),
    "stolen": marked("stolen"),
    "damaged": marked("damaged"),
    "misused": marked("misused"),
    "erased": marked("customer erased"),
}
