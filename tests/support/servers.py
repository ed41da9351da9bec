"""Running servers for tests: a WSGI application in a thread, or the real program as a process that can be killed."""

import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cheroot.wsgi import Server

from tests.support.forking import CAN_FORK, ForkedProgram, start_forked

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PROJECT = Path(__file__).parents[2]
START_TIMEOUT_S = 240
STOP_TIMEOUT_S = 60
Start = Callable[[Sequence[str], Mapping[str, str], int], "subprocess.Popen[bytes] | ForkedProgram"]
"""How Python is started: its arguments, its whole environment, and the descriptor that takes what it prints."""
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def start_plain(arguments: Sequence[str], environment: Mapping[str, str], output: int) -> "subprocess.Popen[bytes]":
    """Start Python from nothing, in the project's folder."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
    )


start_quick: Start = start_forked if CAN_FORK else start_plain
"""``python -m MODULE ...`` as a child of a process that has imported the program already, where that can be."""


@contextmanager
def serve_in_thread(application: "WSGIApplication", threads: int = 16) -> Iterator[str]:
    """Serve a WSGI application on a free port of 127.0.0.1; gives its address without a slash at the end."""
    server = Server(("127.0.0.1", 0), application, numthreads=threads)
    server.shutdown_timeout = 1
    server.prepare()
    thread = threading.Thread(target=server.serve, name="test-server", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()
        thread.join(STOP_TIMEOUT_S)
        assert not thread.is_alive(), "the test server does not stop"


class ServerProcess:
    """The program as its own process, for tests that kill it. Use it as a context manager.

    It counts as started when it has printed its address, ``http://127.0.0.1:PORT``, on either output.
    """

    def __init__(
        self,
        arguments: Sequence[str | Path],
        environment: Mapping[str, str] | None = None,
        start_timeout_s: float = START_TIMEOUT_S,
        start: Start = start_plain,
    ) -> None:
        """Prepare ``python ARGUMENTS``, run in the project's folder with `environment` added to this process's own."""
        self.arguments = list(map(str, arguments))
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
        self.start_timeout_s = start_timeout_s
        self.start = start
        self.address = ""
        self.output: list[str] = []

    def __enter__(self) -> Self:
        """Start the program; returns when it has printed its address. Raises AssertionError if it does not."""
        readable, writable = os.pipe()
        self._words = os.fdopen(readable, encoding="utf-8", errors="replace")
        try:
            self.process = self.start(self.arguments, self.environment, writable)
        finally:
            os.close(writable)
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="test-server-output", daemon=True)
        self._reader.start()
        try:
            self.address = self._wait_for_address()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Make sure that the process has gone."""
        self.kill()

    def kill(self) -> None:
        """End the process at once, as ``kill -9`` or a power cut does."""
        self.process.kill()
        self._gone()

    def stop(self) -> int:
        """Ask the process to end, as Ctrl+C or a service manager does; gives its exit code."""
        self.process.terminate()
        return self.wait()

    def wait(self) -> int:
        """Wait until the process ends by itself; gives its exit code. Raises TimeoutExpired after STOP_TIMEOUT_S."""
        self.process.wait(STOP_TIMEOUT_S)
        return self._gone()

    def _gone(self) -> int:
        code = self.process.wait()
        self._reader.join(STOP_TIMEOUT_S)
        return code

    def _read(self) -> None:
        with self._words as lines:
            for line in lines:
                self.output.append(line)
                self._lines.put(line)
        self._lines.put(None)

    def _wait_for_address(self) -> str:
        deadline = time.monotonic() + self.start_timeout_s
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no address within {self.start_timeout_s} s:\n{''.join(self.output)}") from None
            if line is None:
                raise AssertionError(f"the program ended with code {self.process.wait()}:\n{''.join(self.output)}")
            found = ADDRESS.search(line)
            if found:
                return found[0]
