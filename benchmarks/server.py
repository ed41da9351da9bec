"""The servers that are asked: the program itself, or a page of three lines on the same server software.

Run as ``python -m benchmarks.server shop URL FOLDER`` or ``python -m benchmarks.server trivial``; prints its address.
"""

import signal
import sys
import threading
from pathlib import Path
from typing import Any, Final

from cheroot.wsgi import Server
from flask import Flask, jsonify, request

from app.core.config import URL_VARIABLE, read_config
from app.core.memory import settle_memory
from app.factory import create_app
from app.web.shared.context import WebContext
from app.wiring import open_database

THREADS: Final = 64
IDLE_SECONDS: Final = 300
"""A page that waits for its turn keeps its connection."""


def main(arguments: list[str]) -> int:
    """Serves until it is told to stop."""
    application = _shop(*arguments[1:]) if arguments[0] == "shop" else _trivial()
    server = Server(("127.0.0.1", 0), application, numthreads=THREADS, timeout=IDLE_SECONDS)
    server.prepare()
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    threading.Thread(target=server.serve, daemon=True).start()
    settle_memory()
    print(f"http://127.0.0.1:{server.bind_addr[1]}", flush=True)
    stopped.wait()
    server.stop()
    return 0


def _shop(url: str, folder: str) -> Any:
    config = read_config(None, data_folder=Path(folder), environment={URL_VARIABLE: url})
    return create_app(WebContext(config, open_database(config)))


def _trivial() -> Any:
    application = Flask("trivial")

    @application.post("/till/scan")
    def scan() -> Any:
        return jsonify(code=request.form["code"], line_uid=request.form["line_uid"])

    return application


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
