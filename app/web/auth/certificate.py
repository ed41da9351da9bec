"""The page that tells the other machines of the shop how to trust it; nobody needs to be logged in, nor TLS."""

from typing import Final

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from app.web.auth.blueprint import blueprint
from app.web.shared.access import public
from app.web.shared.certificate import certificate_facts, profile, qr_picture
from app.web.shared.context import context
from app.web.shared.secure_door import SecureDoor

_TYPES: Final = {"crt": "application/x-x509-ca-cert", "mobileconfig": "application/x-apple-aspen-config"}


@blueprint.get("/certificate")
@public
def certificate() -> ResponseReturnValue:
    """Why there is a certificate, how each system installs it, and where to go on."""
    return render_template("auth/certificate.html", **certificate_facts())


@blueprint.get("/certificate/regulars.<kind>")
@public
def certificate_file(kind: str) -> ResponseReturnValue:
    """The certificate for a device: ``crt``, or ``mobileconfig`` for those of Apple."""
    if kind not in _TYPES:
        abort(404)
    authority = _door().keeper.authority
    data = profile(authority) if kind == "mobileconfig" else authority.pem
    response = Response(data, mimetype=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="regulars.{kind}"'
    return response


@blueprint.get("/certificate/address.svg")
@public
def certificate_picture() -> ResponseReturnValue:
    """The address where a new machine begins, for its camera."""
    return Response(qr_picture(f"{_door().first_address}auth/certificate"), mimetype="image/svg+xml")


def _door() -> SecureDoor:
    door = context().secure_door
    if door is None:
        abort(404)
    return door
