"""The first page of the office."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.office.blueprint import blueprint
from app.web.shared.access import needs


@blueprint.get("/")
@needs()
def home() -> ResponseReturnValue:
    """Where the person may go from here."""
    return render_template("office/home.html")
