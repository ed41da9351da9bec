"""The shop to practise in, as pages see it: a neighbour of the real one on the same machine."""

from dataclasses import dataclass
from typing import Protocol

from flask import request

from app.auth.sessions import Session
from app.web.shared.hosts import host_without_port


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Where another shop of this machine is served; ``tls_port`` is None where no other machine is let in."""

    port: int
    tls_port: int | None

    @property
    def address(self) -> str:
        """Its till, for the browser of this request."""
        host = host_without_port(request.host)
        if request.is_secure and self.tls_port is not None:
            return f"https://{host}:{self.tls_port}/till/"
        return f"http://{host}:{self.port}/till/"


@dataclass(frozen=True, slots=True)
class Entrance:
    """The shop to practise in with somebody logged in at a till; the tokens go into the browser's cookies."""

    shop: Neighbour
    till_token: str
    session_token: str


class Practice(Protocol):
    """Opens the shop to practise in."""

    def enter(self, session: Session, till_id: int, label: str) -> Entrance:
        """Lets the person of a session practise at the same till, in the browser that ``label`` names.

        The shop is copied anew unless somebody practises at another till. Takes a moment; no unit may be open.
        """
