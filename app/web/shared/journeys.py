"""Where a person goes after a form: only ever to a page of ours."""

from flask import request


def next_page(default: str) -> str:
    """The page a login was in the way of, from ``next``; ``default`` where it is missing or foreign."""
    wished = request.values.get("next", "")
    # "//host" and "/\\host" leave the server.
    if wished.startswith("/") and not wished.startswith(("//", "/\\")) and wished.isprintable():
        return wished
    return default


def address() -> str:
    """The machine the request comes from."""
    return request.remote_addr or ""
