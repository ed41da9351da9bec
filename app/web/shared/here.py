"""What Flask holds for this request, without a proxy between.

Each look through one of Flask's proxies costs as much as a look into the database's memory, and a scan made ninety. Who
looks several times takes the object itself.
"""

from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Request, current_app, g, request
from flask.ctx import _AppCtxGlobals


def _behind(proxy: Any) -> Callable[[], Any]:
    found: Callable[[], Any] = proxy._get_current_object
    return found


the_request: Final[Callable[[], Request]] = _behind(request)
"""The request; RuntimeError where there is none."""
the_app: Final[Callable[[], Flask]] = _behind(current_app)
"""The application; RuntimeError outside of it."""
the_rest: Final[Callable[[], _AppCtxGlobals]] = _behind(g)
"""What the program keeps for as long as the request lasts; RuntimeError outside of the application."""
