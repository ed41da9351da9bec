"""Lending a right: who could, and the PIN that does it. Both answer JSON to the page that asks."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.auth.accounts import faces
from app.auth.lending import lend_right
from app.auth.rights import RIGHTS
from app.web.auth.blueprint import blueprint
from app.web.auth.till import who_is_meant
from app.web.shared.access import current, logged_in
from app.web.shared.context import context
from app.web.shared.journeys import address
from app.web.shared.language import translated
from app.web.shared.units import read


@blueprint.get("/lenders")
@logged_in
def lenders() -> ResponseReturnValue:
    """Who holds the ``right`` and could lend it: ``{"right": label, "people": [{"account_id", "name"}]}``."""
    right = request.args.get("right", "")
    with read() as tx:
        people = faces(tx, right) if right in RIGHTS else []
    return jsonify(
        right=translated(RIGHTS.get(right, "")),
        people=[{"account_id": face.account_id, "name": face.name} for face in people],
    )


@blueprint.post("/lend")
@logged_in
def lend() -> ResponseReturnValue:
    """Lends ``right`` for one act: ``{"grant": uid}``, which the act brings back as ``X-Grant`` within a minute."""
    grant = lend_right(
        context().database,
        current().session,
        request.form.get("right", ""),
        who_is_meant(),
        request.form.get("pin", ""),
        address=address(),
    )
    return jsonify(grant=grant.uid, right=grant.right, supervisor=grant.supervisor)
