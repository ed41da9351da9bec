"""How the other machines of the shop get in: their address, and the certificate they have to trust."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.office.blueprint import blueprint
from app.web.shared.access import needs
from app.web.shared.certificate import certificate_facts


@blueprint.get("/other-machines")
@needs("devices.manage")
def other_machines() -> ResponseReturnValue:
    """The address as a code for cameras, the fingerprint, and the steps of each system."""
    return render_template("office/other_machines.html", **certificate_facts())
