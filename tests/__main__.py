"""Every check of the project; ``python3 run.py test`` makes the environment and comes here.

Lint, format, types, layers and templates run beside the tests, and are told at their end, each with one line and its
complaints. All run whatever the others say. The last line is pytest's own; the exit code is zero only if all passed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

import run
from tests.support import zbar
from tests.support.chromium import PACKAGES, PROGRAM_NAMES, find_chromium

PROGRAMS = Path(sys.executable).parent
STEPS: dict[str, Sequence[str | Path]] = {
    "lint": [PROGRAMS / "ruff", "check", "--quiet", "--output-format=concise", "."],
    "format": [PROGRAMS / "ruff", "format", "--check", "--output-format=concise", "."],
    "types": [PROGRAMS / "mypy"],
    "layers": [PROGRAMS / "lint-imports", "--no-logo"],
    "templates": [PROGRAMS / "djlint", "--lint", "app/web"],
}
CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")
# More browsers and databases at once only wait for each other.
MOST_WORKERS = 8


@dataclass(frozen=True)
class Outcome:
    """How a step ended."""

    name: str
    passed: bool
    output: str
    seconds: float

    def __str__(self) -> str:
        verdict = "ok" if self.passed else "FAILED"
        line = f"{self.name:.<12} {verdict} ({self.seconds:.1f} s)"
        return line if self.passed else f"{line}\n{self.output}".rstrip()


def run_step(name: str) -> Outcome:
    """Run one of the STEPS to its end."""
    start = time.monotonic()
    done = subprocess.run(
        STEPS[name],
        check=False,
        cwd=run.PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return Outcome(name, done.returncode == 0, done.stdout, time.monotonic() - start)


class Steps:
    """The STEPS, run one after the other beside the tests; a plugin of pytest, whose summary tells how they ended."""

    def __init__(self) -> None:
        pool = ThreadPoolExecutor(max_workers=1)
        self._running = [pool.submit(run_step, name) for name in STEPS]
        pool.shutdown(wait=False)

    @property
    def passed(self) -> bool:
        """Whether all passed; waits for them."""
        return all(one.result().passed for one in self._running)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how each step ended, before pytest's closing line."""
        terminalreporter.section("beside the tests")
        for one in self._running:
            terminalreporter.write_line(str(one.result()))


def get_chromium() -> bool:
    """Make sure that there is a browser to test in; whether there is. Nothing is skipped without one: the run fails."""
    if find_chromium():
        return True
    if run.can_use_apt() and any(map(run.apt_install, PACKAGES)) and find_chromium():
        return True
    print(
        f"The tests need a Chromium ({', '.join(PROGRAM_NAMES)}), and none is installed. Install it, on Debian by\n"
        "    sudo apt-get install --no-install-recommends chromium",
        flush=True,
    )
    return False


def get_zbar() -> bool:
    """Make sure that there is zbar to read printed codes with, in the same way; whether there is."""
    if zbar.has_zbar():
        return True
    if run.can_use_apt() and run.apt_install(zbar.PACKAGE) and zbar.has_zbar():
        return True
    print(
        "The tests need zbar, and it is not installed. Install it, on Debian by\n"
        f"    sudo apt-get install --no-install-recommends {zbar.PACKAGE}",
        flush=True,
    )
    return False


def worker_count() -> int:
    """One more than the processors we may really use: a container often shows more than it gives.

    The one more fills the pauses in which others wait for a browser, a database or a server that starts.
    """
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    if CGROUP_QUOTA.exists():
        quota_us, period_us = CGROUP_QUOTA.read_text().split()
        if quota_us != "max":
            cores = min(cores, max(1, int(quota_us) // int(period_us)))
    return min(cores + 1, MOST_WORKERS)


def main(arguments: list[str]) -> int:
    """Run everything; `arguments` go to pytest. Gives the exit code."""
    is_equipped = all([get_chromium(), get_zbar()])
    steps = Steps()
    options = ["--numprocesses", str(worker_count()), "--dist", "worksteal", "--durations", "20"]
    code = pytest.main([*options, *arguments], plugins=[steps])
    return int(code) or int(not (steps.passed and is_equipped))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
