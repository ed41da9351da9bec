"""Whether the server answers: for whoever watches it."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.core.version import VERSION
from app.web.shared.access import public
from app.web.shared.units import read

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """``{"ok": true}`` while requests are answered and the database can be read."""
    with read():
        return jsonify(ok=True, version=VERSION)
