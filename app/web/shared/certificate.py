"""What the pages about the shop's certificate show: addresses, the fingerprint, the way of the visitor's system."""

import plistlib
import uuid
from typing import Any, Final

from flask import request

from app.core.tls.authority import Authority
from app.web.shared.certificate_ways import WAYS, own_way
from app.web.shared.context import context
from app.web.shared.hosts import host_without_port
from app.web.shared.secure_door import SecureDoor
from printing.codes import QR_QUIET_MODULES, qr_modules

_PROFILE_NAMES: Final = uuid.UUID("7b0d6a52-2f0e-5c55-9a55-3c3f4a2f1d10")
"""The space of the profiles' identities: the same certificate is the same profile, which a device replaces."""


def certificate_facts() -> dict[str, Any]:
    """The facts of ``shared/certificate.html``; ``door`` is None where no other machine is let in."""
    door = context().secure_door
    own = own_way(str(request.user_agent))
    return {
        "door": door,
        "authority": door.keeper.authority if door is not None else None,
        "address": _address(door) if door is not None else "",
        "own_way": own,
        "ways": sorted(WAYS, key=lambda way: way is not own),
    }


def profile(authority: Authority) -> bytes:
    """The certificate as a profile that Apple's devices install."""
    identity = uuid.uuid5(_PROFILE_NAMES, authority.fingerprint)
    entry = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"regulars.{identity}.certificate",
        "PayloadUUID": str(uuid.uuid5(identity, "certificate")),
        "PayloadDisplayName": authority.name,
        "PayloadCertificateFileName": "regulars.crt",
        "PayloadContent": authority.der,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"regulars.{identity}",
            "PayloadUUID": str(identity),
            "PayloadDisplayName": authority.name,
            "PayloadContent": [entry],
        }
    )


def qr_picture(text: str) -> str:
    """A QR code as an SVG picture, with the quiet zone readers need; ValueError where the text is too long."""
    rows = qr_modules(text)
    if rows is None:
        raise ValueError("too long for a QR code")
    quiet, size = QR_QUIET_MODULES, len(rows) + 2 * QR_QUIET_MODULES
    dark = "".join(
        f"M{x + quiet} {y + quiet}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    )


def _address(door: SecureDoor) -> str:
    """Where the visitor goes on: by the name he came by, where the certificate holds for it."""
    host = host_without_port(request.host).lower()
    return door.address_at(host) if host in door.hosts else door.address
