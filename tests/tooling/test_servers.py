"""Servers that tests run: found by their address, gone at the end."""

import signal
import urllib.request
from pathlib import Path

import psutil
import pytest

from app.cli.main import EXIT_BAD_INPUT
from tests.support.servers import START_TIMEOUT_S, ServerProcess, Start, start_plain, start_quick

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


@pytest.mark.parametrize("start", [start_plain, start_quick])
def test_a_quick_start_is_the_program_as_a_plain_one_is(start: Start, tmp_path: Path) -> None:
    config = tmp_path / "shop.toml"
    config.write_text("[server]\nprot = 8080\n")
    command = ["-m", "app.cli.main", "serve", "--config", str(config), "--data", str(tmp_path)]
    words = (tmp_path / "words").open("wb+")
    with words:
        assert start(command, {"PATH": ""}, words.fileno()).wait(START_TIMEOUT_S) == EXIT_BAD_INPUT
        words.seek(0)
        assert words.read().startswith(b"regulars: ")


LOOKS_AROUND = """
import os, sys
print(__name__, sys.argv[1:], os.getcwd(), sorted(os.environ), os.environ["WORD"], sys.path[0], sys.stdin.read())
print("http://127.0.0.1:%d" % 1)
import threading
threading.Event().wait()
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_quick_start_has_its_own_words_and_surroundings_and_can_be_ended(end: int, tmp_path: Path) -> None:
    told = []
    for start in (start_plain, start_quick):
        with ServerProcess(
            ["-m", "timeit", "-n1", "-r1", "-s", LOOKS_AROUND, "pass"], {"WORD": "saw"}, start=start
        ) as server:
            (server.kill if end == signal.SIGKILL else server.stop)()
            assert server.process.wait(60) == -end
        assert not psutil.pid_exists(server.process.pid)
        told.append("".join(server.output))
    assert told[0] == told[1]
