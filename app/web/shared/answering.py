"""Errors as people and programs get them: a page, a fragment or JSON, by what was asked; never a stack trace."""

import logging
import secrets
from dataclasses import dataclass
from typing import Any, Final, Literal

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response as AnyResponse

from app.auth.rights import RIGHTS
from app.core.errors import BadInput, Conflict, Forbidden, NotFound, ShopError
from app.core.explain import explain
from app.core.texts import marked
from app.web.shared.access import NotATill, NotLoggedIn, NotSecure
from app.web.shared.formats import written
from app.web.shared.language import gettext, translated
from app.web.shared.sentences import MORE_SENTENCES

logger = logging.getLogger(__name__)

_MIB: Final = 1024 * 1024
_BY_CODE: Final = {
    "database_busy": 503,
    "database_away": 503,
    "database_damaged": 503,
    "disk_full": 507,
    "data_not_writable": 507,
    "login_locked": 429,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_large": 413,
    "bad_request": 400,
    "wrong_host": 400,
    "token_needed": 401,
    "not_opened": 503,
}
_TITLES: Final = {
    401: marked("Please log in"),
    403: marked("This is not allowed"),
    404: marked("Nothing is here"),
    409: marked("This does not fit the present state"),
    413: marked("Too much at once"),
    422: marked("Something is not right yet"),
    500: marked("Something went wrong"),
    503: marked("Not available right now"),
    507: marked("The disk refuses"),
}
_BY_KIND: Final = (
    (BadInput, 422),
    (NotFound, 404),
    (Conflict, 409),
    (Forbidden, 403),
    (NotATill, 409),
    (NotSecure, 403),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, for templates: ``sentence`` for the person, ``code`` for scripts, ``incident`` for the log."""

    status: int
    code: str
    sentence: str
    path: str = ""
    incident: str = ""


def wanted() -> Literal["page", "fragment", "json"]:
    """In which shape whoever asked wants the answer."""
    if request.headers.get("HX-Request") == "true":
        return "fragment"
    if request.path.startswith("/api/"):
        return "json"
    best = request.accept_mimetypes.best_match(("text/html", "application/json"), default="text/html")
    return "json" if best == "application/json" else "page"


def sentence_of(error: ShopError) -> str:
    """The sentence of an error in the reader's language."""
    return explain(error, translate=translated, show=_fact, more=MORE_SENTENCES)


def _fact(name: str, value: Any) -> str:
    # Rights and settings are named by their labels, which are messages themselves.
    if name == "right":
        return translated(RIGHTS.get(value, value))
    return translated(value) if name == "label" else written(value)


def problem_of(error: ShopError) -> Problem:
    """An error as templates take it."""
    path = error.path if isinstance(error, BadInput) else ""
    return Problem(_status(error), error.code, sentence_of(error), path)


def answer_problem(problem: Problem) -> Response:
    """The answer in the shape that was asked for."""
    shape = wanted()
    if shape == "json":
        body: dict[str, Any] = {"code": problem.code, "message": problem.sentence}
        body |= {"path": problem.path} if problem.path else {}
        body |= {"incident": problem.incident} if problem.incident else {}
        response = jsonify({"error": body})
    else:
        name = "shared/error_notice.html" if shape == "fragment" else "shared/error.html"
        words = {"title": _title(problem), "text": problem.sentence, "incident": problem.incident}
        if shape == "fragment":
            # A notice has one line of its own for the sentence; the number goes with it.
            words = {"title": problem.sentence, "text": _incident_words(problem.incident)}
        response = make_response(render_template(name, **words))
    response.status_code = problem.status
    return response


def _title(problem: Problem) -> str:
    return translated(_TITLES.get(problem.status, marked("This did not work")))


def _incident_words(incident: str) -> str:
    return gettext("Incident number: %(number)s", number=incident) if incident else ""


def _answer_shop_error(error: ShopError) -> AnyResponse:
    if isinstance(error, NotLoggedIn):
        return _to_the_door(error)
    if isinstance(error, NotSecure) and wanted() == "page" and request.method == "GET":
        return redirect(url_for("auth.certificate"), 303)
    response = answer_problem(problem_of(error))
    if error.code == "right_needed":
        response.headers["X-Right-Needed"] = str(error.facts["right"])
    if error.code == "login_locked":
        response.headers["Retry-After"] = str(error.facts["seconds"])
    return response


def _to_the_door(error: NotLoggedIn) -> AnyResponse:
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    door = url_for(f"auth.{error.door}_login", next=here)
    shape = wanted()
    if shape == "page" and request.method == "GET":
        return redirect(door, 303)
    response = answer_problem(Problem(401, error.code, sentence_of(error)))
    if shape == "fragment":
        response.headers["HX-Redirect"] = url_for(f"auth.{error.door}_login")
    return response


def _answer_http(error: HTTPException) -> AnyResponse:
    if error.response is not None or (error.code or 0) < 400:  # a redirect is no error
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        limit = (request.max_content_length or 0) // _MIB
        problem = problem_of(ShopError("too_large", limit_mib=limit))
    elif isinstance(error, PageNotFound):
        problem = problem_of(NotFound("not_found"))
    elif isinstance(error, MethodNotAllowed):
        problem = problem_of(ShopError("method_not_allowed"))
    else:
        problem = problem_of(ShopError("bad_request"))
    response = answer_problem(problem)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _answer_unexpected(error: Exception) -> Response:
    number = secrets.randbelow(1_000_000)
    incident = f"{number // 1000:03d}-{number % 1000:03d}"
    logger.error("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    sentence = gettext(
        "Something went wrong in the program. What was not confirmed was not saved: check before you repeat it."
    )
    g.incident = incident
    return answer_problem(Problem(500, "incident", sentence, incident=incident))


def _status(error: ShopError) -> int:
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next((status for kind, status in _BY_KIND if isinstance(error, kind)), 500)


def add_error_answers(app: Flask) -> None:
    """Makes every error of the application answer this way."""
    app.register_error_handler(ShopError, _answer_shop_error)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)
