"""Every check of the project; ``python3 run.py test`` makes the environment and comes here.

Lint, format, types, layers and templates come first, each with one line and its complaints; then the tests run. All
steps run whatever the earlier ones say. The last line is pytest's own; the exit code is zero only if every step passed.
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
from tests.support.chromium import PROGRAM_NAMES, find_chromium

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
        return line if self.passed else f"{line}\n{self.output}"


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


def run_steps() -> bool:
    """Run all STEPS, two at a time, and print how each ended; whether all passed."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = []
        for outcome in pool.map(run_step, STEPS):
            print(outcome, flush=True)
            outcomes.append(outcome)
    return all(outcome.passed for outcome in outcomes)


def get_chromium() -> bool:
    """Make sure that there is a browser to test in; whether there is. Nothing is skipped without one: the run fails."""
    if find_chromium():
        return True
    if run.can_use_apt() and run.apt_install("chromium") and find_chromium():
        return True
    print(
        f"The tests need a Chromium ({', '.join(PROGRAM_NAMES)}), and none is installed. Install it, on Debian by\n"
        "    sudo apt-get install --no-install-recommends chromium",
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
    chromium = get_chromium()
    clean = run_steps()
    options = ["--numprocesses", str(worker_count()), "--dist", "worksteal", "--durations", "20"]
    code = pytest.main([*options, *arguments])
    return int(code) or int(not (clean and chromium))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
