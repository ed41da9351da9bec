"""Live updates: what happens elsewhere, as server-sent events.

Ids come from the event feed, so that a page that lost its connection goes on where it was. No unit of work is open
while the stream waits.
"""

import json
import time
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, jsonify, request

from app.auth.sessions import find
from app.core import feed
from app.core.db.unit import ReadUnit
from app.web.shared.access import current, logged_in
from app.web.shared.context import WebContext, context
from app.web.shared.cookies import SESSION, read_cookie
from pos.scanning.arrivals import Arrival

blueprint = Blueprint("live", __name__)

HEARTBEAT_SECONDS: Final = 10.0
POLL_SECONDS: Final = 2.0
RETRY_MS: Final = 1000
LAST_ID: Final = "Last-Event-ID"


@blueprint.get("/live")
@logged_in(counts_as_use=False)
def live() -> Response:
    """The stream of a browser. ``Last-Event-ID`` or ``after`` says what it has; without either it begins now."""
    shared = context()
    user = current()
    with shared.database.read_unit() as tx:
        cursor = _cursor(tx, request.headers.get(LAST_ID) or request.args.get("after", ""))
    lines = _lines(shared, cursor, user.till_id, read_cookie(SESSION) or "", everywhere=user.kind == "office")
    return Response(lines, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


@blueprint.get("/live/since")
@logged_in(counts_as_use=False)
def since() -> Response:
    """What happened after ``after``, the cursor a page was made with: its stream begins later than its figures."""
    missed: list[feed.Notice] = []
    with context().database.read_unit() as tx:
        before, cursor = None, _cursor(tx, request.args.get("after", ""))
        while before != cursor:
            before, (cursor, notices) = cursor, feed.read_on(tx, cursor, till_id=current().till_id)
            missed += [notice for _, notice in notices]
    return jsonify([{"topic": one.topic, "payload": json.loads(one.payload)} for one in missed])


def _cursor(tx: ReadUnit, text: str) -> feed.Cursor:
    try:
        return feed.Cursor.parse(text)
    except ValueError:
        return feed.present(tx)


def _event(notice: feed.Notice, till_id: int | None) -> str:
    """A notice as an event; of another till the office only learns what kind of thing happened there."""
    if notice.till_id in (None, till_id):
        return f"event: {notice.topic}\ndata: {notice.payload}"
    return f"event: elsewhere\ndata: {json.dumps({'topic': notice.topic, 'till_id': notice.till_id})}"


def _scans(shared: WebContext, till_id: int | None, after: int, *, everywhere: bool) -> list[Arrival]:
    """What serial scanners of the till brought. A stream that begins gets the last seconds: the page knows its own."""
    if shared.scanners is None or till_id is None or everywhere:
        return []
    return shared.scanners.arrivals.after(till_id, after)


def _lines(
    shared: WebContext, cursor: feed.Cursor, till_id: int | None, token: str, *, everywhere: bool
) -> Iterator[str]:
    database = shared.database
    # Another server's notices wake nobody here.
    longest_wait = HEARTBEAT_SECONDS if database.is_sqlite else POLL_SECONDS
    yield f"retry: {RETRY_MS}\nid: {cursor}\nevent: hello\ndata: {{}}\n\n"
    beat_at = time.monotonic() + HEARTBEAT_SECONDS
    scanned = 0
    while not shared.stopping.is_set():
        seen, before = database.wake_ups.seen(feed.WAKE), cursor
        with database.read_unit() as tx:
            cursor, notices = feed.read_on(tx, cursor, till_id=till_id, everywhere=everywhere)
        for reached, notice in notices:
            yield f"id: {reached}\n{_event(notice, till_id)}\n\n"
        for arrival in _scans(shared, till_id, scanned, everywhere=everywhere):
            scanned = arrival.number
            yield f"event: scan\ndata: {json.dumps({'uid': arrival.uid, 'code': arrival.code})}\n\n"
        if time.monotonic() >= beat_at:
            if find(database, token) is None:
                yield "event: logged_out\ndata: {}\n\n"
                return
            yield f": beat\nid: {cursor}\n\n"
            beat_at = time.monotonic() + HEARTBEAT_SECONDS
        if cursor == before:
            wait = min(longest_wait, max(beat_at - time.monotonic(), 0.0))
            database.wake_ups.wait(feed.WAKE, seen, wait)
