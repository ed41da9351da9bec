"""The customer display: the till's second window, turned to the customer."""

from typing import Final

from flask import Blueprint, g

from app.core.settings import get
from app.core.texts import SCREEN_LANGUAGES
from app.places.settings import PAPER_LANGUAGE
from app.web.shared.units import read

blueprint: Final = Blueprint("display", __name__, url_prefix="/display", template_folder="templates")


@blueprint.before_request
def speak_to_the_customer() -> None:
    """The customer reads the language of the receipts, whoever is logged in at the till."""
    with read() as tx:
        paper_language = get(tx, PAPER_LANGUAGE)
    if paper_language in SCREEN_LANGUAGES:
        g.language = paper_language
