"""Views that only tests have: an act that needs a right, and one that breaks."""

import pytest
from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.core import journal
from app.core.errors import Conflict
from app.core.money import Money
from app.web.shared.access import logged_in, public
from app.web.shared.units import write
from tests.support.web import WebShop


@pytest.fixture
def shop(web_on_sqlite: WebShop) -> WebShop:
    """The shop, with the tests' own views."""

    @public
    def broken() -> ResponseReturnValue:
        secret = "pin=1234"
        raise ZeroDivisionError(secret)

    @public
    def refused() -> ResponseReturnValue:
        raise Conflict("tenders_below_total", need=Money(123456))

    @logged_in
    def drop_cart() -> ResponseReturnValue:
        with write() as tx:
            tx.actor.require("till.drop_cart")
            journal.record(tx, "test.act")
        return jsonify(supervisor=tx.actor.supervisor)

    @public
    def echo() -> ResponseReturnValue:
        return jsonify(request.form.to_dict())

    app = web_on_sqlite.app
    app.add_url_rule("/test/broken", "test_broken", broken)
    app.add_url_rule("/api/test/broken", "test_api_broken", broken)
    app.add_url_rule("/test/refused", "test_refused", refused)
    app.add_url_rule("/test/act", "test_act", drop_cart, methods=["POST"])
    app.add_url_rule("/test/echo", "test_echo", echo, methods=["POST"])
    return web_on_sqlite
