"""`run.py test`: every step runs and counts, a missing browser or decoder is a failure, workers fit the machine."""

import contextlib
import io
import sys
from pathlib import Path

import pytest
from pyzbar import zbar_library

import run
from tests import __main__ as command

GOOD = [sys.executable, "-c", "print('all is well')"]
BAD = [sys.executable, "-c", "print('line 3 is wrong'); raise SystemExit(1)"]


def test_every_step_runs_beside_the_tests_and_is_told_before_the_closing_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "STEPS", {"lint": BAD, "types": GOOD})
    (tmp_path / "test_it.py").write_text("def test_it() -> None:\n    pass\n")
    steps, told = command.Steps(), io.StringIO()
    with contextlib.redirect_stdout(told):
        tested = pytest.main([str(tmp_path), "--rootdir", str(tmp_path), "-n", "0", "-p", "no:cacheprovider"], [steps])

    assert tested == 0
    assert not steps.passed
    *_, lint, words, types, closing = told.getvalue().splitlines()
    assert lint.startswith("lint........ FAILED")
    assert words == "line 3 is wrong"
    assert types.startswith("types....... ok")
    assert "1 passed" in closing


@pytest.mark.parametrize(
    ("lint", "browser", "decoder", "tests", "code"),
    [
        (GOOD, True, True, 0, 0),
        (BAD, True, True, 0, 1),
        (GOOD, False, True, 0, 1),
        (GOOD, True, False, 0, 1),
        (GOOD, True, True, 1, 1),
        (BAD, True, True, 5, 5),
    ],
)
def test_one_failure_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, lint: list[str], browser: bool, decoder: bool, tests: int, code: int
) -> None:
    given: list[str] = []

    def pytest_main(arguments: list[str], plugins: list[object]) -> int:
        given.extend(arguments)
        return tests

    monkeypatch.setattr(command, "STEPS", {"lint": lint})
    monkeypatch.setattr(command, "get_chromium", lambda: browser)
    monkeypatch.setattr(command, "get_zbar", lambda: decoder)
    monkeypatch.setattr(pytest, "main", pytest_main)

    assert command.main(["--all", "tests/unit"]) == code
    assert given[-2:] == ["--all", "tests/unit"]


def test_a_missing_browser_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not command.get_chromium()
    assert "apt-get install --no-install-recommends chromium" in capsys.readouterr().out


def test_a_missing_browser_is_installed_where_that_is_allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(run, "can_use_apt", lambda: True)

    def apt_install(package: str) -> bool:
        program = tmp_path / package
        program.touch()
        program.chmod(0o755)
        return True

    monkeypatch.setattr(run, "apt_install", apt_install)
    assert command.get_chromium()


def test_a_missing_decoder_is_installed_where_that_is_allowed_and_named_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed: list[str] = []

    def load() -> None:
        if not installed:
            raise ImportError("no zbar")

    def apt_install(package: str) -> bool:
        installed.append(package)
        return True

    monkeypatch.setattr(zbar_library, "load", load)
    monkeypatch.setattr(run, "apt_install", apt_install)
    monkeypatch.setattr(run, "can_use_apt", lambda: False)
    assert not command.get_zbar()
    assert "apt-get install --no-install-recommends libzbar0" in capsys.readouterr().out
    monkeypatch.setattr(run, "can_use_apt", lambda: True)
    assert command.get_zbar()
    assert command.get_zbar()
    assert installed == ["libzbar0"]


@pytest.mark.parametrize(("quota", "most"), [("max 100000", command.MOST_WORKERS), ("150000 100000", 2), ("1 2", 2)])
def test_workers_fit_what_the_container_gives(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, quota: str, most: int
) -> None:
    monkeypatch.setattr(command, "CGROUP_QUOTA", tmp_path / "cpu.max")
    (tmp_path / "cpu.max").write_text(quota + "\n")
    assert 2 <= command.worker_count() <= most
