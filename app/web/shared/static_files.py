"""Programs, styles and pictures of the pages: at an address of their version, so that a browser asks for each once."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Flask, send_from_directory
from werkzeug.wrappers import Response

from app.web.shared.access import public

STATIC: Final = "static"
_PREFIX: Final = "/static"
_KEPT_SECONDS: Final = 365 * 24 * 3600


@cache
def static_path(folder: Path) -> str:
    """Where the files of the folder are served: another address after any of them has changed.

    They share one, because programs name each other by relative addresses.
    """
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return f"{_PREFIX}/{digest.hexdigest()[:12]}"


def serve_static_files(app: Flask) -> None:
    """Lets browsers keep today's files without asking again; a page of another version gets today's, and asks."""
    folder = app.static_folder
    assert folder is not None

    @public
    def send(filename: str, version: str | None = None) -> Response:
        if version is not None:
            return send_from_directory(folder, filename)
        response = send_from_directory(folder, filename, max_age=_KEPT_SECONDS)
        response.cache_control.immutable = True
        return response

    app.view_functions[STATIC] = send
    app.add_url_rule(f"{_PREFIX}/<version>/<path:filename>", STATIC)
    app.jinja_env.globals["static_path"] = app.static_url_path
