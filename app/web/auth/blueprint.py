"""The doors: logging in at a till and in the office, lending a right, logging out."""

from typing import Final

from flask import Blueprint

blueprint: Final = Blueprint("auth", __name__, url_prefix="/auth", template_folder="templates")
