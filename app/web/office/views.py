"""The office with all its views, for the factory."""

# ruff: noqa: F401  # imported for the views they add
import app.web.office.home
from app.web.office.blueprint import blueprint

__all__ = ["blueprint"]
