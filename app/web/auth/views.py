"""The doors with all their views, for the factory."""

# ruff: noqa: F401  # imported for the views they add
import app.web.auth.certificate
import app.web.auth.clock
import app.web.auth.demo
import app.web.auth.first.country
import app.web.auth.first.opening
import app.web.auth.first.people
import app.web.auth.lending
import app.web.auth.mine
import app.web.auth.office
import app.web.auth.recovering
import app.web.auth.till
from app.web.auth.blueprint import blueprint

__all__ = ["blueprint"]
