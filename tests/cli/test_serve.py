"""The real server process: it opens, answers, refuses a taken port, and closes cleanly."""

import json
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.support.servers import PROJECT, ServerProcess


def test_it_opens_an_empty_folder_and_answers(tmp_path: Path) -> None:
    arguments = ["-m", "app.cli.main", "serve", "--empty", "--port", "0", "--data", str(tmp_path / "data")]
    with ServerProcess(arguments) as server:
        with urllib.request.urlopen(f"{server.address}/health", timeout=10) as answer:  # loopback
            assert json.load(answer)["ok"] is True
        assert server.stop() == 0


def test_a_taken_port_is_a_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "app.cli.main", "serve", "--empty", "--port", port, "--data", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, timeout=180, check=False)
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stderr
