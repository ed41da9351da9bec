"""The till: where things are sold."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("till", __name__, url_prefix="/till", template_folder="templates")
