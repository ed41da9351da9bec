"""No session of Flask's own: who is logged in lies in the database, and a cookie nobody reads costs each request."""

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin


class NoSession(SessionInterface):
    """Opens nothing and keeps nothing; whoever writes to ``flask.session`` is told so."""

    def open_session(self, app: Flask, request: Request) -> None:
        return None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """There is never anything to save."""
