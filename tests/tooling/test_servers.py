"""Servers that tests run: found by their address, gone at the end."""

import urllib.request

import psutil
import pytest

from tests.support.servers import ServerProcess

PROGRAM = """
import http.server
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
print(f"Open http://127.0.0.1:{server.server_port}/ in a browser")
server.serve_forever()
"""


def test_a_process_is_reached_by_the_address_it_prints_and_dies_at_the_end() -> None:
    with ServerProcess(["-c", PROGRAM]) as server:
        with urllib.request.urlopen(f"{server.address}/pyproject.toml") as answer:
            assert b"regulars" in answer.read()
        running = psutil.Process(server.process.pid)
    assert not running.is_running()


def test_a_process_that_ends_early_shows_its_words() -> None:
    with (
        pytest.raises(AssertionError, match="ended with code 3:\nThe port is in use"),
        ServerProcess(["-c", "print('The port is in use'); raise SystemExit(3)"]),
    ):
        pass


def test_a_process_that_stays_silent_is_given_up() -> None:
    with (
        pytest.raises(AssertionError, match=r"no address within 0\.2 s"),
        ServerProcess(["-c", "import threading; threading.Event().wait()"], start_timeout_s=0.2),
    ):
        pass
