"""What the display waits for: a wake-up in memory for each change of its till's cart, and a look now and then.

A display that is not there costs a scan nothing. The stream has nothing to lose on a lost connection: it begins by
saying what is shown, and the page fetches that.
"""

import json
import time
from collections.abc import Iterator
from typing import Final

from flask import Response

from app.places.pairing import pairing_of
from app.web.display.blueprint import blueprint
from app.web.shared.access import current_pairing, paired
from app.web.shared.context import WebContext, context
from app.web.shared.cookies import TILL, read_cookie
from pos.cart.store import changed_topic
from pos.customer_display import mark

HEARTBEAT_SECONDS: Final = 10.0
POLL_SECONDS: Final = 2.0
RETRY_MS: Final = 1000


@blueprint.get("/live")
@paired
def live() -> Response:
    """The stream of a display: ``shown`` when there is something else to see, ``moved`` when it has another till."""
    lines = _lines(context(), current_pairing().till_id, read_cookie(TILL) or "")
    return Response(lines, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _lines(shared: WebContext, till_id: int, token: str) -> Iterator[str]:
    database, topic, told = shared.database, changed_topic(till_id), ""
    # A cart changed through another server wakes nobody here.
    longest_wait = HEARTBEAT_SECONDS if database.is_sqlite else POLL_SECONDS
    yield f"retry: {RETRY_MS}\n\n"
    beat_at = time.monotonic() + HEARTBEAT_SECONDS
    while not shared.stopping.is_set():
        seen = database.wake_ups.seen(topic)
        with database.read_unit() as tx:
            pairing = pairing_of(tx, token)
            now = mark(tx, till_id)
        if pairing is None:
            yield "event: moved\ndata: {}\n\n"
            return
        if now != told:
            yield f"event: shown\ndata: {json.dumps(now)}\n\n"
            told = now
        elif time.monotonic() >= beat_at:
            yield ": beat\n\n"
        else:
            database.wake_ups.wait(topic, seen, min(longest_wait, max(beat_at - time.monotonic(), 0.0)))
            continue
        beat_at = time.monotonic() + HEARTBEAT_SECONDS
