"""The display with all its views, for the factory."""

# ruff: noqa: F401  # imported for the views they add
import app.web.display.live
import app.web.display.page
from app.web.display.blueprint import blueprint

__all__ = ["blueprint"]
