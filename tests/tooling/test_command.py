"""`run.py test`: every step runs and counts, a missing browser is a failure, workers fit the machine."""

import sys
from pathlib import Path

import pytest

import run
from tests import __main__ as command


def test_every_step_runs_and_a_failed_one_shows_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [sys.executable, "-c", "print('line 3 is wrong'); raise SystemExit(1)"]
    good = [sys.executable, "-c", "print('all is well')"]
    monkeypatch.setattr(command, "STEPS", {"lint": bad, "types": good})

    assert not command.run_steps()

    told = capsys.readouterr().out
    assert "lint........ FAILED" in told
    assert "line 3 is wrong" in told
    assert "types....... ok" in told
    assert "all is well" not in told

    monkeypatch.setattr(command, "STEPS", {"types": good})
    assert command.run_steps()


@pytest.mark.parametrize(
    ("lint", "browser", "tests", "code"),
    [(True, True, 0, 0), (False, True, 0, 1), (True, False, 0, 1), (True, True, 1, 1), (False, True, 5, 5)],
)
def test_one_failure_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, lint: bool, browser: bool, tests: int, code: int
) -> None:
    given: list[str] = []

    def pytest_main(arguments: list[str]) -> int:
        given.extend(arguments)
        return tests

    monkeypatch.setattr(command, "run_steps", lambda: lint)
    monkeypatch.setattr(command, "get_chromium", lambda: browser)
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


@pytest.mark.parametrize(("quota", "most"), [("max 100000", command.MOST_WORKERS), ("150000 100000", 2), ("1 2", 2)])
def test_workers_fit_what_the_container_gives(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, quota: str, most: int
) -> None:
    monkeypatch.setattr(command, "CGROUP_QUOTA", tmp_path / "cpu.max")
    (tmp_path / "cpu.max").write_text(quota + "\n")
    assert 2 <= command.worker_count() <= most
