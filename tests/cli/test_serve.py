"""The real server process: it opens, answers, refuses a taken port, and closes cleanly."""

import json
import os
import re
import socket
import ssl
import urllib.request
from pathlib import Path

import pytest

from app.cli.main import EXIT_BAD_INPUT
from tests.factories.together import until
from tests.support.servers import START_TIMEOUT_S, ServerProcess, start_quick


def test_it_opens_an_empty_folder_and_answers(tmp_path: Path) -> None:
    arguments = ["-m", "app.cli.main", "serve", "--empty", "--port", "0", "--data", str(tmp_path / "data")]
    with ServerProcess(arguments) as server:
        with urllib.request.urlopen(f"{server.address}/health", timeout=60) as answer:  # loopback
            assert json.load(answer)["ok"] is True
        assert server.stop() == 0
    assert not (tmp_path / "data" / "tls").exists()
    assert "https" not in "".join(server.output)


def test_the_network_is_let_in_by_tls_and_told_where(tmp_path: Path) -> None:
    options = ["--empty", "--host", "0.0.0.0", "--port", "0", "--tls-port", "0", "--data", str(tmp_path)]
    with ServerProcess(["-m", "app.cli.main", "serve", *options], start=start_quick) as server:
        until(lambda: any("Ctrl+C" in line for line in server.output))
        told = "".join(server.output)
        found = re.search(r"On other machines: https://\S+:(\d+)/", told)
        assert found is not None, told
        assert re.search(r"begins with http://\S+:\d+/", told)
        device = ssl.create_default_context(cafile=tmp_path / "tls" / "authority.crt")
        with urllib.request.urlopen(f"https://127.0.0.1:{found[1]}/health", timeout=60, context=device) as answer:
            assert json.load(answer)["ok"] is True
        with urllib.request.urlopen(f"{server.address}/auth/certificate", timeout=60) as page:
            assert b"Install the certificate" in page.read()
        assert server.stop() == 0
    assert "PRIVATE KEY" not in (tmp_path / "logs" / "regulars.log").read_text("utf-8") + "".join(server.output)


@pytest.mark.parametrize("option", ["--port", "--tls-port"])
def test_a_taken_port_is_a_clear_sentence(tmp_path: Path, option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, (tmp_path / "words").open("wb+") as output:
        port = str(taken.getsockname()[1])
        options = ["--empty", "--data", str(tmp_path), "--host", "0.0.0.0", "--port", "0", option, port]
        program = start_quick(["-m", "app.cli.main", "serve", *options], os.environ, output.fileno())
        assert program.wait(START_TIMEOUT_S) == EXIT_BAD_INPUT
        output.seek(0)
        words = output.read().decode()
    assert port in words
    assert f"choose another one with {option}." in words
    assert "Traceback" not in words
