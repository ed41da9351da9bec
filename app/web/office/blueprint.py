"""The office: what the owner sees and changes."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("office", __name__, url_prefix="/office", template_folder="templates")
