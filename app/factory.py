"""Makes the web application from a context that the composition root has filled."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import Flask

from app.web.api import views as api
from app.web.auth import views as auth
from app.web.display import views as display
from app.web.office import views as office
from app.web.shared import front, health, live, logos
from app.web.shared.access import refuse_unmarked
from app.web.shared.answering import add_error_answers
from app.web.shared.context import EXTENSION, MERGE_PARTS, PERSONAL_DATA, WebContext
from app.web.shared.gate import add_gate
from app.web.shared.headers import protecting
from app.web.shared.no_session import NoSession
from app.web.shared.secret_key import load_key
from app.web.shared.static_files import serve_static_files, static_path
from app.web.shared.templating import prepare_templates
from app.web.till import views as till
from app.wiring import merge_parts, personal_data

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WEB: Final = Path(__file__).parent / "web"
LARGEST_REQUEST_BYTES: Final = 16 * 1024 * 1024


class _Application(Flask):
    """Flask with our headers on every answer."""

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return super().wsgi_app(environ, protecting(start_response))

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing here is a coroutine; Flask would ask ten times a request."""
        return func


def create_app(context: WebContext) -> Flask:
    """The WSGI application of one server.

    Raises RuntimeError where a view does not say who may open it, ConfigError where the data folder refuses.
    """
    app = _Application(
        "app.web",
        root_path=str(WEB),
        template_folder="shared/templates",
        static_url_path=static_path(WEB / "static"),
    )
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST_BYTES
    app.config["SECRET_KEY"] = load_key(context.config.data_folder)
    app.extensions[EXTENSION] = context
    app.extensions[PERSONAL_DATA] = personal_data()
    app.extensions[MERGE_PARTS] = merge_parts()
    app.session_interface = NoSession()
    prepare_templates(app)
    serve_static_files(app)
    add_error_answers(app)
    add_gate(app)
    for blueprint in (
        front.blueprint,
        health.blueprint,
        live.blueprint,
        logos.blueprint,
        api.blueprint,
        auth.blueprint,
        display.blueprint,
        office.blueprint,
        till.blueprint,
    ):
        app.register_blueprint(blueprint)
    refuse_unmarked(app)
    return app
