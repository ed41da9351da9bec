"""Starts of the program that do not import it each time: a process that has done so forks one child for each start.

Importing costs a start two seconds of a processor, and the crash tests alone start the program seventy times. The child
runs ``python -m MODULE`` from there on: the same arguments, environment and output, the same way out, and it can be
killed at any moment. What a start from nothing needs is seen by the tests of ``regulars serve``, which use a plain one.

Run as ``python -m tests.support.forking FD``: requests come over the Unix socket FD. Each carries two descriptors, the
program's output and a line of its own, over which its number goes out, signals come in and its exit code goes out last.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask

import app.cli
from app.core.config import read_config
from app.core.db.unit import Database
from app.factory import create_app
from app.web.shared.context import WebContext
from tests.support.routes import KnownRoutes

PROJECT = Path(__file__).parents[2]
CAN_FORK = hasattr(os, "pidfd_open")
"""On Linux only: elsewhere a start is a plain one."""
PROGRAM = "app.cli.main"
PARTS = tuple(f"app.cli.{part.name}" for part in pkgutil.iter_modules(app.cli.__path__))
NEEDED = tuple(part for part in PARTS if part != PROGRAM)
"""All but the program itself, which every child runs anew."""
LARGEST_REQUEST_BYTES = 1 << 17


class ForkedProgram:
    """One start, with the methods of Popen that tests of servers use."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.returncode: int | None = None
        self.pid = self._answer(None)

    def kill(self) -> None:
        """Ends it at once, as ``kill -9`` does."""
        self._send(signal.SIGKILL)

    def terminate(self) -> None:
        """Asks it to end."""
        self._send(signal.SIGTERM)

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code once it has ended, negative where a signal ended it. Raises TimeoutExpired."""
        if self.returncode is None:
            self.returncode = self._answer(timeout)
            self._line.close()
        return self.returncode

    def _send(self, number: int) -> None:
        with suppress(OSError):  # it has ended already
            self._line.send(bytes((number,)))

    def _answer(self, timeout: float | None) -> int:
        self._line.settimeout(timeout)
        try:
            said = self._line.recv(LARGEST_REQUEST_BYTES)
        except (BlockingIOError, TimeoutError):
            raise subprocess.TimeoutExpired(PROGRAM, timeout or 0) from None
        assert said, "the process that starts programs has gone"
        return int(said)


def start_forked(arguments: Sequence[str], environment: Mapping[str, str], output: int) -> ForkedProgram:
    """Start ``python -m MODULE ...`` in the project's folder; the descriptor `output` takes what it prints."""
    option, module, *rest = arguments
    assert option == "-m", "only a module can be started"
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        request = json.dumps({"module": module, "arguments": rest, "environment": dict(environment)})
        socket.send_fds(_starter(), [request.encode()], [theirs.fileno(), output])
    return ForkedProgram(ours)


@cache
def _starter() -> socket.socket:
    """The line to this process's starter, which ends when the line is closed: with this process at the latest."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        number = theirs.fileno()
        command = [sys.executable, "-m", "tests.support.forking", str(number)]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        starter = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, pass_fds=[number], start_new_session=True
        )

    def end() -> None:
        ours.close()
        starter.wait()

    atexit.register(end)
    return ours


class _Starter:
    """The process that forks; it has one thread and opens nothing, so that a child begins as a new process does."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._selector = selectors.DefaultSelector()
        self._selector.register(requests, selectors.EVENT_READ)

    def serve(self) -> str:
        """Answer requests. Returns in each child, with the module to run; ends the process when nobody can ask."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._requests:
                    module = self._fork()
                    if module:
                        return module
                elif isinstance(key.fileobj, int):
                    self._tell_end(key.fileobj, *key.data)
                elif isinstance(key.fileobj, socket.socket):
                    self._obey(key.fileobj, key.data)

    def _fork(self) -> str:
        """The module to run in the child, nothing in the parent."""
        request, descriptors, *_ = socket.recv_fds(self._requests, LARGEST_REQUEST_BYTES, 2)
        if not request:
            sys.exit()
        line, output = socket.socket(fileno=descriptors[0]), descriptors[1]
        pid = os.fork()
        if not pid:
            return self._become(json.loads(request), line, output)
        os.close(output)
        line.send(str(pid).encode())
        self._selector.register(line, selectors.EVENT_READ, pid)
        self._selector.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, line))
        return ""

    def _become(self, request: dict[str, Any], line: socket.socket, output: int) -> str:
        line.close()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
            else:
                os.close(key.fd)
        self._selector.close()
        for number in (1, 2):
            os.dup2(output, number)
        os.close(output)
        os.environ.clear()
        os.environ.update(request["environment"])
        sys.argv[1:] = request["arguments"]
        module: str = request["module"]
        return module

    def _obey(self, line: socket.socket, pid: int) -> None:
        """Send the signal that is asked for; whoever has gone wants no program any more."""
        if line.fileno() < 0:
            return  # the program's end was told in the same moment
        asked = line.recv(1)
        os.kill(pid, asked[0] if asked else signal.SIGKILL)
        if not asked:
            self._selector.unregister(line)

    def _tell_end(self, watched: int, pid: int, line: socket.socket) -> None:
        _, status = os.waitpid(pid, 0)
        self._selector.unregister(watched)
        os.close(watched)
        if line in self._selector.get_map():
            self._selector.unregister(line)
        with suppress(OSError):
            line.send(str(os.waitstatus_to_exitcode(status)).encode())
        line.close()


def compile_pages() -> None:
    """Compile the addresses and templates of all pages: half of what is left of a start once all is imported."""
    Flask.url_map_class = KnownRoutes
    with TemporaryDirectory() as folder:
        config = read_config(None, data_folder=Path(folder), environment={})
        application = create_app(WebContext(config, Database(config.database_url)))
        application.url_map.update()
        for name in application.jinja_env.list_templates():
            application.jinja_env.get_template(name)


def main() -> None:
    """Import the program, then fork a child for each request; in a child, run what was asked for."""
    for name in NEEDED:
        importlib.import_module(name)
    compile_pages()
    # What lasts is not looked through again by each child, nor copied for it.
    gc.collect()
    gc.freeze()
    module = _Starter(socket.socket(fileno=int(sys.argv[1]))).serve()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
